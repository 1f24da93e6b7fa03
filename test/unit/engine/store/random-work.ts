import { createHash } from 'node:crypto';
import { createChatMemory } from '../../../../engine/chats/chat-memory';
import { createDirectory } from '../../../../engine/contacts/directory';
import { createOptOuts } from '../../../../engine/contacts/opt-outs';
import { createPauseStore } from '../../../../engine/conversations/pause-store';
import { createDroppedEvents } from '../../../../engine/events/dropped-events';
import { createEventLog } from '../../../../engine/events/event-log';
import type { FindAddresses } from '../../../../engine/contacts/people';
import {
	PRIORITIES,
	type EngineEvent,
	type IncomingMessageEvent,
	type MessageStatus,
} from '../../../../engine/gateway/contract';
import { createInboxRecords } from '../../../../engine/inbox/inbox';
import { silentLog } from '../../../../engine/log';
import { createMediaTable, type MediaRow } from '../../../../engine/media/media-table';
import { createAudiences } from '../../../../engine/outbox/audiences';
import { createGroupReceipts } from '../../../../engine/outbox/group-receipts';
import { createLedger } from '../../../../engine/outbox/ledger';
import { createPosts } from '../../../../engine/outbox/posts';
import { createRecipients } from '../../../../engine/outbox/recipients';
import {
	createQuestionStore,
	type QuestionBody,
} from '../../../../engine/questions/question-store';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createKeyStore } from '../../../../engine/store/keys';
import type { Random } from '../../../crash/random';
import type { FakeClock } from '../../../support/fake-clock';
import { ACCOUNT_ID, HOUR, textTo } from '../support';

/** All that writes into an account's store, doing what chance says: each call of a kind of work does one thing. */
export type Work = Record<string, () => unknown>;

const STATUSES: MessageStatus[] = ['SENT', 'RECEIVED', 'READ', 'PLAYED', 'FAILED'];
const TYPES = ['message.read', 'message.received', 'session.connected'] as const;
const ERROR = { code: 'TIMEOUT', message: 'No answer.', hint: 'Wait.', retryable: true } as const;

const taken = async () => undefined;
const refused = () => Promise.reject(new Error('n8n refused it'));
const unanswered = () => new Promise<never>(() => undefined);

