import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { requireDisappearingTime } from '../group/disappearing';
import { callOf, online } from '../online';

const GAP_MS = 500;

export async function setDefaultDisappearing(
	account: Account,
	{ seconds }: Commands['privacy.setDefaultDisappearing']['input'],
): Promise<{ seconds: number }> {
	requireDisappearingTime(seconds);
	const call = callOf('privacy.setDefaultDisappearing', { gapMs: GAP_MS });
	await online(account, call, ({ privacy }) => privacy.setDefaultDisappearing(seconds));
	return { seconds };
}
