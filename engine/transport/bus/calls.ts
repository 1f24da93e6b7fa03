import type { Clock, Timer } from '../../clock';
import { EngineError, type AccountRef } from '../../gateway/contract';
import { STOPPED } from '../endings';
import type { Bus } from './bus';
import type { Frame } from './frames';
import { accountChannel, ALL, type Address, type Answer, type Ask, type Call } from './protocol';

/**
 * The side that asks. What it asks may be lost, and so may the answer: it asks again until it has one. An owner that has
 * accepted is asked at a distance; one that says nothing may have ended, and others are told that somebody wants its account.
 */

export interface Calls {
	/** Rejects with an EngineError. */
	ask(account: AccountRef, ask: Ask, options?: AskOptions): Promise<unknown>;
	receive(frame: Frame<Answer>): void;
	/** At once: somebody new owns the account, or the bus is connected again. */
	askAgain(accountId?: string): void;
	close(): void;
}

export interface AskOptions {
	/**
	 * It is asked of one owner alone, as two might do it twice. This is told where that one does not answer any more: nobody
	 * knows then what it did.
	 */
	lost?: EngineError;
	/** How long nobody may answer. */
	patienceMs?: number;
	/** Another way, for when nobody answers; undefined where that has no answer either. */
	otherwise?(): Promise<unknown>;
}

const MISSED_MS = 500;
const ACCEPTED_MS = 5_000;
/** How often nobody has to answer before others are told, and before the other way is gone. */
const CLAIM_AFTER = 2;
const CLAIM_AGAIN_AFTER = 4;
const OTHERWISE_AFTER = 3;
/** A takeover takes some ten seconds. */
const PATIENCE_MS = 60_000;

interface Pending extends AskOptions {
	call: Call;
	patienceMs: number;
	/** How often it was asked since somebody has answered. */
	misses: number;
	/** By `elapsed`. */
	heardAt: number;
	timer?: Timer;
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

export interface CallsOptions {
	bus: Bus;
	address: Address;
	clock: Clock;
}

export function createCalls({ bus, address, clock }: CallsOptions): Calls {
	const pending = new Map<number, Pending>();
	let nextId = 0;
	let closed = false;

	function send(
		account: AccountRef,
		ask: Ask,
		{ patienceMs = PATIENCE_MS, ...options }: AskOptions & { to?: Address },
	): Promise<unknown> {
		if (closed) return Promise.reject(STOPPED);
		return new Promise((resolve, reject) => {
			const id = nextId++;
			const { to, ...rest } = options;
			const call: Call = { type: 'call', from: address, id, ...(to && { to }), account, ask };
			const heardAt = clock.elapsed();
			const entry: Pending = { ...rest, call, patienceMs, misses: 0, heardAt, resolve, reject };
			pending.set(id, entry);
			say(entry);
		});
	}

	function say(entry: Pending): void {
		bus.publish(accountChannel(entry.call.account.id), entry.call);
		wait(entry, MISSED_MS, () => missed(entry));
	}

	function wait(entry: Pending, ms: number, task: () => void): void {
		entry.timer?.cancel();
		entry.timer = clock.after(ms, task);
	}

	function missed(entry: Pending): void {
		if (clock.elapsed() - entry.heardAt >= entry.patienceMs) {
			return finish(entry, () => entry.reject(entry.lost ?? NOBODY));
		}
		// Without a connection it says nothing of the owner.
		if (bus.isConnected()) {
			entry.misses++;
			const accountId = entry.call.account.id;
			if (entry.misses % CLAIM_AGAIN_AFTER === CLAIM_AFTER) {
				bus.publish(ALL, { type: 'claim', accountId });
			}
			if (entry.misses === OTHERWISE_AFTER) goAnotherWay(entry);
		}
		say(entry);
	}

	/** Meanwhile it is asked on: whichever answers first. */
	function goAnotherWay(entry: Pending): void {
		entry.otherwise?.().then(
			(value) => value !== undefined && finish(entry, () => entry.resolve(value)),
			(error: unknown) => finish(entry, () => entry.reject(error)),
		);
	}

	function finish({ call, timer }: Pending, settle: () => void): void {
		timer?.cancel();
		if (pending.delete(call.id)) settle();
	}

	function receive({ header, bytes }: Frame<Answer>): void {
		const entry = pending.get(header.id);
		if (!entry) return;
		switch (header.type) {
			case 'accepted':
				entry.misses = 0;
				entry.heardAt = clock.elapsed();
				return wait(entry, ACCEPTED_MS, () => say(entry));
			case 'result':
				return finish(entry, () =>
					entry.resolve(bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined),
				);
			case 'failure':
				return finish(entry, () => entry.reject(EngineError.from(header.error)));
			case 'moved':
				if (entry.call.to) {
					return finish(entry, () => entry.reject(header.mayBeDone ? entry.lost : NOT_DONE));
				}
				entry.misses = 0;
				return wait(entry, MISSED_MS, () => missed(entry));
		}
	}

	return {
		async ask(account, ask, options = {}) {
			if (!options.lost) return await send(account, ask, options);
			const { lost, ...others } = options;
			for (;;) {
				const to = (await send(account, { type: 'owner' }, others)) as Address;
				try {
					return await send(account, ask, { ...others, lost, to });
				} catch (error) {
					if (error !== NOT_DONE) throw error;
					await clock.sleep(MISSED_MS);
				}
			}
		},
		receive,
		askAgain(accountId) {
			for (const entry of pending.values()) {
				if (accountId === undefined || entry.call.account.id === accountId) say(entry);
			}
		},
		close() {
			closed = true;
			for (const entry of pending.values()) {
				finish(entry, () => entry.reject(entry.lost ?? STOPPED));
			}
		},
	};
}

/** The owner that it was asked of has not begun: the next one may. */
const NOT_DONE = new Error('Not done');

const NOBODY = new EngineError(
	'ENGINE_STOPPED',
	'No process of n8n has taken over this WhatsApp number yet.',
	'Check that n8n itself or a worker runs with this package, and reaches its Postgres and its Redis. Then run the node again.',
	true,
);
