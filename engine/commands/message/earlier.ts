import type { Account } from '../../account/account';
import { EngineError, type MessageOrigin, type MessageRecord } from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';
import { isFailure } from '../../outbox/status';

/**
 * What was sent before from the same origin, so that it is not sent again. A Custom ID is free again where its message
 * never left. Error: INVALID_SETTING where it failed after it was handed to WhatsApp: it may have arrived all the same.
 */
export function earlier(
	{ ledger, idSecret }: Pick<Account, 'ledger' | 'idSecret'>,
	origin: MessageOrigin,
): MessageRecord | undefined {
	const messageId = messageIdOf(origin, idSecret);
	const record = ledger.get(messageId);
	if (!record || !('key' in origin)) return record;
	if (!isFailure(record.status)) return { ...record, duplicate: true };
	if (ledger.neverLeft(messageId)) return undefined;
	throw spent(origin.key, record);
}

function spent(key: string, { messageId, status, error }: MessageRecord): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`Custom ID "${key.slice(0, 60)}" was used before, for message ${messageId}, which is ${status}${error ? `: ${error.message}` : '.'}`,
		'It cannot be ruled out that it arrived, so nothing is sent again under this Custom ID for 30 days. To send it once more, use another one.',
	);
}
