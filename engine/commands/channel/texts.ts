import type { Account } from '../../account/account';
import { EngineError, type Commands } from '../../gateway/contract';
import { online } from '../online';
import { requireLength } from '../require-length';
import { changeCall, runChannel } from './find-channel';
import { MAX_DESCRIPTION, MAX_NAME } from './limits';

/** What a channel is called, trimmed. Error: INVALID_CONTENT. */
export function checkName(given: string): string {
	const name = given.trim();
	requireLength('The name of a channel', name, 1, MAX_NAME);
	return name;
}

/** What it says of itself; a blank one is none. Error: INVALID_CONTENT. */
export function checkDescription(given: string): string {
	requireLength('The description of a channel', given, 0, MAX_DESCRIPTION);
	return given.trim() && given;
}

export async function setName(
	account: Account,
	{ channel, name: given }: Commands['channel.setName']['input'],
): Promise<Commands['channel.setName']['output']> {
	const name = checkName(given);
	const { id } = await runChannel(account, channel);
	const call = changeCall('channel.setName', id, { 406: NAME_REFUSED });
	await online(account, call, ({ channels }) => channels.change(id, { name }));
	return { id, name };
}

export async function setDescription(
	account: Account,
	{ channel, description: given }: Commands['channel.setDescription']['input'],
): Promise<Commands['channel.setDescription']['output']> {
	const description = checkDescription(given);
	const { id } = await runChannel(account, channel);
	const call = changeCall('channel.setDescription', id);
	await online(account, call, ({ channels }) => channels.change(id, { description }));
	return { id, description: description || null };
}

const NAME_REFUSED = new EngineError(
	'REJECTED',
	'WhatsApp did not accept the name of the channel.',
	'Try another name.',
);
