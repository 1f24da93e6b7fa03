import type { Account } from '../../account/account';
import { EngineError, type Commands, type MessageRecord } from '../../gateway/contract';
import { hasReached } from '../../outbox/status';

/** Errors: TIMEOUT, UNKNOWN_MESSAGE, or the message's own error when it failed. */
export async function wait(
	{ ledger, changes }: Account,
	{ messageId, status, timeoutMs }: Commands['message.wait']['input'],
): Promise<MessageRecord> {
	const record = await changes.until(
		() => {
			const current = ledger.get(messageId);
			if (!current) throw unknown(messageId);
			if (current.error) throw EngineError.from(current.error);
			if (current.status === 'CANCELLED') throw cancelled(messageId);
			return hasReached(current.status, status) ? current : undefined;
		},
		timeoutMs,
		messageId,
	);
	if (record) return record;
	const reached = ledger.get(messageId)?.status ?? 'QUEUED';
	throw new EngineError(
		'TIMEOUT',
		`Message ${messageId} did not reach ${status} within ${timeoutMs / 1000} seconds. It is ${reached}.`,
		'It was not cancelled: the WhatsApp Linked Trigger reports when it gets there. Wait longer, or for an earlier status.',
		true,
	);
}

function unknown(messageId: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`There is no message ${messageId}.`,
		'Check the message ID.',
	);
}

function cancelled(messageId: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} was taken out of the queue before it was sent.`,
		'Send it again if it is still wanted.',
	);
}
