import type { Account } from '../../account/account';
import type { CampaignStatistics, Commands } from '../../gateway/contract';
import { nameOrAll } from './campaign';

export async function statistics(
	{ ledger, pauses }: Account,
	{ campaign }: Commands['queue.statistics']['input'],
): Promise<CampaignStatistics[]> {
	const counted = await ledger.statistics(nameOrAll(campaign));
	return counted.map(({ campaign: name, ...counts }) => ({
		...{ campaign: name, paused: pauses.isPaused(name ?? undefined) },
		...counts,
	}));
}
