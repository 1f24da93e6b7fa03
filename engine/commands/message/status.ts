import type { Account } from '../../account/account';
import { chatType } from '../../content/jid';
import { EngineError, type MessageDetails } from '../../gateway/contract';

/** Error: UNKNOWN_MESSAGE. */
export function status(
	{ ledger, groupReceipts, addresses }: Account,
	{ messageId }: { messageId: string },
): MessageDetails {
	const record = ledger.get(messageId);
	if (!record) throw unknown(messageId);
	if (!['group', 'status'].includes(chatType(record.chat))) {
		return { ...record, participants: [], progress: null };
	}
	return {
		...record,
		participants: groupReceipts.participants(messageId).map(({ address, ...reached }) => ({
			...addresses(address),
			...reached,
		})),
		progress: groupReceipts.progress(messageId),
	};
}

function unknown(messageId: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`This number has sent no message ${messageId}, or more than 30 days ago.`,
		'Use a message ID that one of the send operations put out.',
	);
}
