import { createHmac } from 'node:crypto';
import type { Account } from '../../account/account';
import type { Chat, Commands } from '../../gateway/contract';
import { requireBusiness } from '../require-business';
import { requireLength } from '../require-length';
import { change } from './change';
import { chatAt } from './chat-at';

/** More than phones show. WhatsApp's own limit is not known. */
const MAX_NOTE = 4_096;

/** Instead of the note that there is. */
export async function setNote(
	account: Account,
	{ chat: given, note }: Commands['chat.setNote']['input'],
): Promise<Chat> {
	requireBusiness(account, 'Notes about chats');
	const text = note.trim();
	requireLength('The note', text, 0, MAX_NOTE);
	const chat = await chatAt(account, given);
	const before = account.chats.find(chat)?.note;
	if (!before && !text) return account.chats.describe(chat);
	const { id = idOf(account, chat), createdAt = account.now() } = before ?? {};
	return await change(account, 'chat.setNote', chat, { type: 'note', id, text, createdAt });
}

/** The same for each chat: a note that is written again after its answer was lost is no second one. */
function idOf({ idSecret }: Account, chat: string): string {
	return createHmac('sha256', idSecret).update(`note:${chat}`).digest('hex').slice(0, 32);
}
