import type { Clock } from './clock';

/** Lets callers wait for something to become true, without asking again and again. */
export interface ChangeNotifier {
	/** Something changed: everybody who waits looks again; with `about`, of those who wait for one thing only these. */
	notify(about?: readonly string[]): void;
	/**
	 * What `look` returns as soon as it is not undefined; undefined when `timeoutMs` have passed. Rejects when `look` throws.
	 * `about` names the one thing that `look` looks at.
	 */
	until<T>(look: () => T | undefined, timeoutMs: number, about?: string): Promise<T | undefined>;
}

export function createChangeNotifier(clock: Clock): ChangeNotifier {
	/** What each looks at, where it is one thing. */
	const waiters = new Map<() => void, string | undefined>();
	return {
		notify(about) {
			for (const [look, subject] of [...waiters]) {
				if (!about || !subject || about.includes(subject)) look();
			}
		},
		until: <T>(look: () => T | undefined, timeoutMs: number, about?: string) =>
			new Promise<T | undefined>((resolve, reject) => {
				const finish = (settle: () => void) => {
					timer.cancel();
					waiters.delete(attempt);
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
				waiters.set(attempt, about);
				attempt();
			}),
	};
}
