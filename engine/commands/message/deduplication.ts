import type { Account } from '../../account/account';
import { parseDestination } from '../../content/jid';
import {
	EngineError,
	type MessageOrigin,
	type MessageRecord,
	type SendMessage,
} from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';
import { isFailure } from '../../outbox/status';

/** The message ID of a send, and the record of it where it was made before. */
export interface Deduplicated {
	messageId: string;
	record: MessageRecord | undefined;
}

/**
 * Finds what was sent before from the same origin, so that it is not sent again. A Custom ID is free again where its message
 * never left. Error: INVALID_SETTING where it failed after it was handed to WhatsApp: it may have arrived all the same.
 */
export function deduplicate(
	{ ledger, idSecret, ownPhone }: Pick<Account, 'ledger' | 'idSecret' | 'ownPhone'>,
	request: Omit<SendMessage, 'content'>,
): Deduplicated {
	const messageId = identify(idSecret, ownPhone(), request);
	const record = ledger.get(messageId);
	if (!record || !('key' in request.origin)) return { messageId, record };
	if (!isFailure(record.status)) return { messageId, record: { ...record, duplicate: true } };
	if (ledger.neverLeft(messageId)) return { messageId, record: undefined };
	throw spent(request.origin.key, record);
}

/** The message ID of a send, from what is known of the account without opening it. */
export function identify(
	idSecret: string,
	ownPhone: string | null,
	request: Omit<SendMessage, 'content'>,
): string {
	requireOrigin(request.origin);
	return messageIdOf(request.origin, idSecret, addressOf(request, ownPhone), request.part);
}

/**
 * Where it goes, as the user wrote it: which addresses belong to one person may be learned between two tries. A private
 * answer goes to whoever wrote the message that it answers.
 */
function addressOf(
	{ to, privately, replyTo }: Omit<SendMessage, 'content'>,
	own: string | null,
): string {
	const chat = parseDestination(to, own);
	return privately ? `${chat} ${replyTo?.messageId}` : chat;
}

/** Without a part of it two different sends would share an ID, and the second would not be sent. */
function requireOrigin(origin: MessageOrigin): void {
	const names =
		'executionId' in origin ? [origin.executionId, origin.nodeId] : Object.values(origin);
	if (names.every((name) => typeof name === 'string' && name !== '')) return;
	throw new EngineError(
		'INVALID_SETTING',
		'n8n does not tell which execution this message belongs to, so it could be sent twice.',
		'Set Custom ID under Options.',
	);
}

function spent(key: string, { messageId, status, error }: MessageRecord): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`Custom ID "${key.slice(0, 60)}" was used before, for message ${messageId}, which is ${status}${error ? `: ${error.message}` : '.'}`,
		'It cannot be ruled out that it arrived, so nothing is sent again under this Custom ID for 30 days. To send it once more, use another one.',
	);
}
