import type { Account } from '../../account/account';
import { EngineError, type Commands } from '../../gateway/contract';
import { online } from '../online';
import { changeCall, findChannel, ownedChannel } from './find-channel';

export async function follow(
	account: Account,
	{ channel }: Commands['channel.follow']['input'],
): Promise<Commands['channel.follow']['output']> {
	const id = await findChannel(account, channel);
	const call = changeCall('channel.follow', id, { 403: NOT_LET_IN });
	await online(account, call, ({ channels }) => channels.follow(id));
	return { id, following: true };
}

export async function unfollow(
	account: Account,
	{ channel }: Commands['channel.unfollow']['input'],
): Promise<Commands['channel.unfollow']['output']> {
	const id = await findChannel(account, channel);
	const call = changeCall('channel.unfollow', id, { 403: OWNER_STAYS });
	await online(account, call, ({ channels }) => channels.unfollow(id));
	return { id, following: false };
}

export async function setMuted(
	account: Account,
	{ channel, muted }: Commands['channel.setMuted']['input'],
): Promise<Commands['channel.setMuted']['output']> {
	const id = await findChannel(account, channel);
	const call = changeCall('channel.setMuted', id, { 403: NOT_FOLLOWED });
	await online(account, call, ({ channels }) => channels.setMuted(id, muted));
	return { id, muted };
}

export async function remove(
	account: Account,
	{ channel }: Commands['channel.delete']['input'],
): Promise<Commands['channel.delete']['output']> {
	const { id } = await ownedChannel(account, channel);
	const call = changeCall('channel.delete', id);
	await online(account, call, ({ channels }) => channels.delete(id));
	return { id, deleted: true };
}

const NOT_LET_IN = new EngineError(
	'NOT_ALLOWED',
	'WhatsApp does not let the linked number follow this channel.',
	'Open the channel on the phone: WhatsApp says there why.',
);

const OWNER_STAYS = new EngineError(
	'NOT_ALLOWED',
	'Whoever owns a channel cannot unfollow it.',
	'Use Transfer Ownership first, or Delete to end the channel for everybody.',
);

const NOT_FOLLOWED = new EngineError(
	'NOT_ALLOWED',
	'The linked number does not follow this channel, so there is nothing to mute.',
	'Use Follow first.',
);
