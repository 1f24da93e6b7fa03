import { setTimeout as pause } from 'node:timers/promises';
import { now } from './now';
import type { Received } from './contestant';

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
