import { incomingEvent, type AccountInfo, type Addresses } from '../content/events';
import { withoutDevice } from '../content/jid';
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

export interface InboundOptions {
	store: AccountStore;
	journal: Journal;
	incoming: IncomingStore;
	events: EventLog;
	auth: Auth;
	info(): AccountInfo;
	addresses(jid: string, alt?: string | null): Addresses;
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
	const { store, journal, incoming, events, auth, info, addresses, keepsContent } = options;
	let lastAt = incoming.lastAt();
	let closed = false;

	/** The event, the memory that the message is known, and the end of its journal entry are one transaction. */
	function onMessage({ chat, messageId, content }: OpenedMessage): void {
		store.db.transaction(() => {
			if (content && isNew(content) && !content.fromMe) {
				const people = addresses(content.sender, content.senderAlt);
				const place = chat === content.sender ? people : addresses(chat);
				events.append([incomingEvent(info(), content, place, people)]);
			}
			journal.close(chat, messageId);
		});
		events.flush();
	}

	function isNew({ chat, messageId, fromMe, wire, at, ...rest }: IncomingMessage): boolean {
		lastAt = Math.max(lastAt ?? 0, at);
		const own = auth.me().jid;
		const author = fromMe && own ? withoutDevice(own) : rest.sender;
		const content = { chat, sender: author, fromMe, wire };
		return incoming.add(chat, messageId, at, keepsContent() ? content : undefined);
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
				else onMessage(toOpened(message) ?? { chat, messageId, content: undefined });
			}
		},
		lastAt: () => lastAt,
		close() {
			closed = true;
		},
	};
}
