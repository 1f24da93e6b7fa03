/** One at a time for each key, in the order of the calls. */
export interface Locks {
	run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createLocks(): Locks {
	const last = new Map<string, Promise<unknown>>();
	return {
		run(key, work) {
			const before = last.get(key) ?? Promise.resolve();
			const result = before.then(work, work);
			// Whoever called is told of errors.
			const settled = result.catch(() => undefined);
			last.set(key, settled);
			void settled.then(() => {
				if (last.get(key) === settled) last.delete(key);
			});
			return result;
		},
	};
}
