import type { Account } from '../../account/account';
import { requireOptedIn } from '../../contacts/opt-outs';
import { targetOf } from '../../inbox/message-lookup';
import { chatType, parseDestination, STATUS } from '../../content/jid';
import {
	checkPlace,
	checkQuoted,
	contentGone,
	kindOf,
	withFullNumbers,
} from '../../content/outgoing/index';
import {
	EngineError,
	type Asking,
	type ContentType,
	type MessageRecord,
	type SendMessage,
} from '../../gateway/contract';
import { readCampaign } from '../../outbox/campaigns';
import { readSendAt } from '../../outbox/send-at';
import { parsePerson } from '../find-person';
import { requireBusiness } from '../require-business';
import { requireLinked } from '../require-linked';
import { audienceFor } from '../status/audience';
import { deduplicate } from './deduplication';

/** Commits the message to the queue and returns; it is sent in its turn. */
export async function send(account: Account, request: SendMessage): Promise<MessageRecord> {
	const { content } = request;
	try {
		const record = await enqueue(account, request);
		await account.ledger.saving();
		return record;
	} catch (error) {
		account.media.discard(kindOf(content).files?.(content) ?? []);
		throw error;
	}
}

async function enqueue(account: Account, given: SendMessage): Promise<MessageRecord> {
	requireLinked(account);
	if (OF_BUSINESSES.has(given.content.type)) requireBusiness(account, 'Orders');
	// Read once, in full: when it leaves, another number may be linked.
	const request = { ...given, to: parseDestination(given.to, account.ownPhone()) };
	const { messageId, record: known } = deduplicate(account, request);
	if (known) return known;
	if (request.sendAt !== undefined) readSendAt(request.sendAt, account.now());
	const campaign = request.campaign !== undefined && { campaign: readCampaign(request.campaign) };
	checkPlace(request.content, request.to, request.replyTo !== undefined);
	const chat = chatOf(account, request);
	if (!request.evenIfOptedOut) {
		requireOptedIn(account.optOuts, account.recipients.known(chat) ?? chat, request.content.type);
	}
	const content = withFullNumbers(request.content, account.ownPhone());
	for (const said of [content, ...(request.asks?.next ?? []).map(({ content: next }) => next)]) {
		kindOf(said).check(said, {
			chat,
			now: account.atLeast(),
			target: () => targetOf(said, chat, account.messageLookup),
			isAnother: (other) => account.areDifferentPeople(chat, other),
			isMe: (other) => account.addresses(other).phone === account.ownPhone(),
		});
	}
	const asks = request.asks && { asks: withPerson(request.asks, account.ownPhone()) };
	const audience = chat === STATUS ? await audienceFor(account, request) : undefined;
	const record = account.enqueue(
		messageId,
		chat,
		{ ...request, content, ...asks, ...campaign },
		kindOf(content).files?.(content) ?? [],
		audience,
	);
	account.sender.wake();
	if (request.sendAt !== undefined || request.expireAfterMs !== undefined) account.timetable.look();
	return record;
}

/** Who has to answer as an address. Error: INVALID_RECIPIENT. */
function withPerson({ by, ...asks }: Asking, own: string | null): Asking {
	return { ...asks, ...(by !== undefined && { by: parsePerson(by, own) }) };
}

/** What only WhatsApp Business sends. */
const OF_BUSINESSES: ReadonlySet<ContentType> = new Set(['order', 'orderStatus', 'orderPayment']);

/** Where it goes: to the recipient, or to whoever wrote the group message that is answered privately. */
export function chatOf(
	{ messageLookup, areDifferentPeople, ownPhone }: Account,
	{ to, replyTo, privately }: Pick<SendMessage, 'to' | 'replyTo' | 'privately'>,
): string {
	const chat = parseDestination(to, ownPhone());
	if (!replyTo) {
		if (privately) throw PRIVATELY_TO_NOTHING;
		return chat;
	}
	const quoted = messageLookup.find(replyTo, chat, 'reply');
	if (!quoted.content && !quoted.isWaiting) {
		throw contentGone(quoted, 'replied to', 'Reply to Original Message');
	}
	if (!privately) {
		checkQuoted(quoted, { chat, isAnother: (other) => areDifferentPeople(chat, other) }, false);
		return chat;
	}
	if (chatType(quoted.chat) === 'group' && !quoted.fromMe) return quoted.sender;
	throw new EngineError(
		'INVALID_CONTENT',
		`Message ${quoted.messageId} cannot be replied to privately: nobody else wrote it in a group.`,
		'Use the message ID of a message that somebody else wrote in a group, or remove Reply Privately.',
	);
}

const PRIVATELY_TO_NOTHING = new EngineError(
	'INVALID_SETTING',
	'Reply Privately is on, but there is no message to reply to.',
	'Set Reply to Message ID to the message in the group, or remove Reply Privately.',
);
