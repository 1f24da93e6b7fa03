import { toIso } from '../content/iso-time';
import type { QueuePause } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { createCampaigns, type Campaign } from './campaigns';
import type { Hold } from './holds';
import type { Ledger } from './ledger';

const PAUSED_SINCE = 'queuePausedSince';

export interface QueuePausesOptions {
	store: AccountStore;
	ledger: Pick<Ledger, 'countWaiting'>;
	now(): number;
	/** Messages that were held may leave. */
	onResumed(): void;
}

/**
 * What somebody has paused: the whole queue (no campaign), or campaigns. Of paused campaigns the ledger hands out no messages,
 * however many there are.
 */
export interface QueuePauses {
	/** While the whole queue is paused nothing leaves. */
	hold: Hold;
	/** Since when the whole queue is paused (ms). */
	since(): number | undefined;
	of(campaign?: string): QueuePause;
	/** Whether its messages wait: for itself, or with the whole queue. */
	isPaused(campaign?: string): boolean;
	/** One that has not begun begins paused. Nothing changes for what is paused already. */
	pause(campaign?: string): QueuePause;
	resume(campaign?: string): QueuePause;
}

export function createQueuePauses(options: QueuePausesOptions): QueuePauses {
	const { store, ledger, now, onResumed } = options;
	const { db, settings } = store;
	const campaigns = createCampaigns(store);

	const since = () => settings.get<number | null>(PAUSED_SINCE) ?? undefined;

	const find = (name?: string) => (name === undefined ? undefined : campaigns.find(name));

	/** Since when its messages wait (ms): for the whole queue, for the campaign. */
	const starts = (campaign?: Campaign) =>
		[since(), campaign?.pausedSince ?? undefined].filter((at) => at !== undefined);

	function of(name?: string): QueuePause {
		const campaign = find(name);
		const reasons = starts(campaign);
		return {
			paused: reasons.length > 0,
			campaign: campaign?.name ?? name ?? null,
			since: reasons.length > 0 ? toIso(Math.min(...reasons)) : null,
			waiting: ledger.countWaiting(name),
		};
	}

	return {
		hold: () => (since() === undefined ? undefined : false),
		since,
		of,
		isPaused: (name) => starts(find(name)).length > 0,
		pause(name) {
			db.transaction(() => {
				if (name === undefined) return settings.set(PAUSED_SINCE, since() ?? now());
				const { id, pausedSince } = campaigns.findOrAdd(name);
				campaigns.setPaused(id, pausedSince ?? now());
			});
			return of(name);
		},
		resume(name) {
			const campaign = find(name);
			if (name === undefined) settings.set(PAUSED_SINCE, null);
			else if (campaign) campaigns.setPaused(campaign.id, null);
			onResumed();
			return of(name);
		},
	};
}
