import type { Account } from '../../account/account';
import { parseRecipient } from '../../content/jid';
import { keyOf, type Target } from '../../content/outgoing/index';
import { EngineError, type ActionDone, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

/** As many as one screen of a busy chat has, and some. */
const MAX_MESSAGES = 1_000;

/** Tells those who wrote the messages that they were read. */
export async function markRead(
	account: Account,
	{ chat, targets: refs }: Commands['message.markRead']['input'],
): Promise<ActionDone> {
	if (refs.length === 0 || refs.length > MAX_MESSAGES) throw wrongNumber(refs.length);
	const place = parseRecipient(chat, account.ownPhone());
	const targets = refs.map((ref) => account.messageLookup.find(ref, place));
	const own = targets.find(({ fromMe }) => fromMe);
	if (own) throw ownMessage(own);
	await online(account, callOf('message.markRead'), (socket) =>
		socket.messages.markRead(targets.map((target) => keyOf(target, target.chat))),
	);
	const messageIds = targets.map(({ messageId }) => messageId);
	account.chats.didRead(place, messageIds);
	return { chat: place, messageIds };
}

function ownMessage({ messageId }: Target): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`Message ${messageId} cannot be marked as read: it was sent from this number.`,
		'Use the IDs of messages that others sent.',
	);
}

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		count === 0
			? 'No message ID is given.'
			: `${count} messages are too many to mark as read at once.`,
		`Give 1 to ${MAX_MESSAGES} message IDs.`,
	);
}
