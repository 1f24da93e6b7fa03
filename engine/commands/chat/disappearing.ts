import { randomUUID } from 'node:crypto';
import type { Account } from '../../account/account';
import { chatType } from '../../content/jid';
import type { Chat, Commands } from '../../gateway/contract';
import { inWholeSeconds, setDisappearing as setInGroup } from '../group/disappearing';
import { send } from '../message/send';
import { wait } from '../message/wait';
import { chatAt } from './chat-at';

/** So long the message that sets it may take to leave: others may wait before it. */
const SENT_WITHIN_MS = 25_000;

/** A group has it set by WhatsApp; in a chat of two it is a message, which goes through the queue like all others. */
export async function setDisappearing(
	account: Account,
	{ chat: given, seconds }: Commands['chat.setDisappearing']['input'],
): Promise<Chat> {
	const chat = await chatAt(account, given);
	if (chatType(chat) === 'group') await setInGroup(account, { group: chat, seconds });
	else await setInChat(account, chat, seconds);
	return account.chats.describe(chat);
}

async function setInChat(account: Account, to: string, seconds: number): Promise<void> {
	const content = { type: 'ephemeral' as const, seconds };
	const { messageId } = await send(account, { to, content, origin: { callId: randomUUID() } });
	await wait(account, { messageId, status: 'SENT', timeoutMs: SENT_WITHIN_MS });
	account.chats.setEphemeral(to, { seconds, setAt: inWholeSeconds(account.now()) });
}
