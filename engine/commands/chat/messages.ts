import { setImmediate as turn } from 'node:timers/promises';
import type { Account } from '../../account/account';
import { EngineError, type ChatMessage, type Commands } from '../../gateway/contract';
import {
	PhoneSilent,
	type IncomingMessage,
	type LastMessage,
	type OlderMessages,
} from '../../whatsapp/index';
import { callOf, online } from '../online';
import { requireLinked } from '../require-linked';
import { knownChatAt } from './chat-at';

/** As many as the phone is to be asked for at once (whatsmeow, BuildHistorySyncRequest). */
const AT_ONCE = 50;

export async function getMessages(
	account: Account,
	{ chat: given, limit, fromPhone = false }: Commands['chat.getMessages']['input'],
): Promise<ChatMessage[]> {
	requireLinked(account);
	const { chats, chatMessages } = account;
	const chat = knownChatAt(account, given);
	const { clearedAt = 0 } = chats.find(chat) ?? {};
	const kept = chatMessages.newest(chat, limit).filter(({ at }) => at > clearedAt);
	const told = await tell(account, kept);
	if (!fromPhone) return told;
	let end = kept.slice(-1).map(asLast)[0] ?? chats.lastOf(chat);
	// Of no message the phone knows what was before it.
	while (told.length < limit && end.key) {
		const count = Math.min(limit - told.length, AT_ONCE);
		const { messages, oldest } = await askPhone(account, chat, end, count);
		if (!oldest || oldest.at > end.at || oldest.key?.id === end.key.id) break;
		// Of one second the phone may know another order than we do.
		const known = new Set(told.map(({ messageId }) => messageId));
		const older = messages.filter(({ messageId }) => !known.has(messageId));
		told.push(...(await tell(account, older)));
		end = oldest;
	}
	return told;
}

/** In several turns of the event loop: each is opened, read and sealed anew. */
async function tell(
	{ chatMessages }: Account,
	messages: readonly IncomingMessage[],
): Promise<ChatMessage[]> {
	const told: ChatMessage[] = [];
	for (let from = 0; from < messages.length; from += AT_ONCE) {
		if (from > 0) await turn();
		told.push(...chatMessages.told(messages.slice(from, from + AT_ONCE)));
	}
	return told;
}

async function askPhone(
	account: Account,
	chat: string,
	last: LastMessage,
	count: number,
): Promise<OlderMessages> {
	const call = callOf('chat.getMessages', { gapMs: 1_000 });
	return await online(account, call, (socket) =>
		socket.chats.history.before(chat, last, count).catch((error: unknown) => {
			throw error instanceof PhoneSilent ? PHONE_SILENT : error;
		}),
	);
}

function asLast({ messageId: id, at, fromMe }: IncomingMessage): LastMessage {
	return { at, key: { id, fromMe, participant: null } };
}

const PHONE_SILENT = new EngineError(
	'TIMEOUT',
	'The phone did not answer: it is switched off, or offline. Only the phone has the older messages of a chat.',
	'Open WhatsApp on the phone, then try again. Switch Ask Phone off to get the messages that n8n itself remembers.',
	true,
);
