import type { Account } from '../../account/account';
import { chatOf, toOutgoing } from '../../content/outgoing';
import { checkText } from '../../content/text';
import { EngineError, type MessageRecord, type SendMessage } from '../../gateway/contract';
import { messageIdOf } from '../../outbox/message-id';
import { requireLinked } from '../require-linked';

/** Commits the message to the queue and returns; it is sent in its turn. */
export function send(account: Account, request: SendMessage): MessageRecord {
	requireLinked(account);
	const chat = chatOf(request.to);
	checkText(request.content);
	toOutgoing(request.content); // Mentions that are no numbers are an error of this item, now and not later.
	const messageId = messageIdOf(request.origin, account.idSecret);
	const known = account.ledger.get(messageId);
	if (known) return known;
	if (request.replyTo) requireKnown(account, request.replyTo);
	const record = account.ledger.enqueue(messageId, chat, request, account.status().connected);
	account.sender.wake();
	return record;
}

function requireKnown({ ledger, incoming }: Account, messageId: string): void {
	if (ledger.wire(messageId) || incoming.find(messageId)) return;
	throw new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} cannot be replied to: its content is not known.`,
		'Only messages of the time set under Keep Message Content For in the credential can be quoted. Check the message ID, or send without Reply to Message ID.',
	);
}
