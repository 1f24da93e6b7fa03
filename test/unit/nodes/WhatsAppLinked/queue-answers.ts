import type { CampaignStatistics, QueuePause } from '../../../../engine/gateway/contract';

const AT = '2026-01-01T00:00:00.000Z';
const pause: QueuePause = { paused: false, campaign: null, since: null, waiting: 0 };
const counts: CampaignStatistics = {
	...{ campaign: null, paused: false, queued: 0, sending: 0, sent: 0, received: 0, read: 0 },
	...{ played: 0, failed: 0, expired: 0, optedOut: 0, cancelled: 0, total: 0 },
	...{ firstQueuedAt: null, lastSentAt: null },
};

/** What the engine answers to commands of campaigns: with as little as there can be, or with all. */
export function queueAnswers(isMost: boolean) {
	const campaign = 'Spring sale';
	const state = isMost ? { ...pause, paused: true, campaign, since: AT } : pause;
	return {
		'queue.pause': () => state,
		'queue.resume': () => state,
		'queue.statistics': () => [
			isMost ? { ...counts, campaign, firstQueuedAt: AT, lastSentAt: AT } : counts,
		],
	};
}
