import { retainIdle } from '../account/retain-idle';
import type { Clock, Timer } from '../clock';
import { kindOf, type Logs } from '../log';
import type { AccountStore } from '../store/account-store';

/** Numbers that nobody uses are looked after so often, and not before triggers had the time to come back. */
export const LOOK_AFTER_EVERY_MS = 60 * 60_000;
export const LOOK_AFTER_FIRST_MS = 15 * 60_000;

export interface IdleAccountsOptions {
	clock: Clock;
	logs: Logs;
	/** Those that have files. */
	ids(): string[];
	/** Somebody uses it: it looks after itself. */
	isOpen(id: string): boolean;
	openStore(id: string): AccountStore;
}

/** What is to be forgotten is forgotten also where nobody opens the account; one after another. */
export interface IdleAccounts {
	/** Whoever wants to use an account gets its file. */
	leave(id: string): void;
	close(): void;
}

export function createIdleAccounts(options: IdleAccountsOptions): IdleAccounts {
	const { clock, logs, isOpen, openStore } = options;
	const startedAt = clock.elapsed();
	/** When each was looked after last, by `elapsed`. */
	const lookedAfter = new Map<string, number>();
	let looked: { id: string; close(): void } | undefined;
	let next: Timer = clock.after(LOOK_AFTER_FIRST_MS, () => lookAfter(options.ids()));

	function lookAfter([id, ...others]: readonly string[]): void {
		if (id === undefined) {
			next = clock.after(LOOK_AFTER_EVERY_MS, () => lookAfter(options.ids()));
			return;
		}
		const goOn = () => {
			looked = undefined;
			next = clock.after(0, () => lookAfter(others));
		};
		if (isOpen(id)) return goOn();
		try {
			const store = openStore(id);
			const since = lookedAfter.get(id) ?? startedAt;
			lookedAfter.set(id, clock.elapsed());
			const retaining = retainIdle({
				store,
				clock,
				log: logs.of(id),
				since,
				onDone: () => looked?.close(),
			});
			looked = {
				id,
				close() {
					retaining.close();
					store.close();
					goOn();
				},
			};
		} catch (error) {
			// In use by another process, damaged or sealed with another key: whoever opens it is told.
			logs.of(id).debug('Nothing can be forgotten of an account', { error: kindOf(error) });
			goOn();
		}
	}

	return {
		leave(id) {
			if (looked?.id === id) looked.close();
		},
		close() {
			looked?.close();
			next.cancel();
		},
	};
}
