import type { AccountInfo } from '../content/events';
import {
	limitReachedEvent,
	restrictedEvent,
	restrictionLiftedEvent,
	type ReachedLimit,
} from '../content/restriction-events';
import type { EventLog } from '../events/event-log';
import type { RestrictionReason } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';

const TOLD = 'toldRestrictions';

/** What triggers were told last (ms); `until` is null where WhatsApp does not say. */
interface ToldRestriction {
	since: number;
	until: number | null;
}

type Told = Partial<Record<RestrictionReason, ToldRestriction>>;

export interface RestrictionNewsOptions {
	store: Pick<AccountStore, 'db' | 'settings'>;
	events: Pick<EventLog, 'append'>;
	info(): AccountInfo;
	now(): number;
}

/** Tells triggers what WhatsApp lets the number do, each change once: what was told is kept with what is known. */
export interface RestrictionNews {
	/** Stores what has changed, and tells of it, in one transaction. */
	tell(work: () => void): void;
	/** True where the number was not restricted before. */
	restricted(reason: RestrictionReason, until: number | null): boolean;
	/** What was not told of is not lifted. */
	lifted(reason: RestrictionReason): void;
	limitReached(limit: ReachedLimit): void;
	told(reason: RestrictionReason): ToldRestriction | undefined;
	/** Another number is linked: what is known is about the one before. */
	forget(): void;
}

export function createRestrictionNews(options: RestrictionNewsOptions): RestrictionNews {
	const { store, events, info, now } = options;
	const all = () => store.settings.get<Told>(TOLD) ?? {};

	function lifted(reason: RestrictionReason): void {
		const { [reason]: before, ...others } = all();
		if (!before) return;
		store.settings.set(TOLD, others);
		events.append([restrictionLiftedEvent(info(), reason, before.since, now())]);
	}

	return {
		tell: (work) => store.db.transaction(work),
		restricted(reason, until) {
			// One that has ended while nobody looked, and begins anew.
			const { until: end = null } = all()[reason] ?? {};
			if (end !== null && end <= now()) lifted(reason);
			const told = all();
			const before = told[reason];
			if (before?.until === until) return false;
			const since = before?.since ?? now();
			store.settings.set(TOLD, { ...told, [reason]: { since, until } } satisfies Told);
			events.append([restrictedEvent(info(), reason, until, now())]);
			return before === undefined;
		},
		lifted,
		limitReached: (limit) => events.append([limitReachedEvent(info(), limit, now())]),
		told: (reason) => all()[reason],
		forget: () => store.settings.set(TOLD, {}),
	};
}
