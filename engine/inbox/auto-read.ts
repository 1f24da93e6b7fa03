import type { Chats } from '../chats/chats';
import type { Clock, Timer } from '../clock';
import { chatType } from '../content/jid';
import type { AccountSettings, EngineEvent } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { IncomingMessage, WhatsAppSocket } from '../whatsapp/index';
import type { IncomingStore, StoredMessage } from './incoming-store';

/** What comes in together is marked together: WhatsApp is told once for each chat. */
const TOGETHER_MS = 500;
const AT_ONCE = 100;
const AGAIN_AFTER_MS = 60_000;

export interface AutoReadOptions {
	clock: Pick<Clock, 'after'>;
	log: Log;
	incoming: Pick<IncomingStore, 'setToRead' | 'toRead' | 'didRead'>;
	chats: Pick<Chats, 'didRead'>;
	settings(): Pick<AccountSettings, 'readMessages' | 'viewStatuses'>;
	/** The open connection. */
	socket(): Pick<WhatsAppSocket, 'messages'> | undefined;
}

/** Marks what comes in as read, as the credential wants it: what could not be marked is, as soon as there is a connection. */
export interface AutoRead {
	/** Joins the caller's transaction. */
	onMessage(message: IncomingMessage, event: EngineEvent): void;
	/** There is a connection. */
	wake(): void;
	close(): void;
}

type Unread = StoredMessage & { messageId: string };

export function createAutoRead(options: AutoReadOptions): AutoRead {
	const { clock, log, incoming, chats, settings, socket } = options;
	let timer: Timer | undefined;
	let isAtWork = false;
	let closed = false;

	function wants(chat: string): boolean {
		const { readMessages = false, viewStatuses = false } = settings();
		switch (chatType(chat)) {
			case 'status':
				return viewStatuses;
			case 'channel':
				return false;
			default:
				return readMessages;
		}
	}

	function wakeAfter(ms: number): void {
		timer ??= clock.after(ms, () => {
			timer = undefined;
			work().catch((error: unknown) => {
				log.warn('Messages could not be marked as read, which is tried again', {
					error: kindOf(error),
				});
				if (!closed) wakeAfter(AGAIN_AFTER_MS);
			});
		});
	}

	async function work(): Promise<void> {
		if (isAtWork) return;
		isAtWork = true;
		try {
			while (await markSome());
		} finally {
			isAtWork = false;
		}
	}

	/** Whether more may be left, or has come meanwhile. What is no longer wanted is left unread. */
	async function markSome(): Promise<boolean> {
		const open = closed ? undefined : socket();
		if (!open) return false;
		const messages = incoming.toRead(AT_ONCE);
		const wanted = messages.filter(({ chat }) => wants(chat));
		if (wanted.length > 0) await open.messages.markRead(wanted.map(keyOf));
		if (closed) return false;
		incoming.didRead(messages);
		for (const [chat, ids] of byChat(wanted)) chats.didRead(chat, ids);
		return messages.length > 0;
	}

	return {
		onMessage({ messageId, chat, fromMe }, { event }) {
			if (fromMe || event !== 'message.incoming' || !wants(chat)) return;
			incoming.setToRead(messageId, chat);
			wakeAfter(TOGETHER_MS);
		},
		wake() {
			timer?.cancel();
			timer = undefined;
			wakeAfter(0);
		},
		close() {
			closed = true;
			timer?.cancel();
		},
	};
}

/** In a chat with one person nobody else can have written it. */
function keyOf({ messageId, chat, sender }: Unread) {
	const author = chatType(chat) === 'direct' ? {} : { participant: sender };
	return { remoteJid: chat, fromMe: false, id: messageId, ...author };
}

function byChat(messages: readonly Unread[]): Map<string, string[]> {
	const chats = new Map<string, string[]>();
	for (const { chat, messageId } of messages) {
		chats.set(chat, [...(chats.get(chat) ?? []), messageId]);
	}
	return chats;
}
