import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { STATUS } from '../../content/jid';
import { EngineError, type Commands, type StatusViewer } from '../../gateway/contract';
import { hasReached } from '../../outbox/status';

/** By their receipts: who has switched these off is not told of. */
export function viewers(
	account: Account,
	{ messageId, limit }: Commands['status.viewers']['input'],
): StatusViewer[] {
	const { ledger, groupReceipts } = account;
	const record = ledger.get(messageId);
	if (record?.chat !== STATUS) throw notPosted(messageId);
	return groupReceipts
		.participants(messageId)
		.filter(({ status }) => hasReached(status, 'READ'))
		.slice(0, limit)
		.map(({ address, at }) => ({
			...personOf(account, { jid: address, alt: undefined }),
			viewedAt: at,
		}));
}

function notPosted(messageId: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`This number has posted no status ${messageId} from here, or more than 30 days ago.`,
		'Use the message ID that Post Text, Post Image, Post Video or Post Voice put out. Who has seen what was posted on the phone is shown there.',
	);
}
