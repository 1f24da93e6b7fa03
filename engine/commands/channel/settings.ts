import type { Account } from '../../account/account';
import { EngineError, type Commands } from '../../gateway/contract';
import { online } from '../online';
import { changeCall, runChannel } from './find-channel';

export async function updateSettings(
	account: Account,
	{ channel, reactions }: Commands['channel.updateSettings']['input'],
): Promise<Commands['channel.updateSettings']['output']> {
	const { id } = await runChannel(account, channel);
	const call = changeCall('channel.updateSettings', id);
	await online(account, call, ({ channels }) => channels.change(id, { reactions }));
	return { id, reactions };
}

export async function setPicture(
	account: Account,
	{ channel, mediaId }: Commands['channel.setPicture']['input'],
): Promise<Commands['channel.setPicture']['output']> {
	const picture = await account.media.read(mediaId);
	const { id } = await runChannel(account, channel);
	const call = changeCall('channel.setPicture', id, { 406: PICTURE_REFUSED });
	const changed = await online(account, call, ({ channels }) => channels.change(id, { picture }));
	return { id, pictureUrl: changed?.pictureUrl ?? null };
}

const PICTURE_REFUSED = new EngineError(
	'UNSUPPORTED_MEDIA',
	'WhatsApp does not accept this picture.',
	'Use another image, or save it anew as JPEG in another program.',
);
