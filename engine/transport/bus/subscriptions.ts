import { pauseAfter } from '../../backoff';
import { createBoundedMap } from '../../bounded-map';
import type { Clock, Timer } from '../../clock';
import type { AccountRef } from '../../gateway/contract';
import { kindOf, type Logs } from '../../log';
import { goesOn, hand, learn, RESUBSCRIBE, type Subscriber } from '../subscribers';
import type { AskOptions, Calls } from './calls';
import type { Frame } from './frames';
import type { Address, Delivery, DeliveryAnswer } from './protocol';

/**
 * The subscriber's side of subscriptions. Each is asked for again and again: that is its sign of life to its owner, and how
 * the next owner learns of it.
 */

export interface Subscriptions {
	/** Rejects with an EngineError where it cannot begin. */
	begin(subscriber: Subscriber): Promise<void>;
	/** Goes on with one that has begun elsewhere. Nobody is there to be told that it failed: it is asked for until it works. */
	goOn(subscriber: Subscriber): void;
	/** n8n has told an account's settings. */
	learn(account: AccountRef): void;
	receive(frame: Frame<Delivery>): void;
	/** At once: somebody new owns the account, or the bus is connected again. */
	askAgain(accountId?: string): void;
	/** Ends, and returns who was listening. */
	handOver(): Subscriber[];
}

export interface SubscriptionsOptions {
	calls: Calls;
	clock: Clock;
	logs: Logs;
	send(to: Address, answer: DeliveryAnswer): void;
}

const SIGN_OF_LIFE_MS = 5_000;
/** One that ends is not waited for longer: where nobody hears it, its silence ends it. */
const END_WITHIN_MS = 5_000;

/** Deliveries whose answer is kept: it may have been lost. */
const MAX_FINISHED = 1_000;
/** Deliveries that have come before the one that they follow. More come again. */
const MAX_EARLY = 200;

type Deliver = Extract<Delivery, { type: 'deliver' }>;

interface Entry {
	subscriber: Subscriber;
	/** When n8n asked for it. */
	since: number;
	/** While it waits for its next turn. */
	timer?: Timer;
}

export function createSubscriptions({
	calls,
	clock,
	logs,
	send,
}: SubscriptionsOptions): Subscriptions {
	const entries = new Map<number, Entry>();
	/** Whether n8n has taken them; undefined while it works on them. */
	const deliveries = new Map<string, boolean | undefined>();
	const finished: string[] = [];
	/** By the delivery that they follow. */
	const early = createBoundedMap<Frame<Deliver>>(MAX_EARLY);
	let nextId = 0;

	const subscribers = () => [...entries.values()].map(({ subscriber }) => subscriber);

	/** Before it is asked for: the first batch may come with the answer. */
	function register(subscriber: Subscriber): number {
		const id = nextId++;
		entries.set(id, { subscriber, since: clock.now() });
		subscriber.detach = async () => {
			if (!remove(id)) return;
			const ask = { type: 'unsubscribe', subscriptionId: id } as const;
			await calls
				.ask(subscriber.account, ask, { patienceMs: END_WITHIN_MS })
				// Its silence ends it, too.
				.catch(() => undefined);
		};
		return id;
	}

	function remove(id: number): boolean {
		entries.get(id)?.timer?.cancel();
		return entries.delete(id);
	}

	async function ask(id: number, options?: AskOptions): Promise<void> {
		const entry = entries.get(id);
		if (!entry) return;
		const { subscriber, since } = entry;
		const { account, subscription } = subscriber;
		const wish = { type: 'subscribe', subscriptionId: id, subscription, since } as const;
		await calls.ask(account, wish, options);
	}

	async function turn(id: number, tries = 0): Promise<void> {
		const entry = entries.get(id);
		if (!entry) return;
		delete entry.timer;
		goesOn(entry.subscriber);
		try {
			await ask(id, { patienceMs: Infinity });
			next(id, SIGN_OF_LIFE_MS);
		} catch (error) {
			if (!entries.has(id)) return;
			const inMs = pauseAfter(tries, RESUBSCRIBE);
			logs
				.of(entry.subscriber.account.id)
				.warn('A trigger gets no events yet, which is tried again', { error: kindOf(error), inMs });
			next(id, inMs, tries + 1);
		}
	}

	function next(id: number, inMs: number, tries?: number): void {
		const entry = entries.get(id);
		if (entry) entry.timer = clock.after(inMs, () => void turn(id, tries));
	}

	async function deliver(frame: Frame<Deliver>): Promise<void> {
		const { header, bytes } = frame;
		const { from, deliveryId, subscriptionId, after } = header;
		const key = `${from}/${deliveryId}`;
		const before = `${from}/${after}`;
		if (after !== undefined && !deliveries.has(before)) return void early.set(before, frame);
		if (deliveries.has(key)) {
			const ok = deliveries.get(key);
			return send(
				from,
				ok === undefined ? { type: 'running', deliveryId } : { type: 'taken', deliveryId, ok },
			);
		}
		deliveries.set(key, undefined);
		send(from, { type: 'running', deliveryId });
		// Where it has no batch, this process knew it once and has forgotten: it is not taken, and comes as a whole.
		const subscriber = bytes.length > 0 ? entries.get(subscriptionId)?.subscriber : undefined;
		const handed = hand(subscriber, bytes.toString(), logs.of(subscriber?.account.id));
		const next = early.get(key);
		early.delete(key);
		if (next) void deliver(next);
		const ok = await handed;
		send(from, { type: 'taken', deliveryId, ok });
		deliveries.set(key, ok);
		finished.push(key);
		if (finished.length > MAX_FINISHED) deliveries.delete(finished.shift() as string);
	}

	return {
		async begin(subscriber) {
			const id = register(subscriber);
			try {
				await ask(id);
			} catch (error) {
				remove(id);
				throw error;
			}
			next(id, SIGN_OF_LIFE_MS);
		},
		goOn: (subscriber) => void turn(register(subscriber)),
		learn: (account) => learn(subscribers(), account),
		receive({ header, bytes }) {
			if (header.type === 'deliver') void deliver({ header, bytes });
			else entries.get(header.subscriptionId)?.subscriber.onDropped(header.event);
		},
		askAgain(accountId) {
			for (const [id, { subscriber, timer }] of entries) {
				if (!timer || (accountId !== undefined && subscriber.account.id !== accountId)) continue;
				timer.cancel();
				void turn(id);
			}
		},
		handOver() {
			const left = subscribers();
			for (const id of [...entries.keys()]) remove(id);
			return left;
		},
	};
}
