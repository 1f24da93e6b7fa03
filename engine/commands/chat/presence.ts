import type { Account } from '../../account/account';
import { chatType } from '../../content/jid';
import { EngineError, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';
import { chatAt } from './chat-at';

const STATES = { typing: 'composing', recording: 'recording', stopped: 'paused' } as const;

/** Shows a chat what we are doing. */
export async function showActivity(
	account: Account,
	{ chat: given, activity }: Commands['chat.showActivity']['input'],
): Promise<{ chat: string }> {
	const chat = await chatAt(account, given);
	await online(account, callOf('chat.showActivity'), (socket) =>
		socket.presence.show(chat, STATES[activity]),
	);
	return { chat };
}

export async function subscribePresence(
	account: Account,
	{ chat: given }: Commands['chat.subscribePresence']['input'],
): Promise<{ chat: string }> {
	const chat = await chatAt(account, given);
	if (chatType(chat) === 'group') throw ofAGroup(chat);
	await online(account, callOf('chat.subscribePresence'), (socket) =>
		socket.presence.subscribe(chat),
	);
	return { chat };
}

function ofAGroup(chat: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`${chat} is a group: WhatsApp tells of the presence of people.`,
		'Use a phone number, or the ID of a person.',
	);
}
