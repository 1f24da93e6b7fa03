import type { EventLog } from '../inbox/event-log';
import type { IncomingStore } from '../inbox/incoming-store';
import type { Journal } from '../inbox/journal';
import type { AccountStore } from '../store/account-store';
import {
	fromJournal,
	toOpened,
	type Auth,
	type IncomingMessage,
	type OpenedMessage,
} from '../whatsapp/index';
import type { Told } from './telling';

export interface InboundOptions {
	store: AccountStore;
	journal: Journal;
	incoming: IncomingStore;
	events: EventLog;
	auth: Auth;
	/** What a message becomes. */
	tell(message: IncomingMessage): Told | undefined;
	/** Whether what a message says may be kept, to quote it. */
	keepsContent(): boolean;
}

/** Messages on their way from WhatsApp to the event log. */
export interface Inbound {
	onMessage(message: OpenedMessage): void;
	/**
	 * Makes events of what was handed over and did not become one, because the process or the connection ended in between.
	 */
	replay(): Promise<void>;
	/** When the last message came in. */
	lastAt(): number | undefined;
	close(): void;
}

export function createInbound(options: InboundOptions): Inbound {
	const { store, journal, incoming, events, auth, tell, keepsContent } = options;
	let lastAt = incoming.lastAt();
	let closed = false;

	/** The event, what is remembered of the message, and the end of its journal entry are one transaction. */
	function onMessage({ chat, messageId, message }: OpenedMessage): void {
		store.db.transaction(() => {
			if (message) take(message);
			journal.close(chat, messageId);
		});
		events.flush();
	}

	function take(message: IncomingMessage): void {
		const told = tell(message);
		if (!told) return;
		const { messageId, chat, sender, fromMe, at } = message;
		lastAt = Math.max(lastAt ?? 0, at);
		const wire = keepsContent() ? told.wire : null;
		// WhatsApp delivers again what it is not sure about.
		if (!incoming.add(messageId, { chat, sender, fromMe, at, wire })) return;
		told.effect();
		events.append([told.event]);
	}

	return {
		onMessage,
		async replay() {
			const { jid, lid } = auth.me();
			for (const stanza of journal.left()) {
				const message = jid && (await fromJournal(stanza, { jid, lid: lid ?? '' }, journal));
				if (closed) return;
				const { chat, messageId } = stanza;
				if (!message) journal.forget(chat, messageId);
				else onMessage(toOpened(message, auth.me()) ?? { chat, messageId, message: undefined });
			}
		},
		lastAt: () => lastAt,
		close() {
			closed = true;
		},
	};
}
