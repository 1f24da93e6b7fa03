/** How long the `waitFor…` methods of the simulator wait by default. */
export const DEFAULT_TIMEOUT_MS = 120_000;

interface Waiter<T> {
	readonly matches: (item: T) => boolean;
	readonly resolve: (item: T) => void;
	readonly reject: (error: Error) => void;
	readonly timer: NodeJS.Timeout;
}

/** Lets tests wait for something to be published instead of sleeping. */
export class Waiters<T> {
	readonly #waiting = new Set<Waiter<T>>();

	/** The next published item that matches. */
	wait(matches: (item: T) => boolean, timeoutMs: number, what: string): Promise<T> {
		// Made here: its stack says who waits.
		const late = new Error(`No ${what} within ${timeoutMs} ms`);
		const waiting = new Promise<T>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#waiting.delete(waiter);
				reject(late);
			}, timeoutMs);
			const waiter: Waiter<T> = { matches, resolve, reject, timer };
			this.#waiting.add(waiter);
		});
		// A test that failed elsewhere looks at it no more; that must not end the process.
		waiting.catch(() => undefined);
		return waiting;
	}

	/** Hands an item to those who wait for it. */
	publish(item: T): void {
		for (const waiter of this.#waiting) {
			if (!waiter.matches(item)) continue;
			this.#settle(waiter);
			waiter.resolve(item);
		}
	}

	/** Fails everyone who still waits. */
	close(): void {
		for (const waiter of this.#waiting) {
			this.#settle(waiter);
			waiter.reject(new Error('The simulator was closed'));
		}
	}

	#settle(waiter: Waiter<T>): void {
		clearTimeout(waiter.timer);
		this.#waiting.delete(waiter);
	}
}

/** Remembers what happened, so that it does not matter whether a test looks before or after. */
export class Timeline<T> {
	readonly #past: T[] = [];
	readonly #waiters = new Waiters<T>();

	/** @param capacity how much is remembered */
	constructor(
		private readonly what: string,
		private readonly capacity = Infinity,
	) {}

	/** What is remembered, oldest first. */
	get all(): readonly T[] {
		return this.#past;
	}

	add(item: T): void {
		this.#past.push(item);
		if (this.#past.length > this.capacity) this.#past.shift();
		this.#waiters.publish(item);
	}

	/** The first that matches: a remembered one, or the next to come. */
	async waitFor(matches: (item: T) => boolean, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<T> {
		return this.#past.find(matches) ?? (await this.next(matches, timeoutMs));
	}

	/** The next to come that matches. */
	next(matches: (item: T) => boolean = () => true, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<T> {
		return this.#waiters.wait(matches, timeoutMs, this.what);
	}

	clear(): void {
		this.#past.length = 0;
	}

	close(): void {
		this.#waiters.close();
	}
}