export function createRandomWork(store: AccountStore, clock: FakeClock, random: Random): Work {
	const { now } = clock;
	const below = (count: number) => random.between(0, count - 1);
	const oneOf = <T>(choices: readonly T[]) => choices[below(choices.length)] as T;
	// From few, so that most is done again, changed or deleted.
	const id = () => `id${below(40)}`;
	const phone = () => `55119000000${10 + below(8)}`;
	const chat = () => oneOf([`${phone()}@s.whatsapp.net`, `${below(5)}@lid`, `${below(3)}@g.us`]);
	const words = () =>
		createHash('sha256')
			.update(String(below(1_000)))
			.digest('hex')
			.repeat(1 + below(40));
	const before = () => now() - below(3) * HOUR;

	const keys = createKeyStore(store);
	const ledger = createLedger(store, now);
	const receipts = createGroupReceipts(store);
	const audiences = createAudiences(store, now);
	const posts = createPosts(store, now);
	const recipients = createRecipients(store, now, () => true);
	const media = createMediaTable(store);
	const directory = createDirectory(store, now);
	const addresses: FindAddresses = (jid) =>
		jid.endsWith('@lid') ? { phone: null, lid: jid } : { phone: phone(), lid: '1@lid' };
	const chats = createChatMemory(store, addresses, 6);
	const optOuts = createOptOuts({ store, now, addresses, settings: () => ({}) });
	const pauses = createPauseStore(store);
	const questions = createQuestionStore(store, now);
	const dropped = createDroppedEvents(store, now);
	const { journal, unfinishedStanzas, incoming, messageSecrets, albumParts } = createInboxRecords(
		store,
		now,
	);
	const events = createEventLog({
		...{ store, now, after: clock.after, log: silentLog },
		account: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
	});

	const queued = () => ledger.list(1)[0]?.messageId ?? id();
	const event = () =>
		({
			...{ event: oneOf(TYPES), eventId: `event ${id()} ${below(20)}` },
			chat: { id: chat(), type: 'direct' },
			words: words(),
		}) as unknown as EngineEvent;
	const stanza = () => ({
		...{ chat: chat(), messageId: id(), stanza: words(), ciphertexts: [id(), id()] },
	});
	const message = () =>
		({
			...{ ...event(), event: 'message.incoming', type: 'text', text: words() },
			from: { phone: phone(), lid: null },
		}) as unknown as EngineEvent;
	const readers = new Map<string, { close(): void }>();

	return {
		setting: () => store.settings.set(id(), words()),
		keys: () =>
			keys.set(
				Array.from({ length: 1 + below(5) }, () => ({
					...{ type: oneOf(['session', 'pre-key']), id: id() },
					value: below(3) === 0 ? null : words(),
				})),
			),
		forgetKeys: () => below(10) === 0 && keys.clear(),
		enqueue: () => ledger.enqueue(id(), chat(), textTo(chat(), words()), true),
		schedule: () => {
			const sendAt = new Date(now() + below(3) * HOUR).toISOString();
			const request = textTo(chat(), words(), { sendAt, expireAfterMs: below(3) * HOUR });
			ledger.enqueue(id(), chat(), request, true);
		},
		campaign: () => {
			const campaign = oneOf(['Spring sale', 'Überraschung', 'news']);
			const priority = oneOf(PRIORITIES);
			ledger.enqueue(id(), chat(), textTo(chat(), words(), { campaign, priority }), true);
		},
		reschedule: () => ledger.reschedule(id(), now() + below(3) * HOUR),
		markSending: () => ledger.markSending(id(), chat(), words()),
		advance: () => {
			const status = oneOf(STATUSES);
			ledger.advance(id(), status, now(), status === 'FAILED' ? ERROR : undefined);
		},
		requeue: () => ledger.requeueUnconfirmed([id()]),
		cancel: () => ledger.cancel(id()),
		setContent: () => ledger.setContent(id(), oneOf([null, words()])),
		sweepLedger: () =>
			ledger.sweep({ content: before(), undelivered: before(), records: before() }),
		receipt: () => receipts.advance(queued(), [chat()], oneOf(STATUSES), now()),
		participants: () => receipts.setParticipants(id(), below(9)),
		audience: () => audiences.set(queued(), [chat(), chat()]),
		sweepAudiences: () => audiences.sweep(before()),
		posts: () => posts.learn([{ channel: chat(), messageId: id(), serverId: id() }]),
		handle: () => posts.setHandle(chat(), id(), words()),
		sweepPosts: () => posts.sweep(before()),
		recipient: () => recipients.learn(phone(), oneOf([chat(), null])),
		sweepRecipients: () => recipients.sweep(),
		media: () => media.add(id(), { storedAt: now() } as MediaRow),
		claim: () => media.claim(id(), id()),
		upload: () => media.setUploaded(id(), { url: words(), directPath: '/' }),
		discard: () => media.discard(id()),
		sweepMedia: () => media.sweep(before()),
		people: () => directory.learn([{ phone: phone(), lid: null, notify: words() }]),
		groups: () => directory.learnGroups([{ id: chat(), name: words() }]),
		chat: () =>
			chats.update(chat(), ({ unread }) => ({
				unread: unread + 1,
				last: { at: now(), key: null },
			})),
		sweepChats: () => chats.sweep(),
		clearChats: () => below(10) === 0 && chats.clear(),
		journal: () => journal.add(stanza()),
		plaintext: () => keys.lazily(() => journal.addPlaintext(id(), words())),
		complete: () => store.db.transaction(() => journal.complete(chat(), id())),
		notOpened: () => journal.remove(chat(), id()),
		sweepJournal: () => journal.sweep(before()),
		unfinished: () => unfinishedStanzas.add(stanza()),
		tryUnfinished: () => unfinishedStanzas.take(),
		finished: () => store.db.transaction(() => unfinishedStanzas.done(chat(), id())),
		incoming: () =>
			incoming.add(id(), { chat: chat(), sender: chat(), fromMe: false, at: now(), wire: words() }),
		edited: () => incoming.setContent(id(), chat(), oneOf([null, words()])),
		toRead: () => incoming.setToRead(id(), chat()),
		didRead: () => incoming.didRead(incoming.toRead(below(4))),
		sweepIncoming: () => incoming.sweep(before(), before()),
		secret: () =>
			oneOf([messageSecrets.add, messageSecrets.put])(id(), {
				...{ creator: chat(), name: words(), options: [], secret: words() },
			}),
		sweepSecrets: () => messageSecrets.sweep(before()),
		album: () =>
			albumParts.add(id(), { messageId: id(), words: words() } as unknown as IncomingMessageEvent),
		albumIsWhole: () => albumParts.remove(id()),
		sweepAlbums: () => albumParts.sweep(before()),
		subscribe: () => {
			const durableId = oneOf(['a', 'b', undefined]);
			readers.set(
				String(durableId),
				events.subscribe(
					{ durableId, start: oneOf(['now', 'resume']), events: [oneOf(TYPES), oneOf(TYPES)] },
					// Some are taken, some refused, some never answered.
					async () => await oneOf([taken, refused, unanswered])(),
				),
			);
		},
		collect: () =>
			events.subscribe(
				{
					...{
						durableId: 'c',
						start: oneOf(['now', 'resume'] as const),
						events: ['message.incoming'],
					},
					filters: { 'message.incoming': { collect: { quietMs: 1, longestMs: 1, most: 3 } } },
				},
				taken,
			),
		isCollected: () => events.append([message()]),
		unsubscribe: () => readers.get(oneOf(['a', 'b', 'undefined']))?.close(),
		happens: () => events.append([event(), event(), event()]),
		putAside: () =>
			dropped.add({ seq: below(5), subscription: id(), type: 'message.read', events: [event()] }),
		optOut: () => optOuts.add(chat(), 'word'),
		optIn: () => optOuts.remove(chat()),
		pause: () => {
			const jid = chat();
			pauses.put([jid, chat()], {
				jid,
				reason: 'byHand',
				since: now(),
				until: oneOf([null, now()]),
			});
		},
		resume: () => pauses.remove([chat(), chat()]),
		ask: () => {
			const body = { chat: chat(), toSay: [], words: words() } as unknown as QuestionBody;
			questions.add({ execution: id(), item: 0, message: id(), remindAt: null, body });
		},
		wait: () => {
			const body = { resumeUrl: words(), items: 1, context: {} };
			questions.addExecution({ id: id(), due: oneOf([null, now()]), body });
		},
		goesOn: () => questions.setDue(id(), now()),
		resumed: () => questions.remove(id()),
		sweepEvents: () => events.sweep(before(), before()),
	};
}
