import type { Account } from '../../account/account';
import { parseRecipient } from '../../content/jid';
import { toOutgoing } from '../../content/outgoing';
import { checkText } from '../../content/text';
import { EngineError, type MessageRecord, type SendMessage } from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';
import { requireLinked } from '../require-linked';

/** Commits the message to the queue and returns; it is sent in its turn. */
export function send(account: Account, request: SendMessage): MessageRecord {
	requireLinked(account);
	requireOrigin(request.origin);
	const chat = parseRecipient(request.to);
	checkText(request.content);
	toOutgoing(request.content); // Mentions that are no numbers are an error of this item, now and not later.
	const messageId = messageIdOf(request.origin, account.idSecret);
	const known = account.ledger.get(messageId);
	if (known) return known;
	if (request.replyTo) requireKnown(account, request.replyTo);
	const isConnected = account.connection.open() !== undefined;
	const record = account.ledger.enqueue(messageId, chat, request, isConnected);
	account.sender.wake();
	return record;
}

/** Without a part of it two different sends would share an ID, and the second would not be sent. */
function requireOrigin(origin: SendMessage['origin']): void {
	const isKnown =
		'key' in origin ? origin.key !== '' : origin.executionId !== '' && origin.nodeId !== '';
	if (isKnown) return;
	throw new EngineError(
		'INVALID_SETTING',
		'n8n does not tell which execution this message belongs to, so it could be sent twice.',
		'Set Custom ID under Options.',
	);
}

function requireKnown({ ledger, incoming }: Account, messageId: string): void {
	if (ledger.hasContent(messageId) || incoming.find(messageId)) return;
	throw new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} cannot be replied to: its content is not known.`,
		'Only messages of the time set under Keep Sent Content For in the credential can be quoted. Check the message ID, or send without Reply to Message ID.',
	);
}
