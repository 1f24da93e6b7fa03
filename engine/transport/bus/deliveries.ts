import type { Clock, Timer } from '../../clock';
import {
	ListenerGone,
	type AccountRef,
	type EventBatch,
	type Gateway,
} from '../../gateway/contract';
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
	/** The bus is connected again: some of what was said is lost. */
	reconnected(): void;
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
const NOT_TAKEN = 'Not taken';
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
	/** The bus was cut off, and nothing was heard of the subscriber since: what is said may be lost, and later ones come first. */
	isCutOff?: boolean;
	/** Why nothing more is taken. */
	ended?: Error;
}

interface Pending {
	/** The batch, until the subscriber has it. */
	bytes?: Buffer;
	timer?: Timer;
	/** Taken, where there is no reason why not. */
	settle(reason?: Error): void;
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
		// It was on its way here when the subscription ended.
		if (entry.ended) return Promise.reject(entry.ended);
		// What cannot be made into text throws, and is not taken.
		const bytes = Buffer.from(JSON.stringify(batch));
		const deliveryId = nextDelivery++;
		return new Promise((resolve, reject) => {
			const delivery: Pending = {
				bytes,
				settle(reason) {
					delivery.timer?.cancel();
					pending.delete(deliveryId);
					entry.deliveries.delete(deliveryId);
					if (reason) reject(reason);
					else resolve();
				},
			};
			pending.set(deliveryId, delivery);
			entry.deliveries.add(deliveryId);
			if (entry.isCutOff) wait(entry, deliveryId, delivery);
			else say(entry, deliveryId, delivery);
		});
	}

	function say(entry: Entry, deliveryId: number, delivery: Pending): void {
		const { from, wish } = entry;
		const { subscriptionId } = wish;
		const after = unheardBefore(entry, deliveryId);
		const header = { type: 'deliver' as const, from: address, deliveryId, subscriptionId };
		send(from, { ...header, ...(after !== undefined && { after }) }, delivery.bytes);
		wait(entry, deliveryId, delivery);
	}

	/** The last one before it that the subscriber is not known to have. */
	function unheardBefore({ deliveries }: Entry, deliveryId: number): number | undefined {
		const isUnheard = (id: number) => id < deliveryId && pending.get(id)?.bytes !== undefined;
		return [...deliveries].findLast(isUnheard);
	}

	function wait(entry: Entry, deliveryId: number, delivery: Pending): void {
		delivery.timer?.cancel();
		delivery.timer = clock.after(SAY_AGAIN_MS, () => say(entry, deliveryId, delivery));
	}

	/** It is heard of: what has no answer comes before what is newer. */
	function sayAll(entry: Entry): void {
		entry.isCutOff = false;
		for (const deliveryId of entry.deliveries) {
			const delivery = pending.get(deliveryId);
			if (delivery) say(entry, deliveryId, delivery);
		}
	}

	/** n8n may still work on what it has: whether it was taken is not waited for. */
	async function drop(entry: Entry, reason: Error): Promise<void> {
		entries.delete(keyOf(entry.from, entry.wish.subscriptionId));
		entry.ended = reason;
		try {
			await (await entry.handle).close();
		} finally {
			for (const deliveryId of [...entry.deliveries]) pending.get(deliveryId)?.settle(reason);
		}
	}

	function dropAll(isIt: (entry: Entry) => boolean): Promise<unknown> {
		const dropped = [...entries.values()].filter(isIt);
		// One that could not begin was told so, and a store that fails now hands over again when it is opened next.
		return Promise.allSettled(dropped.map((entry) => drop(entry, new ListenerGone(NOT_TAKEN))));
	}

	/** Another process has the trigger now: what the one before has not answered goes to it, before what is newer. */
	async function dropOlder(
		from: Address,
		{ id }: AccountRef,
		{ subscription }: Wish,
	): Promise<void> {
		const { durableId } = subscription;
		if (durableId === undefined) return;
		await dropAll(
			(entry) =>
				entry.account.id === id &&
				entry.wish.subscription.durableId === durableId &&
				entry.from !== from,
		);
		// By the next turn whoever keeps the events knows it.
		await clock.sleep(0);
	}

	/** Closes those that have been silent. */
	function look(): void {
		void dropAll(({ heardAt }) => clock.elapsed() - heardAt >= SILENT_MS);
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
				if (known.isCutOff) sayAll(known);
				await known.handle;
				return;
			}
			if (isOutdated(account, wish)) return;
			const entry: Entry = {
				...{ from, account, wish, heardAt: clock.elapsed(), deliveries: new Set() },
				handle: dropOlder(from, account, wish).then(() =>
					subscribe(
						account,
						wish.subscription,
						async (batch) => await deliver(entry, batch),
						(event) => send(from, { type: 'dropped', subscriptionId: wish.subscriptionId, event }),
					),
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
			if (entry) await drop(entry, new Error(NOT_TAKEN));
		},
		receive(answer) {
			const delivery = pending.get(answer.deliveryId);
			if (!delivery) return;
			if (answer.type === 'running') delete delivery.bytes;
			else delivery.settle(answer.ok ? undefined : new Error(NOT_TAKEN));
		},
		reconnected() {
			for (const entry of entries.values()) entry.isCutOff = true;
		},
		moved: (accountId) => void dropAll(({ account }) => account.id === accountId),
		gone: (from) => void dropAll((entry) => entry.from === from),
		close() {
			looking?.cancel();
			void dropAll(() => true);
			for (const { timer } of pending.values()) timer?.cancel();
		},
	};
}
