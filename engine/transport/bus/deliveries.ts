import type { Clock, Timer } from '../../clock';
import type { AccountRef, EventBatch, Gateway } from '../../gateway/contract';
import type { Address, Ask, Delivery, DeliveryAnswer } from './protocol';

/**
 * The owner's side of subscriptions. A batch is said again until the subscriber's process says what became of it; a
 * subscription that gives no sign of life any more is closed, and what it had is handed over anew to whoever comes.
 */

export interface Deliveries {
	/** Begins a subscription, or hears that it goes on. Rejects with an EngineError. */
	subscribe(from: Address, account: AccountRef, wish: Wish): Promise<void>;
	unsubscribe(from: Address, subscriptionId: number): Promise<void>;
	receive(answer: DeliveryAnswer): void;
	/** The account has another owner. */
	moved(accountId: string): void;
	/** All of that process is over. */
	gone(from: Address): void;
	close(): void;
}

export interface DeliveriesOptions {
	address: Address;
	clock: Clock;
	send(to: Address, delivery: Delivery, bytes?: Uint8Array): void;
	subscribe: Gateway['subscribe'];
}

type Wish = Extract<Ask, { type: 'subscribe' }>;

const SAY_AGAIN_MS = 5_000;
/** A sign of life comes every five seconds. */
const SILENT_MS = 15_000;

interface Entry {
	from: Address;
	account: AccountRef;
	wish: Wish;
	/** By `elapsed`. */
	heardAt: number;
	handle: Promise<{ close(): Promise<void> }>;
	/** Those that have no answer. */
	deliveries: Set<number>;
}

interface Pending {
	/** The batch, until the subscriber has it. */
	bytes?: Buffer;
	timer?: Timer;
	settle(ok: boolean): void;
}

export function createDeliveries({
	address,
	clock,
	send,
	subscribe,
}: DeliveriesOptions): Deliveries {
	const entries = new Map<string, Entry>();
	const pending = new Map<number, Pending>();
	let nextDelivery = 0;
	let looking: Timer | undefined;

	const keyOf = (from: Address, subscriptionId: number) => `${from}/${subscriptionId}`;

	function deliver(entry: Entry, batch: EventBatch): Promise<void> {
		// What cannot be made into text throws, and is not taken.
		const bytes = Buffer.from(JSON.stringify(batch));
		const deliveryId = nextDelivery++;
		return new Promise((resolve, reject) => {
			const delivery: Pending = {
				bytes,
				settle(ok) {
					delivery.timer?.cancel();
					pending.delete(deliveryId);
					entry.deliveries.delete(deliveryId);
					if (ok) resolve();
					else reject(new Error('Not taken'));
				},
			};
			pending.set(deliveryId, delivery);
			entry.deliveries.add(deliveryId);
			say(entry, deliveryId, delivery);
		});
	}

	function say(entry: Entry, deliveryId: number, delivery: Pending): void {
		const { from, wish } = entry;
		const { subscriptionId } = wish;
		send(from, { type: 'deliver', from: address, deliveryId, subscriptionId }, delivery.bytes);
		delivery.timer = clock.after(SAY_AGAIN_MS, () => say(entry, deliveryId, delivery));
	}

	/** n8n may still work on what it has: whether it was taken is not waited for. */
	async function drop(entry: Entry): Promise<void> {
		entries.delete(keyOf(entry.from, entry.wish.subscriptionId));
		try {
			await (await entry.handle).close();
		} finally {
			for (const deliveryId of [...entry.deliveries]) pending.get(deliveryId)?.settle(false);
		}
	}

	function dropAll(isIt: (entry: Entry) => boolean): void {
		for (const entry of [...entries.values()]) {
			// One that could not begin was told so, and a store that fails now hands over again when it is opened next.
			if (isIt(entry)) drop(entry).catch(() => undefined);
		}
	}

	/** Closes those that have been silent. */
	function look(): void {
		dropAll(({ heardAt }) => clock.elapsed() - heardAt >= SILENT_MS);
		looking = entries.size > 0 ? clock.after(SAY_AGAIN_MS, look) : undefined;
	}

	/** Another process took over the trigger, and this one has not noticed. */
	function isOutdated({ id }: AccountRef, { subscription: { durableId }, since }: Wish): boolean {
		return [...entries.values()].some(
			({ account, wish }) =>
				account.id === id &&
				durableId !== undefined &&
				wish.subscription.durableId === durableId &&
				wish.since > since,
		);
	}

	return {
		async subscribe(from, account, wish) {
			const key = keyOf(from, wish.subscriptionId);
			const known = entries.get(key);
			if (known) {
				known.heardAt = clock.elapsed();
				await known.handle;
				return;
			}
			if (isOutdated(account, wish)) return;
			const entry: Entry = {
				...{ from, account, wish, heardAt: clock.elapsed(), deliveries: new Set() },
				handle: subscribe(
					account,
					wish.subscription,
					async (batch) => await deliver(entry, batch),
					(event) => send(from, { type: 'dropped', subscriptionId: wish.subscriptionId, event }),
				),
			};
			entries.set(key, entry);
			looking ??= clock.after(SAY_AGAIN_MS, look);
			try {
				await entry.handle;
			} catch (error) {
				if (entries.get(key) === entry) entries.delete(key);
				throw error;
			}
		},
		async unsubscribe(from, subscriptionId) {
			const entry = entries.get(keyOf(from, subscriptionId));
			if (entry) await drop(entry);
		},
		receive(answer) {
			const delivery = pending.get(answer.deliveryId);
			if (!delivery) return;
			if (answer.type === 'running') delete delivery.bytes;
			else delivery.settle(answer.ok);
		},
		moved: (accountId) => dropAll(({ account }) => account.id === accountId),
		gone: (from) => dropAll((entry) => entry.from === from),
		close() {
			looking?.cancel();
			dropAll(() => true);
			for (const { timer } of pending.values()) timer?.cancel();
		},
	};
}
