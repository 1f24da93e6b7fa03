import { jidsOf, withoutDevice } from '../content/jid';
import type { ChatMessage, PersonAddress } from '../gateway/contract';
import type { Ledger } from '../outbox/ledger';
import { decodeContent, type Auth, type IncomingMessage } from '../whatsapp/index';
import type { EventMapper, MessageEvent } from './event-mapper';
import type { IncomingStore } from './incoming-store';

export interface ChatMessagesOptions {
	auth: Pick<Auth, 'me'>;
	ledger: Pick<Ledger, 'newest'>;
	incoming: Pick<IncomingStore, 'newest'>;
	eventMapper: Pick<EventMapper, 'retell'>;
	addresses(jid: string, alt?: string | null): PersonAddress;
	chatName(chat: string): string | null;
}

/** The messages of a chat, of both sides. */
export interface ChatMessages {
	/** Those whose content is kept, newest first. */
	newest(chat: string, limit: number): IncomingMessage[];
	/** As the trigger tells of them; what is no message by itself is left out. */
	told(messages: readonly IncomingMessage[]): ChatMessage[];
}

export function createChatMessages(options: ChatMessagesOptions): ChatMessages {
	const { auth, ledger, incoming, eventMapper, addresses, chatName } = options;

	/** What somebody is called now: what they called themselves then is not kept. */
	function named(message: IncomingMessage): IncomingMessage {
		const { sender, senderAlt, pushName } = message;
		const [jid] = jidsOf(sender, addresses(sender, senderAlt)).toSorted(phoneFirst);
		return { ...message, pushName: pushName ?? chatName(jid ?? sender) };
	}

	return {
		newest(chat, limit) {
			const chats = jidsOf(chat, addresses(chat));
			const { jid, lid } = auth.me();
			const ours = { sender: withoutDevice(jid ?? ''), senderAlt: lid && withoutDevice(lid) };
			const sent = chats
				.flatMap((address) => ledger.newest(address, limit))
				.map((message) => ({ ...message, ...ours, fromMe: true }));
			const cameIn = chats
				.flatMap((address) => incoming.newest(address, limit))
				.flatMap(({ wire, ...message }) =>
					wire === null ? [] : [{ ...message, wire, senderAlt: null }],
				);
			return [...sent, ...cameIn]
				.sort((a, b) => b.at - a.at)
				.slice(0, limit)
				.map(({ wire, ...message }) => ({
					...message,
					chatAlt: null,
					broadcast: false,
					pushName: null,
					content: decodeContent(wire),
				}));
		},
		told: (messages) =>
			messages
				.map((message) => eventMapper.retell(named(message)))
				.filter((event) => event !== undefined)
				.map(withoutEnvelope),
	};
}

/** The directory has people by their phone number where it is known. */
function phoneFirst(one: string, other: string): number {
	return Number(one.endsWith('@lid')) - Number(other.endsWith('@lid'));
}

function withoutEnvelope(event: MessageEvent): ChatMessage {
	const {
		event: _event,
		eventId: _id,
		account: _account,
		broadcast: _list,
		raw: _raw,
		...told
	} = event;
	return told;
}
