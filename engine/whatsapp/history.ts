import {
	proto,
	type BaileysEventMap,
	type WAMessage,
	type WASocket,
} from '@whiskeysockets/baileys';
import type { Clock } from '../clock';
import { withoutDevice } from '../content/jid';
import { ALWAYS, type LastMessage } from './chat-actions';
import { parseIncoming, type IncomingMessage, type Me } from './incoming';

/** How a chat stands. */
export interface ChatFacts {
	/** How many messages nobody has read. */
	unread: number;
	/** Marked as unread by hand. */
	markedUnread: boolean;
	archived: boolean;
	pinned: boolean;
	/** Milliseconds since 1970, or `ALWAYS`. */
	mutedUntil: number | null;
	/** Null: nobody has set it, as far as is known. */
	ephemeral: Ephemeral | null;
	last: LastMessage;
}

/** A chat as the phone tells a new device of it. */
export interface HistoryChat extends ChatFacts {
	chat: string;
	/** The other address of a person, where the phone names it. */
	alt: string | null;
}

/** That the messages of a chat disappear. */
export interface Ephemeral {
	/** After how many; 0: they do not. */
	seconds: number;
	/** When that was set (ms); 0: nobody knows. */
	setAt: number;
}

/** The phone does not answer: it is off, or offline. */
export class PhoneSilent extends Error {
	constructor() {
		super('The phone did not answer');
	}
}

export interface OlderMessages {
	/** Newest first; without what only marks that something happened in the chat. */
	messages: IncomingMessage[];
	/** The oldest of all that the phone has told; undefined: there is nothing. */
	oldest: LastMessage | undefined;
}

export interface History {
	/** What the phone has of a chat from before this message. Rejects with `PhoneSilent` where it does not answer. */
	before(chat: string, last: LastMessage, count: number): Promise<OlderMessages>;
}

/** Less than a command waits for its answer. */
const PHONE_WITHIN_MS = 20_000;

const { INITIAL_BOOTSTRAP, RECENT, FULL, ON_DEMAND } = proto.HistorySync.HistorySyncType;
/** The parts of a history that have chats in them, if there are any (Baileys' lib/Utils/history.js). */
const WITH_CHATS: ReadonlySet<proto.HistorySync.HistorySyncType | null | undefined> = new Set([
	INITIAL_BOOTSTRAP,
	RECENT,
	FULL,
]);

type Told = BaileysEventMap['messaging-history.set'];

export interface HistoryOptions {
	sock: Pick<WASocket, 'ev' | 'fetchMessageHistory'>;
	me(): Me;
	after: Clock['after'];
	/** The phone has told which chats there were, of which there may be none. */
	onChats(chats: HistoryChat[]): void;
}

/**
 * Hears what the phone tells of the time before, in front of Baileys' event buffer (lib/Utils/event-buffer.js): that one hands
 * out no message a second time, however often it is asked for, and adds what comes meanwhile to the unread messages of a chat.
 */
export function createHistory({ sock, me, after, onChats }: HistoryOptions): History {
	const { ev } = sock;
	/** By the ID of the question. */
	const questions = new Map<string, (messages: readonly WAMessage[] | Error) => void>();

	const emit = ev.emit.bind(ev);
	ev.emit = (event, data) => {
		if (event === 'messaging-history.set') hear(data as Told);
		return emit(event, data);
	};
	ev.on('connection.update', ({ connection }) => {
		if (connection !== 'close') return;
		for (const answer of [...questions.values()]) answer(new Error('The connection has ended'));
	});

	function hear({ chats, messages, syncType, peerDataRequestSessionId }: Told): void {
		if (syncType === ON_DEMAND) questions.get(peerDataRequestSessionId ?? '')?.(messages);
		else if (WITH_CHATS.has(syncType)) onChats(chats.map(toChat));
	}

	return {
		async before(chat, { at, key }, count) {
			const { id = '', fromMe = false } = key ?? {};
			// Whatever the name of the field says, phones want seconds (whatsmeow, BuildHistorySyncRequest).
			const question = await sock.fetchMessageHistory(
				count,
				{ remoteJid: chat, id, fromMe },
				Math.floor(at / 1000),
			);
			const found = await new Promise<readonly WAMessage[]>((resolve, reject) => {
				const timer = after(PHONE_WITHIN_MS, () => settle(new PhoneSilent()));
				const settle = (answer: readonly WAMessage[] | Error) => {
					timer.cancel();
					questions.delete(question);
					if (answer instanceof Error) reject(answer);
					else resolve(answer);
				};
				questions.set(question, settle);
			});
			const newestFirst = found.map(withAuthor).sort((a, b) => timeOf(b) - timeOf(a));
			return {
				messages: newestFirst
					.map((message) => parseIncoming(message, me()))
					.filter((message) => message !== undefined),
				oldest: newestFirst.slice(-1).map(asLast)[0],
			};
		},
	};
}

/** In a history whoever wrote to a group may stand beside the key (whatsmeow, ParseWebMessage). */
function withAuthor(message: WAMessage): WAMessage {
	const { key, participant } = message;
	return { ...message, key: { ...key, participant: key.participant || participant } };
}

function toChat(conversation: proto.IConversation): HistoryChat {
	const { id, lidJid, pnJid, pinned, archived, unreadCount, markedAsUnread } = conversation;
	const { ephemeralExpiration, ephemeralSettingTimestamp } = conversation;
	const chat = withoutDevice(id ?? '');
	return {
		chat,
		alt: [lidJid, pnJid].find((other) => other && other !== chat) ?? null,
		unread: Math.max(0, unreadCount ?? 0),
		markedUnread: markedAsUnread === true,
		archived: archived === true,
		pinned: Number(pinned ?? 0) > 0,
		mutedUntil: muteEnd(Number(conversation.muteEndTime ?? 0)),
		ephemeral: ephemeralExpiration
			? { seconds: ephemeralExpiration, setAt: Number(ephemeralSettingTimestamp ?? 0) * 1000 }
			: null,
		last: lastOf(conversation),
	};
}

/** Baileys leaves the newest message of each chat in it (lib/Utils/history.js, processHistoryMessage). */
function lastOf({ messages, conversationTimestamp }: proto.IConversation): LastMessage {
	const message = messages?.[0]?.message;
	return message ? asLast(message) : { at: Number(conversationTimestamp ?? 0) * 1000, key: null };
}

function asLast(message: proto.IWebMessageInfo): LastMessage {
	const { key, participant } = message;
	const author = key?.participant ?? participant ?? null;
	return {
		at: timeOf(message),
		key: key?.id ? { id: key.id, fromMe: key.fromMe === true, participant: author } : null,
	};
}

function timeOf({ messageTimestamp }: proto.IWebMessageInfo): number {
	return Number(messageTimestamp ?? 0) * 1000;
}

/** Times after the year 5138, were they seconds: WhatsApp's apps have written both units. */
const MILLISECONDS = 1e11;
/** The latest time that there is in JavaScript; -1 in 64 bits without a sign is far behind it. */
const LATEST = 8.64e15;

function muteEnd(time: number): number | null {
	if (time === 0) return null;
	if (time < 0 || time > LATEST) return ALWAYS;
	return time < MILLISECONDS ? time * 1000 : time;
}
