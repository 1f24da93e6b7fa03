import { LONGEST_TIMER_MS, type Clock, type Timer } from '../../clock';
import type { FindAddresses } from '../../contacts/people';
import type {
	AccountSettings,
	CareLimit,
	CareSettings,
	WaitingReason,
} from '../../gateway/contract';
import type { IncomingStore } from '../../inbox/incoming-store';
import type { AccountStore } from '../../store/account-store';
import type { Hold } from '../holds';
import type { Candidate, WaitingMessage } from '../ledger-queue';
import { createAcquaintances } from './acquaintances';
import { createDepartureRecord, type Departure } from './departures';
import { limitStates, slowness, type LimitState } from './limits';
import { quietUntil } from './quiet-hours';
import { createSameText } from './same-text';

/** Nobody knows when the number was linked where that was before this was written: it is an old one. */
const LINKED_AT = 'linkedAt';
/** The longest pause between messages with the same words is half as long again as the shortest. */
const LONGEST_PAUSE = 1.5;

export interface CareOptions {
	store: AccountStore;
	clock: Clock;
	settings(): Pick<AccountSettings, 'care'>;
	incoming: Pick<IncomingStore, 'newestByChat'>;
	addresses: FindAddresses;
	/** Whether this chat exists for WhatsApp: something came from it or reached it. */
	isKnownChat(chat: string): boolean;
	/** Something that waited may leave. */
	wake(): void;
	/** A message waits because this limit is reached. */
	onLimit(limit: CareLimit): void;
}

/** Why a message waits, as the user wants it. */
export interface CareHeld {
	/** Null: the pause after a login, or it is looked at in a moment. */
	reason: WaitingReason | null;
	until: number;
	/** The limit that is reached, where it is one. */
	limit?: CareLimit;
}

/** What the user allows the number to do. Without the panel in the credential, nothing waits and nothing is counted. */
export interface Care {
	/** For what is about to leave: whatever it holds wakes the sender when it may go. */
	hold: Hold;
	/** The same for whoever asks. */
	why(): ((candidate: Candidate) => CareHeld | undefined) | undefined;
	/** What a message counts as that is about to leave; undefined: as nothing. `chat`: where it really goes. */
	departureOf(message: WaitingMessage, chat: string): Departure | undefined;
	/** It has left, and this is the pause behind it. */
	onDeparture(message: WaitingMessage, chat: string, kind: Departure, pauseMs: number): void;
	/** Something came in, or is on its way out as the answer to what did (ms). */
	onIncoming(chat: string, at: number): void;
	/** A message of ours has reached a chat. */
	onReached(chat: string): void;
	onLinked(): void;
	onOnline(): void;
	states(): LimitState[] | null;
	close(): void;
}

