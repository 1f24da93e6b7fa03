import type { CareLimit } from '../../gateway/contract';
import type { AccountStore } from '../../store/account-store';

/** Limits that hold messages, and were told of. */
const TOLD = 'reachedLimits';

/** Tells once that a limit holds messages, and not again until none waits for it any more; also after a restart. */
export interface LimitNews {
	/** A message waits for this limit. */
	note(limit: CareLimit): void;
	/** All that may leave has left: whatever limit was not noted since the last time holds nothing. */
	settle(): void;
}

/** `tell`: in the transaction in which it is remembered. */
export function createLimitNews(
	store: Pick<AccountStore, 'db' | 'settings'>,
	tell: (limits: readonly CareLimit[]) => void,
): LimitNews {
	let told: readonly CareLimit[] | undefined;
	const noted = new Set<CareLimit>();
	store.db.onRollback(() => (told = undefined));

	return {
		note: (limit) => void noted.add(limit),
		settle() {
			told ??= store.settings.get<CareLimit[]>(TOLD) ?? [];
			const before = told;
			const holding = [...noted];
			noted.clear();
			const news = holding.filter((limit) => !before.includes(limit));
			if (news.length === 0 && holding.length === before.length) return;
			store.db.transaction(() => {
				store.settings.set(TOLD, holding);
				tell(news);
			});
			told = holding;
		},
	};
}
