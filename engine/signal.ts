import type { Clock } from './clock';

/** Lets callers wait for something to become true, without asking again and again. */
export interface Signal {
	/** Something changed: everybody who waits looks again. */
	notify(): void;
	/** What `look` returns as soon as it is not undefined; undefined when `timeoutMs` have passed. Rejects when `look` throws. */
	until<T>(look: () => T | undefined, timeoutMs: number): Promise<T | undefined>;
}

export function createSignal(clock: Clock): Signal {
	const waiting = new Set<() => void>();
	return {
		notify() {
			for (const look of [...waiting]) look();
		},
		until: <T>(look: () => T | undefined, timeoutMs: number) =>
			new Promise<T | undefined>((resolve, reject) => {
				const finish = (settle: () => void) => {
					timer.cancel();
					waiting.delete(attempt);
					settle();
				};
				const attempt = () => {
					try {
						const found = look();
						if (found !== undefined) finish(() => resolve(found));
					} catch (error) {
						finish(() => reject(error));
					}
				};
				const timer = clock.after(timeoutMs, () => finish(() => resolve(undefined)));
				waiting.add(attempt);
				attempt();
			}),
	};
}
