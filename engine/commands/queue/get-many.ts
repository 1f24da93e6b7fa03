import type { Account } from '../../account/account';
import type { QueuedMessage } from '../../gateway/contract';

/** The messages that wait, the next one to leave first. */
export function getMany({ ledger }: Account, { limit }: { limit: number }): QueuedMessage[] {
	return ledger.list(limit);
}