export function createCare(options: CareOptions): Care {
	const { store, clock, settings, addresses, wake, onLimit } = options;
	const { now } = clock;
	const departures = createDepartureRecord(store, addresses, now);
	const acquaintances = createAcquaintances({
		...options,
		now,
		hasOpened: departures.hasOpened,
	});
	const sameText = createSameText(() => settings().care?.sameTextPauseMs ?? 0, clock.random);
	let isLoaded = false;
	let onlineSince = 0;
	/** After a login: until when messages that are no answers wait, and for how long as a whole. */
	let slow = { until: 0, ms: 0 };
	let timer: Timer | undefined;
	let wakeAt = Infinity;
	let closed = false;

	store.db.onRollback(() => {
		isLoaded = false;
		departures.forget();
		acquaintances.forget();
		sameText.forget();
	});

	/** What was said before the start of the process. */
	function load({ sameTextPauseMs }: CareSettings): void {
		if (isLoaded) return;
		isLoaded = true;
		for (const { words, chat, at } of departures.since(now() - sameTextPauseMs * LONGEST_PAUSE)) {
			if (words !== null) sameText.said(words, [chat], at);
		}
	}

	function statesOf(care: CareSettings): LimitState[] {
		return limitStates(care, departures.times(), store.settings.get<number>(LINKED_AT), now());
	}

	/** Wakes the sender when the first of those that wait may leave. */
	function wakeBy(at: number): void {
		if (at >= wakeAt || closed) return;
		wakeAt = at;
		timer?.cancel();
		const ms = Math.min(Math.max(at - now(), 0), LONGEST_TIMER_MS);
		timer = clock.after(ms, () => {
			wakeAt = Infinity;
			wake();
		});
	}

	/** What waits may not have to any more; after the transaction that is open, where one is. */
	function lookSoon(): void {
		if (wakeAt < Infinity) wakeBy(now());
	}

	/** Why messages wait now; `unsure`: of one of which it is not known yet whether it opens a chat. */
	function judgement(unsure: (newChat: CareHeld) => CareHeld) {
		const { care } = settings();
		if (!care) return undefined;
		load(care);
		const at = now();
		const gates = gatesOf(care, statesOf(care), at);
		const slowUntil = Math.min(slow.until, at + slow.ms);
		const pause = slowUntil > at ? { reason: null, until: slowUntil } : undefined;
		return ({ chat, words, handedOver }: Candidate): CareHeld | undefined => {
			const who = acquaintances.of(chat);
			// What is on its way already never waits.
			if (handedOver || who.isOpenToAll) return undefined;
			const until = words === null ? undefined : sameText.until(words, chat, at);
			const same = until === undefined ? undefined : { reason: 'SAME_TEXT' as const, until };
			const always = same || pause ? longestOf([gates.message, same, pause]) : gates.message;
			if (!always && !gates.newChat) return undefined;
			if (acquaintances.hasWritten(who)) return undefined;
			if (!gates.newChat) return always;
			const isKnown = acquaintances.isKnown(chat, who);
			if (isKnown) return always;
			const held = isKnown === false ? gates.newChat : unsure(gates.newChat);
			return always ? longestOf([always, held]) : held;
		};
	}

	function hold() {
		acquaintances.begin();
		// It is asked in a moment, when others had their turn.
		const judge = judgement(() => ({ reason: null, until: now() }));
		/** What is written to one person goes in its order. */
		const waiting = new Map<string, CareHeld>();
		return (
			judge &&
			((candidate: Candidate): boolean => {
				const { chat, isAction, handedOver } = candidate;
				if (handedOver) return true;
				const before = waiting.get(chat);
				const held = before ?? (isAction ? undefined : judge(candidate));
				if (!held) return true;
				if (!before) waiting.set(chat, held);
				wakeBy(held.until);
				if (held.limit) onLimit(held.limit);
				return false;
			})
		);
	}

	function why() {
		const judge = judgement((newChat) => newChat);
		return judge && ((candidate: Candidate) => (candidate.isAction ? undefined : judge(candidate)));
	}

	return {
		hold,
		why,
		departureOf({ isAction, chat: named, handedOver }, chat) {
			if (!settings().care || isAction || handedOver) return undefined;
			const isKnown = acquaintances.isKnownForSure(chat);
			const [who, asNamed] = [acquaintances.of(chat), acquaintances.of(named)];
			if (who.isOpenToAll || acquaintances.hasWritten(who)) return undefined;
			if (acquaintances.hasWritten(asNamed)) return undefined;
			return isKnown ? 'message' : 'newChat';
		},
		onDeparture({ words, chat: named }, chat, kind, pauseMs) {
			const at = now();
			departures.add(kind, at);
			if (words !== null) sameText.said(words, [named, chat], at);
			if (kind === 'newChat') acquaintances.onReached(chat);
			if (!settings().care?.startSlowly) return;
			const ms = pauseMs * slowness(clock.elapsed() - onlineSince);
			slow = { until: at + ms, ms };
		},
		onIncoming(chat, at) {
			acquaintances.onIncoming(chat, at);
			lookSoon();
		},
		onReached(chat) {
			acquaintances.onReached(chat);
			lookSoon();
		},
		onLinked: () => store.settings.set(LINKED_AT, now()),
		onOnline() {
			onlineSince = clock.elapsed();
			// Who is who may have become known meanwhile.
			acquaintances.forget();
		},
		states() {
			const { care } = settings();
			return care ? statesOf(care) : null;
		},
		close() {
			closed = true;
			timer?.cancel();
		},
	};
}

interface Gates {
	/** Why nothing but answers leaves. */
	message: CareHeld | undefined;
	/** Why no new chat is opened. */
	newChat: CareHeld | undefined;
}

const REASONS: Readonly<Record<CareLimit, WaitingReason>> = {
	messagesPerDay: 'DAILY_LIMIT',
	messagesPerHour: 'HOURLY_LIMIT',
	newChatsPerDay: 'NEW_CHAT_LIMIT',
	newChatsPerHour: 'NEW_CHAT_LIMIT',
};

function gatesOf({ quiet }: CareSettings, states: readonly LimitState[], at: number): Gates {
	const quietEnd = quiet && quietUntil(quiet, at);
	const reached = states.flatMap(({ limit, until }): CareHeld[] =>
		until === undefined ? [] : [{ reason: REASONS[limit], limit, until }],
	);
	const silence: CareHeld[] =
		quietEnd === undefined ? [] : [{ reason: 'QUIET_HOURS', until: quietEnd }];
	const isOfChats = ({ reason }: CareHeld) => reason === 'NEW_CHAT_LIMIT';
	return {
		message: longestOf([...silence, ...reached.filter((held) => !isOfChats(held))]),
		newChat: longestOf(reached.filter(isOfChats)),
	};
}

/** Of several reasons the one that lasts longest is why a message waits. */
function longestOf(all: readonly (CareHeld | undefined)[]): CareHeld | undefined {
	return all.reduce(
		(one, other) => ((other?.until ?? -Infinity) > (one?.until ?? -Infinity) ? other : one),
		undefined,
	);
}
