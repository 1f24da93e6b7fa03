import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../clock';
import { EngineError } from '../gateway/contract';
import { kindOf, type Log } from '../log';

/*
 * A process owns accounts for as long as Postgres hears of it (`store/postgres/leases.ts`), by Postgres' clock. It counts from
 * when it began to say that it lives, by its own clock, and stops earlier: when others may take its accounts it uses none of
 * them any more, however long it was stopped itself.
 */

const BEAT_EVERY_MS = 2_000;
/** A second less than Postgres holds an account for it. */
const HELD_FOR_MS = 7_000;

export interface MembershipOptions {
	clock: Clock;
	log: Log;
	/** Says that the process with this ID lives. Rejects with an EngineError. */
	beat(id: string): Promise<void>;
	/** It was not heard of for too long: others may have what it owned. */
	onEnd(): void;
	/** Postgres was away before: those that owned accounts then are to be heard of first. */
	isReturning: boolean;
}

/** One life of a process among the others: when it ends, the next one has another ID. */
export interface Membership {
	readonly id: string;
	/** What it owns is nobody else's. */
	isGood(): boolean;
	/** It may take what nobody owns: those who do had the time to say that they live. */
	mayClaim(): boolean;
	/** Resolves when it is heard of. Rejects with an EngineError, STORE_FAILED, when it cannot be now. */
	join(): Promise<void>;
	close(): void;
}

export function createMembership(options: MembershipOptions): Membership {
	const { clock, log, beat, onEnd, isReturning } = options;
	const id = randomUUID();
	let goodUntil = -Infinity;
	/** When Postgres was there again, by `elapsed`; undefined when it was never away. */
	let backSince = isReturning ? Infinity : undefined;
	let beating: Promise<void> | undefined;
	let next: Timer | undefined;
	let expiry: Timer | undefined;
	let closed = false;

	const isGood = () => !closed && clock.elapsed() < goodUntil;

	async function beatOnce(): Promise<void> {
		const at = clock.elapsed();
		try {
			await beat(id);
		} catch (error) {
			backSince = Infinity;
			log.warn('Postgres does not hear of this process', { error: kindOf(error) });
			throw error;
		}
		if (closed) return;
		// Others may have had what it owned between the last time and this one.
		if (goodUntil > 0 && !isGood()) return end();
		if (backSince === Infinity) backSince = clock.elapsed();
		goodUntil = at + HELD_FOR_MS;
		expiry?.cancel();
		expiry = clock.after(goodUntil - clock.elapsed(), end);
	}

	function renew(): Promise<void> {
		next?.cancel();
		const at = clock.elapsed();
		beating ??= beatOnce().finally(() => {
			beating = undefined;
			if (closed) return;
			next = clock.after(at + BEAT_EVERY_MS - clock.elapsed(), () => {
				// It is told, and tried again.
				renew().catch(() => undefined);
			});
		});
		return beating;
	}

	function end(): void {
		if (closed) return;
		close();
		log.warn('Postgres has not heard of this process for too long: it gives up its numbers');
		onEnd();
	}

	function close(): void {
		closed = true;
		next?.cancel();
		expiry?.cancel();
	}

	return {
		id,
		isGood,
		mayClaim: () =>
			isGood() && (backSince === undefined || clock.elapsed() - backSince > BEAT_EVERY_MS),
		async join() {
			if (closed) throw NOT_HEARD;
			if (!isGood()) await renew();
			if (!isGood()) throw NOT_HEARD;
		},
		close,
	};
}

const NOT_HEARD = new EngineError(
	'STORE_FAILED',
	"n8n's Postgres does not answer in time.",
	'Check that it runs and is not overloaded, then run the node again.',
	true,
);
