import { setImmediate as turn } from 'node:timers/promises';
import type { Account } from '../../account/account';
import { EngineError, type Chat, type Commands } from '../../gateway/contract';
import { requireLinked } from '../require-linked';
import { knownChatAt } from './chat-at';

/** So many are read in one turn of the event loop: it takes about 50 microseconds for each. */
const AT_ONCE = 200;

export async function getMany(
	account: Account,
	{ limit, unread, archived }: Commands['chat.getMany']['input'],
): Promise<Chat[]> {
	requireLinked(account);
	const found: Chat[] = [];
	let read = 0;
	for (const chat of account.chats.list()) {
		if (found.length >= limit) break;
		if (++read % AT_ONCE === 0) await turn();
		const isUnread = chat.unread > 0 || chat.markedUnread;
		const isWanted =
			(unread ?? isUnread) === isUnread && (archived ?? chat.archived) === chat.archived;
		if (isWanted) found.push(chat);
	}
	return found;
}

export function get(account: Account, { chat }: Commands['chat.get']['input']): Chat {
	requireLinked(account);
	const address = knownChatAt(account, chat);
	const known = account.chats.find(address);
	if (!known || known.deleted) throw noSuchChat(address);
	return account.chats.describe(address);
}

function noSuchChat(chat: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`No chat with ${chat} is known here.`,
		'The phone tells of its chats while the number is being linked, and each message makes its chat known. Run Chat > Get Many to see which there are.',
	);
}
