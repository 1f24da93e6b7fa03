import { createBoundedMap } from '../bounded-map';
import type { Timer } from '../clock';
import { joinedMessages } from '../content/joined-messages';
import type {
	IncomingMessageEvent,
	PersonAddress,
	PresenceChangedEvent,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import { createCollectedMessages, type Collection, type Collector } from './collected-messages';
import type { CollectWish } from './filter';

/** Whoever types says so again every ten seconds. */
const TYPING_LASTS_MS = 15_000;
/** More people than type at a time. */
const MAX_TYPING = 1_000;
/** What ends within so long ends together. */
const TOGETHER_MS = 100;
/** What could not be written is tried again. */
const AGAIN_MS = 30_000;
/** Of what is sealed. As one event it is about twice as much, which n8n and its thread can take (content/limits.ts). */
const MAX_BYTES = 1_000_000;

export interface CollectingOptions {
	store: Pick<AccountStore, 'db' | 'seal'>;
	now: () => number;
	after: (ms: number, task: () => void) => Timer;
	log: Log;
	/** How a subscription collects; undefined where it does not, or no more. */
	wishOf(subscription: string): CollectWish | undefined;
	/** Puts an event into the log for one subscription; joins the caller's transaction. */
	append(event: IncomingMessageEvent, subscription: string): void;
	/** It is to be known for so long when somebody types. */
	watchTyping(who: PersonAddress, forMs: number): void;
}

/** Makes one event of what somebody writes in several messages, for the subscriptions that ask for that. */
export interface Collecting {
	/** A message that a subscription asks for came in. Joins the caller's transaction. */
	add(subscription: string, wish: CollectWish, event: IncomingMessageEvent): void;
	onPresence(event: PresenceChangedEvent): void;
	/** Deletes a slice of what a subscription has collected, and returns how many they were. */
	forget(subscription: string, before: number): number;
	close(): void;
}

export function createCollecting(options: CollectingOptions): Collecting {
	const { store, now, after, log, wishOf, append, watchTyping } = options;
	const rows = createCollectedMessages(store, now);
	/** Until when somebody types, by the place; in the past: they have stopped then. */
	const typing = createBoundedMap<number>(MAX_TYPING);
	/** What was written while nothing ran is handed over now: the quiet time begins anew. */
	const since = now();
	let next: { at: number; timer: Timer } | undefined;

	function dueAt({ subscription, place, firstAt, lastAt }: Collection): number {
		const wish = wishOf(subscription);
		// The clock may have been set back.
		if (!wish || lastAt > now()) return 0;
		const { quietMs, longestMs, whileTyping } = wish;
		const typedAt = whileTyping ? (typing.get(place) ?? 0) : 0;
		const quietAt = Math.max(lastAt, typedAt) + quietMs;
		return Math.max(Math.min(quietAt, firstAt + longestMs), since + quietMs);
	}

	function tell(collector: Collector): void {
		const { subscription } = collector;
		append(joinedMessages(rows.take(collector), store.seal.digest(subscription)), subscription);
	}

	function watch(at: number): void {
		if (next && next.at <= at) return;
		next?.timer.cancel();
		const timer = after(Math.max(at - now(), TOGETHER_MS), () => {
			next = undefined;
			try {
				tellDue();
			} catch (error) {
				log.warn('Messages that were collected could not be told of, which is tried again', {
					error: kindOf(error),
				});
				watch(now() + AGAIN_MS);
			}
		});
		next = { at, timer };
	}

	function watchNext(): void {
		const at = Math.min(...rows.open().map(dueAt));
		if (at < Infinity) watch(at);
	}

	function tellDue(): void {
		for (const collection of rows.open().filter((one) => dueAt(one) <= now())) {
			store.db.transaction(() => tell(collection));
		}
		watchNext();
	}

	// What the process has ended in the midst of.
	watchNext();

	return {
		add(subscription, wish, event) {
			const place = rows.placeOf(event.chat, event.from);
			typing.delete(place);
			const collection = rows.add({ subscription, place }, event);
			const { count, bytes } = collection;
			if (count >= wish.most || bytes >= MAX_BYTES || wish.isLast(event)) return tell(collection);
			if (wish.whileTyping && count === 1) watchTyping(event.from, wish.longestMs);
			watch(dueAt(collection));
		},
		onPresence({ chat, from, presence }) {
			const place = rows.placeOf(chat, from);
			if (presence === 'typing' || presence === 'recording') {
				typing.set(place, now() + TYPING_LASTS_MS);
			} else if (presence !== 'available' && typing.has(place)) {
				typing.set(place, now());
				watchNext();
			}
		},
		forget: rows.forget,
		close: () => next?.timer.cancel(),
	};
}
