import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { nameOrAll } from './campaign';

/** Error: UNKNOWN_MESSAGE when the message does not wait (any more). */
export function deleteOne(account: Account, { messageId }: { messageId: string }): MessageRecord {
	const record = account.ledger.cancel(messageId);
	account.media.sweep();
	account.changes.notify([messageId]);
	return record;
}

export function clear(
	account: Account,
	{ campaign }: Commands['queue.clear']['input'],
): { deleted: number } {
	const deleted = account.ledger.cancelAll(nameOrAll(campaign));
	account.media.sweep();
	account.changes.notify();
	return { deleted };
}
