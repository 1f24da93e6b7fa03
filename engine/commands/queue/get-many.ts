import type { Account } from '../../account/account';
import type { Commands, QueuedMessage } from '../../gateway/contract';
import { nameOrAll } from './campaign';

/** The messages that wait, the next one to leave first. */
export function getMany(
	{ ledger }: Account,
	{ limit, campaign }: Commands['queue.getMany']['input'],
): QueuedMessage[] {
	return ledger.list(limit, nameOrAll(campaign));
}
