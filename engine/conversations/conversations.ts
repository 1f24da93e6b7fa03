import type { KnownChat } from '../chats/chat-memory';
import { isChat, isNewMessage } from '../chats/chat-changes';
import type { Chats } from '../chats/chats';
import type { Labels } from '../chats/labels';
import { LONGEST_TIMER_MS, type Clock, type Timer } from '../clock';
import { chatAt, type WhoIsWho } from '../contacts/people';
import { conversationPausedEvent, conversationResumedEvent } from '../content/conversation-events';
import type { AccountInfo } from '../content/events';
import { toIso } from '../content/iso-time';
import { jidOfPhone, jidsOf } from '../content/jid';
import { shortestForm } from '../content/phone-number';
import type { EventLog } from '../events/event-log';
import {
	EngineError,
	type Conversation,
	type ConversationPausedEvent,
	type ConversationResumedEvent,
	type ConversationState,
	type EngineEvent,
	type EventChat,
	type PauseReason,
	type SentFromPhoneEvent,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import type { WhatsAppSocket } from '../whatsapp/index';
import { createPauseStore, type Pause } from './pause-store';
import { orderIn, pauseMs } from './step-aside';

/** As many as chats are remembered. */
const MAX_PAUSED = 10_000;
/** What could not be ended is tried again. */
const AGAIN_MS = 60_000;
const MINUTE_MS = 60_000;

export interface ConversationsOptions extends WhoIsWho {
	store: AccountStore;
	clock: Pick<Clock, 'now' | 'after'>;
	log: Log;
	chats: Pick<Chats, 'find' | 'sessionIdOf' | 'all' | 'areTold'>;
	labels: Pick<Labels, 'find'>;
	events: Pick<EventLog, 'append' | 'stepAsides'>;
	info(): AccountInfo;
	/** The open connection. */
	socket(): Pick<WhatsAppSocket, 'messages'> | undefined;
}

/** In which chats triggers step aside for a person. */
export interface Conversations {
	/**
	 * The event, with how its conversation stands. What the number has written by hand pauses it. In the transaction that stores
	 * the event, before what is known of the chat changes.
	 */
	take(event: EngineEvent): EngineEvent;
	/** Takes words that were heeded out of the chat; after the transaction of `take`. */
	flush(): void;
	/** `minutes` null: until it is resumed. Error: INVALID_SETTING. */
	pause(jid: string, minutes: number | null): ConversationState;
	resume(jid: string): ConversationState;
	stateOf(jid: string): ConversationState;
	/** The longest paused ones first, then those with a label that pauses. */
	paused(): Iterable<ConversationState>;
	/** A chat has got a label, or lost it. */
	onLabelled(jid: string, label: string, labelled: boolean): void;
	close(): void;
}

/** How a conversation is paused, by whatever. */
interface Standing {
	reason: PauseReason;
	since: number | null;
	until: number | null;
}

export function createConversations(options: ConversationsOptions): Conversations {
	const { store, clock, log, chats, labels, events, info, socket, ...who } = options;
	const { db } = store;
	const rows = createPauseStore(store);
	/** Words that were heeded. */
	const heeded = new Map<string, SentFromPhoneEvent>();
	let timer: Timer | undefined;
	let closed = false;

	// --- How it stands --------------------------------------------------------------------------------------------------

	const isOn = ({ until }: Pause) => until === null || until > clock.now();

	/** The IDs of the labels that pause. */
	function pausingLabels(): Set<string> {
		const named = events.stepAsides().map(({ label }) => label && labels.find(label)?.id);
		return new Set(named.filter((id) => id !== undefined));
	}

	function hasPausingLabel(known: Pick<KnownChat, 'labels'> | undefined): boolean {
		if (!known || known.labels.length === 0) return false;
		return hasOneOf(known, pausingLabels());
	}

	function standingOf(chat: EventChat, known: KnownChat | undefined): Standing | undefined {
		const row = rows.find(addressesOf(chat));
		if (row?.until === null) return row;
		if (hasPausingLabel(known)) return { reason: 'label', since: null, until: null };
		return row && isOn(row) ? row : undefined;
	}

	function knownOf(chat: EventChat) {
		const [jid, alt] = jidsOf(chat.id, chat);
		const known = chats.find(jid, alt);
		return { known, sessionId: known?.sessionId ?? chats.sessionIdOf(jid, alt) };
	}

	function conversationOf(chat: EventChat, at: number): Conversation {
		const { known, sessionId } = knownOf(chat);
		const standing = standingOf(chat, known);
		return {
			sessionId,
			paused: standing !== undefined,
			pausedUntil: toIso(standing?.until),
			secondsSinceLastIncoming: secondsBetween(known?.lastIncomingAt, at),
			secondsSinceLastOutgoing: secondsBetween(known?.lastOutgoingAt, at),
			firstContact: chat.type === 'direct' && chats.areTold() ? known === undefined : null,
		};
	}

	function stateOf(chat: EventChat): ConversationState {
		const { known, sessionId } = knownOf(chat);
		const standing = standingOf(chat, known);
		return {
			...chat,
			type: chat.type as ConversationState['type'],
			sessionId,
			paused: standing !== undefined,
			reason: standing?.reason ?? null,
			since: toIso(standing?.since),
			until: toIso(standing?.until),
		};
	}

	// --- Pauses and their ends ------------------------------------------------------------------------------------------

	/** Whether it was told that it is paused: what is over counts until that is told. */
	function isToldPaused(chat: EventChat): boolean {
		return rows.find(addressesOf(chat)) !== undefined || hasPausingLabel(knownOf(chat).known);
	}

	function told(chat: EventChat) {
		return { account: info(), chat, at: clock.now() };
	}

	function paused(
		chat: EventChat,
		{ reason, until }: Pick<Standing, 'reason' | 'until'>,
	): ConversationPausedEvent {
		return conversationPausedEvent(told(chat), { reason, until: toIso(until) });
	}

	function resumed(
		chat: EventChat,
		reason: ConversationResumedEvent['reason'],
	): ConversationResumedEvent {
		return conversationResumedEvent(told(chat), reason);
	}

	/** In the caller's transaction, like `end`. */
	function begin(chat: EventChat, pause: Omit<Pause, 'jid'>): void {
		const isNews = !isToldPaused(chat);
		rows.put(addressesOf(chat), { ...pause, jid: chat.id });
		if (isNews) events.append([paused(chat, pause)]);
		watch();
	}

	function end(chat: EventChat, reason: ConversationResumedEvent['reason']): void {
		const wasPaused = isToldPaused(chat);
		rows.remove(addressesOf(chat));
		if (wasPaused && !isToldPaused(chat)) events.append([resumed(chat, reason)]);
	}

	/** It prolongs a pause, and never shortens one. */
	function pauseByHand(chat: EventChat, at: number, ms: number): void {
		const until = at + ms;
		if (ms === 0 || until <= clock.now()) return;
		const before = rows.find(addressesOf(chat));
		if (!before || !isOn(before)) return begin(chat, { reason: 'byHand', since: at, until });
		if (before.until !== null && before.until < until) begin(chat, { ...before, until });
	}

	/** What n8n sends does not come back as an event. */
	function heed(event: SentFromPhoneEvent): void {
		const asides = events.stepAsides();
		const { chat, messageId, text, timestamp } = event;
		const at = Date.parse(timestamp);
		const order = orderIn(text, asides);
		if (order === undefined) return pauseByHand(chat, at, pauseMs(asides));
		heeded.set(messageId, event);
		if (order === 'pause') begin(chat, { reason: 'word', since: at, until: null });
		else end(chat, 'word');
	}

	/** Whoever the chat is with has it still. */
	function takeAway({ messageId, chat, timestamp }: SentFromPhoneEvent): void {
		const open = socket();
		if (!open) {
			log.info('A word that pauses or resumes stays in its chat: the number is offline');
			return;
		}
		open.messages
			.deleteForMe({ remoteJid: chat.id, fromMe: true, id: messageId }, Date.parse(timestamp))
			.catch((error: unknown) =>
				log.info('A word that pauses or resumes stays in its chat', { error: kindOf(error) }),
			);
	}

	// --- Time -----------------------------------------------------------------------------------------------------------

	function watch(atLeastMs = 0): void {
		timer?.cancel();
		const next = rows.nextUntil();
		if (closed || next === undefined) return;
		const ms = Math.min(Math.max(next - clock.now(), atLeastMs), LONGEST_TIMER_MS);
		timer = clock.after(ms, endDue);
	}

	function endDue(): void {
		try {
			db.transaction(() => {
				for (const { jid } of rows.over(clock.now())) end(chatAt(who, jid), 'timeOver');
			});
			watch();
		} catch (error) {
			log.warn('A pause could not be ended, which is tried again', { error: kindOf(error) });
			watch(AGAIN_MS);
		}
	}

	// What the process has ended in the midst of.
	watch();

	return {
		take(event) {
			if (!isWritten(event) || !isChat(event.chat.id)) return event;
			if (event.event === 'message.sentFromPhone' && isNewMessage(event)) heed(event);
			return { ...event, conversation: conversationOf(event.chat, Date.parse(event.timestamp)) };
		},
		flush() {
			for (const event of heeded.values()) takeAway(event);
			heeded.clear();
		},
		pause(jid, minutes) {
			const chat = chatAt(who, jid);
			const since = clock.now();
			const until = minutes === null ? null : since + minutes * MINUTE_MS;
			db.transaction(() => {
				if (!rows.find(addressesOf(chat)) && rows.count() >= MAX_PAUSED) throw TOO_MANY;
				begin(chat, { reason: 'operation', since, until });
			});
			return stateOf(chat);
		},
		resume(jid) {
			const chat = chatAt(who, jid);
			db.transaction(() => end(chat, 'operation'));
			return stateOf(chat);
		},
		stateOf: (jid) => stateOf(chatAt(who, jid)),
		*paused() {
			const told = new Set<string>();
			for (const pause of rows.all().filter(isOn)) {
				const state = stateOf(chatAt(who, pause.jid));
				told.add(state.sessionId);
				yield state;
			}
			const pausing = pausingLabels();
			if (pausing.size === 0) return;
			for (const known of chats.all()) {
				if (told.has(known.sessionId) || !hasOneOf(known, pausing)) continue;
				yield stateOf(chatAt(who, known.jid));
			}
		},
		onLabelled(jid, label, labelled) {
			if (!pausingLabels().has(label)) return;
			const chat = chatAt(who, jid);
			const { known } = knownOf(chat);
			const others = known?.labels.filter((other) => other !== label) ?? [];
			if (rows.find(addressesOf(chat)) || hasPausingLabel({ labels: others })) return;
			const event = labelled
				? paused(chat, { reason: 'label', until: null })
				: resumed(chat, 'label');
			events.append([event]);
		},
		close() {
			closed = true;
			timer?.cancel();
		},
	};
}

/** What somebody wrote, or did to what was written. */
type WrittenEvent = Extract<EngineEvent, { broadcast: boolean }>;

function isWritten(event: EngineEvent): event is WrittenEvent {
	return 'broadcast' in event;
}

function hasOneOf({ labels }: Pick<KnownChat, 'labels'>, wanted: ReadonlySet<string>): boolean {
	return labels.some((label) => wanted.has(label));
}

/** The phone number first, in the form that all ways of writing it have in common. */
function addressesOf({ id, phone, lid }: EventChat): [string, ...string[]] {
	const [first, ...others] = [phone && jidOfPhone(shortestForm(phone)), lid].filter(
		(address) => address !== null,
	);
	return [first ?? id, ...others];
}

function secondsBetween(before: number | null | undefined, at: number): number | null {
	return before == null ? null : Math.max(0, Math.floor((at - before) / 1000));
}

const TOO_MANY = new EngineError(
	'INVALID_SETTING',
	`${MAX_PAUSED.toLocaleString('en')} conversations are paused already. This one was not paused.`,
	'Resume some of them: Conversation > Get Many Paused lists them, the longest paused ones first.',
);
