import type {
	AccountRef,
	DroppedListener,
	EventBatch,
	EventListener,
	Subscription,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';

/** Those who listen in this process, whichever way events come to it. */

/** Somebody who listens; outlives the thread, and the gateway when a newer one takes over. */
export interface Subscriber {
	account: AccountRef;
	subscription: Subscription;
	listener: EventListener;
	onDropped: DroppedListener;
	/**
	 * Batches that are with n8n, by id. A new thread does not know of them and hands them over again: that gets the answer
	 * to the first time.
	 */
	running: Map<string, Promise<void>>;
	/** Set by whichever gateway serves it. */
	detach(): Promise<void>;
}

/** Pauses before a subscription that failed is asked for again. */
export const RESUBSCRIBE = { firstMs: 1_000, longestMs: 30_000 };

export function newSubscriber(
	account: AccountRef,
	subscription: Subscription,
	listener: EventListener,
	onDropped: DroppedListener = () => undefined,
): Subscriber {
	return {
		account,
		subscription,
		listener,
		onDropped,
		running: new Map(),
		detach: async () => undefined,
	};
}

/** Whoever listens goes on with the settings that n8n has told since: with its old ones, a number would leave its proxy. */
export function learn(subscribers: Iterable<Subscriber>, account: AccountRef): void {
	for (const subscriber of subscribers) {
		if (subscriber.account.id === account.id) subscriber.account = account;
	}
}

/** The engine has had this subscription: from now on it goes on where it was. */
export function goesOn(subscriber: Subscriber): void {
	subscriber.subscription = { ...subscriber.subscription, start: 'resume' };
}

/** Hands a batch to n8n, as JSON. Whether it has been taken; one that is there, or was taken before, is not handed over again. */
export async function hand(
	subscriber: Subscriber | undefined,
	json: string,
	log: Log,
): Promise<boolean> {
	if (!subscriber) return false;
	try {
		await handTo(subscriber, JSON.parse(json) as EventBatch);
		return true;
	} catch (error) {
		log.debug('n8n could not take a batch of events', { error: kindOf(error) });
		return false;
	}
}

/** Batches that a subscriber took last, by id. Whoever handed them over may have ended before it knew. */
const taken = new WeakMap<Subscriber, Set<string>>();
const MAX_TAKEN = 1_000;

function handTo(subscriber: Subscriber, batch: EventBatch): Promise<void> {
	const { running, listener } = subscriber;
	const { batchId } = batch;
	if (taken.get(subscriber)?.has(batchId)) return Promise.resolve();
	let answer = running.get(batchId);
	if (!answer) {
		answer = listener(batch)
			.then(() => remember(subscriber, batchId))
			.finally(() => running.delete(batchId));
		running.set(batchId, answer);
	}
	return answer;
}

function remember(subscriber: Subscriber, batchId: string): void {
	const known = taken.get(subscriber) ?? new Set();
	taken.set(subscriber, known.add(batchId));
	const [oldest] = known;
	if (known.size > MAX_TAKEN && oldest !== undefined) known.delete(oldest);
}
