import type { Account } from '../../account/account';
import type { Commands, MessageRecord } from '../../gateway/contract';
import { readSendAt } from '../../outbox/send-at';

/** Errors: UNKNOWN_MESSAGE when the message does not wait (any more), INVALID_SETTING. */
export function editTime(
	{ ledger, timetable, now }: Account,
	{ messageId, sendAt }: Commands['queue.editTime']['input'],
): MessageRecord {
	// Where it was due before, what it may wait for counts from now.
	const record = ledger.reschedule(messageId, Math.max(readSendAt(sendAt, now()), now()));
	timetable.look();
	return record;
}
