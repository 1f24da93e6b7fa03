import { setTimeout as pause } from 'node:timers/promises';
import { cpuTime, now } from './now';
import type { Received, Sent } from './variant';

const LOOK_EVERY_MS = 20;
/** What has not come by then does not come. */
const QUIET_MS = 15_000;
/** How long after the last message one looks whether another copy comes. */
const DOUBLES_WITHIN_MS = 1_000;

/** Counts what comes in. */
export class Inbox {
	readonly #messageIds: string[] = [];
	#lastAt = now();

	constructor(private readonly expected: number) {}

	add(messageIds: readonly string[]): void {
		if (!this.#isComplete()) this.#lastAt = now();
		this.#messageIds.push(...messageIds);
	}

	/** Resolves when all has come, or nothing comes any more. */
	async received(): Promise<Received> {
		while (!this.#isComplete() && now() - this.#lastAt < QUIET_MS) await pause(LOOK_EVERY_MS);
		await pause(DOUBLES_WITHIN_MS);
		return { messageIds: this.#messageIds, lastAt: this.#lastAt };
	}

	#isComplete(): boolean {
		return this.#messageIds.length >= this.expected;
	}
}

/** Counts what comes in from now on, and what that takes. */
export class Ear {
	readonly #startedAt = now();
	readonly #cpuAtStart = cpuTime();
	#count = 0;
	#lastAt = this.#startedAt;

	add(messageIds: readonly string[]): void {
		this.#count += messageIds.length;
		this.#lastAt = now();
	}

	async heard(count: number): Promise<Pick<Sent, 'elapsedMs' | 'cpuMs'>> {
		while (this.#count < count && now() - this.#lastAt < QUIET_MS) await pause(LOOK_EVERY_MS);
		if (this.#count < count) throw new Error(`${this.#count} of ${count} messages came`);
		return { elapsedMs: this.#lastAt - this.#startedAt, cpuMs: cpuTime() - this.#cpuAtStart };
	}
}

export function earOf(ears: ReadonlyMap<string, Ear>, number: string): Ear {
	const ear = ears.get(number);
	if (!ear) throw new Error(`Nobody listens to ${number}`);
	return ear;
}
