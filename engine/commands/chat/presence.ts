import type { Account } from '../../account/account';
import { chatType, parseRecipient } from '../../content/jid';
import { EngineError, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

export async function subscribePresence(
	account: Account,
	{ chat: given }: Commands['chat.subscribePresence']['input'],
): Promise<{ chat: string }> {
	const chat = parseRecipient(given, account.ownPhone());
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
