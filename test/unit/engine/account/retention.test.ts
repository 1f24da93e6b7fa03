import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRetention, type Retention } from '../../../../engine/account/retention';
import { createChatMemory, type ChatMemory } from '../../../../engine/chats/chat-memory';
import type { Clock } from '../../../../engine/clock';
import { phoneOf } from '../../../../engine/content/jid';
import { createEventLog, type EventLog } from '../../../../engine/events/event-log';
import type { LogLine, SessionEvent } from '../../../../engine/gateway/contract';
import { createAlbumParts, type AlbumParts } from '../../../../engine/inbox/album-parts';
import { createIncomingStore, type IncomingStore } from '../../../../engine/inbox/incoming-store';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import {
	createMessageSecrets,
	type MessageSecrets,
} from '../../../../engine/inbox/message-secrets';
import {
	createUnfinishedStanzas,
	type UnfinishedStanzas,
} from '../../../../engine/inbox/unfinished-stanzas';
import { createLogs, silentLog } from '../../../../engine/log';
import { createMedia, type Media } from '../../../../engine/media';
import { createAudiences, type Audiences } from '../../../../engine/outbox/audiences';
import { createPosts, type Posts } from '../../../../engine/outbox/posts';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createRecipients, type Recipients } from '../../../../engine/outbox/recipients';
import { createServerTime, type ServerTime } from '../../../../engine/session/server-time';
import type { AccountStore } from '../../../../engine/store/account-store';
import { SLICE } from '../../../../engine/store/slice';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, HOUR, MINUTE, NEVER, textTo, useStores } from '../support';

const CHAT = '424242@lid';
const BOB = '5511900000002@s.whatsapp.net';

// Before the store is closed.
afterEach(() => {
	retention?.close();
	media.close();
	events.close();
});
const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let time: ServerTime;
let isLinked: boolean;
/** How old is what is stored now. */
let age: number;
let ledger: Ledger;
let audiences: Audiences;
let posts: Posts;
let incoming: IncomingStore;
let journal: Journal;
let unfinishedStanzas: UnfinishedStanzas;
let messageSecrets: MessageSecrets;
let albumParts: AlbumParts;
let recipients: Recipients;
/** Of two chats at most. */
let chats: ChatMemory;
let events: EventLog;
let media: Media;
let keepContentHours: number;
let retention: Retention | undefined;
/** How often all was done. */
let swept: number;
/** What n8n's log is told. */
let told: LogLine[];

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	isLinked = false;
	time = createServerTime({ clock, settings: store.settings, isLinked: () => isLinked });
	age = 0;
	const now = () => clock.now() - age;
	const older: Clock = Object.assign(Object.create(clock) as Clock, { now });
	ledger = createLedger(store, now);
	audiences = createAudiences(store, now);
	posts = createPosts(store, now);
	incoming = createIncomingStore(store);
	journal = createJournal(store, now);
	unfinishedStanzas = createUnfinishedStanzas(store, now);
	messageSecrets = createMessageSecrets(store, now);
	albumParts = createAlbumParts(store, now);
	recipients = createRecipients(store, now, () => false);
	chats = createChatMemory(store, (jid) => ({ phone: phoneOf(jid), lid: null }), 2);
	events = createEventLog({
		...{ store, now, after: clock.after, log: silentLog },
		account: () => ({ id: 'a', phone: null, lid: null, name: null }),
	});
	media = createMedia({
		...{
			store,
			clock: older,
			gigabytesADay: () => 1,
			isMediaHost: () => true,
			agent: () => undefined,
			log: silentLog,
		},
		downloadHost: 'localhost',
	});
	keepContentHours = 24;
	retention = undefined;
	swept = 0;
	told = [];
});

function start({ areTriggersBack = true, onSwept = (): void => void swept++ } = {}): Retention {
	retention = createRetention({
		log: createLogs((line) => void told.push(line), clock.now).of(),
		...{ clock, time, db: store.db, ledger, audiences, incoming, journal, unfinishedStanzas },
		posts,
		...{ messageSecrets, albumParts, recipients, chats, events, media, areTriggersBack, onSwept },
		keepContentHours: () => keepContentHours,
	});
	return retention;
}

const sweep = async () => {
	start();
	await clock.advance(0);
};
const rows = (table: string) =>
	Number(store.db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n);
const stanza = (messageId: string) => ({
	...{ chat: CHAT, messageId, stanza: 'a stanza', ciphertexts: [] },
});
const came = (messageId: string, at = clock.now() - age) =>
	incoming.add(messageId, { chat: CHAT, sender: CHAT, fromMe: false, at, wire: 'words' });

function sent(messageId: string, status: 'SENT' | 'RECEIVED'): void {
	ledger.enqueue(messageId, BOB, textTo(BOB, messageId), true);
	ledger.markSending(messageId, BOB, 'words');
	ledger.advance(messageId, status, clock.now() - age);
}

/** An event that a trigger has not taken. */
function untaken(eventId: string): void {
	events.append([
		{
			event: 'session.connected',
			eventId,
			timestamp: new Date(START).toISOString(),
			account: { id: 'a', phone: null, lid: null, name: null },
			...({ state: 'LINKED', reason: null } satisfies Partial<SessionEvent>),
		},
	]);
}

function subscribe(): { close(): void } {
	const types = ['session.connected' as const];
	return events.subscribe(
		{ durableId: 'trigger', events: types, start: 'now' },
		// n8n is still busy with it.
		() => NEVER,
	);
}

/** Something that is kept, for how long, how it gets there, and how often it is there. */
const KEPT: readonly [string, number, (id: string) => unknown, () => number][] = [
	[
		'what a message of ours said that has arrived',
		DAY,
		(id) => sent(id, 'RECEIVED'),
		() => rows('message WHERE wire IS NOT NULL'),
	],
	[
		'what a message of ours said that was sent and has not arrived',
		30 * DAY,
		(id) => sent(id, 'SENT'),
		() => rows('message WHERE wire IS NOT NULL'),
	],
	['that a message was sent', 30 * DAY, (id) => sent(id, 'RECEIVED'), () => rows('message')],
	['what a message said that came in', DAY, came, () => rows('incoming WHERE content IS NOT NULL')],
	['that a message came in', 30 * DAY, came, () => rows('incoming')],
	[
		'what a stanza said that became no event',
		14 * DAY,
		(id) => journal.add(stanza(id)),
		() => journal.pending().length,
	],
	[
		'what is left to do of a stanza',
		14 * DAY,
		(id) => unfinishedStanzas.add(stanza(id)),
		() => rows('unfinished_stanza'),
	],
	[
		'what opens the answers to a poll',
		30 * DAY,
		(id) =>
			messageSecrets.add(id, { creator: CHAT, name: 'Lunch?', options: [], secret: 'secret' }),
		() => rows('message_secret'),
	],
	[
		'which address a phone number has',
		30 * DAY,
		async (id) => {
			const chat = `5511900000${id}@s.whatsapp.net`;
			await recipients.resolve(chat, async () => chat);
		},
		() => rows('recipient'),
	],
	[
		'an event whose trigger does not listen',
		DAY,
		(id) => {
			const subscription = subscribe();
			untaken(id);
			subscription.close();
		},
		() => rows('delivery'),
	],
	[
		'an event that n8n has not done with',
		7 * DAY,
		(id) => {
			subscribe();
			untaken(id);
		},
		() => rows('batch'),
	],
	[
		'a file that no message was sent with',
		HOUR,
		(id) =>
			media.store({ kind: 'document', fileName: `${id}.txt` }, Readable.from([Buffer.from(id)])),
		() => rows('media'),
	],
];

describe('Is kept as long as it may be, and no longer:', () => {
	test.each(KEPT)('%s', async (_what, limit, put, count) => {
		age = limit + MINUTE;
		await put('001');
		age = 0;
		expect(count()).toBe(1);
		await sweep();
		expect(count()).toBe(0);
		retention?.close();

		age = limit - MINUTE;
		await put('002');
		age = 0;
		await sweep();
		expect(count()).toBe(1);
	});

	test('what waits to be sent, however long', async () => {
		age = 60 * DAY;
		ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		age = 0;
		await sweep();
		expect(ledger.next()).toMatchObject({ messageId: 'a' });
	});

	test('who was to see a status, for two days and as long as it waits', async () => {
		sent('posted', 'SENT');
		ledger.enqueue('waiting', BOB, textTo(BOB, 'waiting'), true);
		for (const id of ['posted', 'waiting']) audiences.set(id, [BOB]);
		await clock.advance(47 * HOUR);
		await sweep();
		expect(audiences.of('posted')).toEqual([BOB]);
		retention?.close();
		await clock.advance(2 * HOUR);
		await sweep();
		expect(audiences.of('posted')).toEqual([]);
		expect(audiences.of('waiting')).toEqual([BOB]);
	});

	test('as many hours as the user has chosen', async () => {
		keepContentHours = 2;
		came('A1', START - 3 * HOUR);
		came('A2', START - HOUR);
		await sweep();
		expect(incoming.find('A1')).toMatchObject({ wire: null });
		expect(incoming.find('A2')).toMatchObject({ wire: 'words' });
	});
});

describe('Where nothing is to be kept', () => {
	beforeEach(async () => {
		keepContentHours = 0;
		await sweep();
	});

	test('what a message of ours said goes with its first status, sent or arrived', () => {
		sent('a', 'SENT');
		sent('b', 'RECEIVED');
		retention?.onStatus();
		expect(ledger.wire('a')).toBeUndefined();
		expect(ledger.wire('b')).toBeUndefined();
		expect(ledger.get('a')).toMatchObject({ status: 'SENT' });
	});

	test('what goes with the statuses of one is no more than that', () => {
		keepContentHours = 24;
		sent('a', 'RECEIVED');
		age = 25 * HOUR;
		sent('b', 'RECEIVED');
		age = 0;
		retention?.onStatus();
		expect(ledger.wire('a')).toBe('words');
		expect(ledger.wire('b')).toBe('words');
	});
});

describe('It is swept', () => {
	test('at the start, and every ten minutes', async () => {
		start();
		await clock.advance(0);
		expect(swept).toBe(1);
		await clock.advance(10 * MINUTE - 1);
		expect(swept).toBe(1);
		await clock.advance(1);
		expect(swept).toBe(2);
		await clock.advance(20 * MINUTE);
		expect(swept).toBe(4);
	});

	test('in slices, with whatever else is to be done in between', async () => {
		for (let n = 0; n <= 2 * SLICE; n++) came(`A${n}`, START - 31 * DAY);
		const seen: number[] = [];
		const look = () => {
			seen.push(rows('incoming'));
			if (rows('incoming') > 0) clock.after(0, look);
		};
		clock.after(0, look);
		await sweep();
		expect([...new Set(seen)]).toEqual([2 * SLICE + 1, SLICE + 1, 1, 0]);
	});

	test('as far as it can be: what fails holds up nothing, and is tried again the next time', async () => {
		store.db.run('ALTER TABLE message RENAME TO elsewhere');
		came('A1', START - 31 * DAY);
		await sweep();
		expect(rows('incoming')).toBe(0);
		expect(swept).toBe(1);
		// Our messages, who was to see statuses, and the files that are sent with them.
		const line = { level: 'warn', sentence: 'Something that is to be forgotten is still there' };
		expect(told).toMatchObject([line, line, line]);
		store.db.run('ALTER TABLE elsewhere RENAME TO message');
		age = 31 * DAY;
		sent('a', 'RECEIVED');
		age = 0;
		await clock.advance(10 * MINUTE);
		expect(rows('message')).toBe(0);
	});

	test('and then nothing of it is in any file', async () => {
		const bytes = () =>
			Buffer.concat(
				readdirSync(store.folder, { withFileTypes: true })
					.filter((entry) => entry.isFile())
					.map(({ name }) => readFileSync(join(store.folder, name))),
			);
		came('A1', START - 31 * DAY);
		expect(bytes().includes(CHAT)).toBe(true);
		const left: boolean[] = [];
		start({ onSwept: () => void left.push(bytes().includes(CHAT)) });
		await clock.advance(0);
		expect(left).toEqual([false]);
	});

	test('and it is remembered how late it is', async () => {
		isLinked = true;
		time.learn(START);
		start();
		await clock.advance(10 * MINUTE);
		const next = createServerTime({
			...{ clock: createFakeClock({ now: 0 }), settings: store.settings, isLinked: () => true },
		});
		expect(next.atLeast()).toBe(START + 10 * MINUTE);
	});

	test('no more once it is closed, not even to the end', async () => {
		for (let n = 0; n <= SLICE; n++) came(`A${n}`, START - 31 * DAY);
		start();
		const look = () => {
			if (rows('incoming') > SLICE) clock.after(0, look);
			else retention?.close();
		};
		clock.after(0, look);
		await clock.advance(0);
		retention?.onTime();
		expect(clock.due()).toEqual([]);
		await clock.advance(HOUR);
		expect(rows('incoming')).toBe(1);
		expect(swept).toBe(0);
	});

	test('no more once it is closed between two sweeps, whatever WhatsApp says of the time', async () => {
		await sweep();
		retention?.close();
		retention?.onTime();
		expect(clock.due()).toEqual([]);
	});

	test('no more once it is closed while a slice is being done', async () => {
		start({ onSwept: () => retention?.close() });
		await clock.advance(0);
		expect(clock.due()).toEqual([]);
	});
});

describe('The time', () => {
	test('is not that of a computer whose clock is ahead: WhatsApp says what may be forgotten', async () => {
		isLinked = true;
		time.learn(START);
		clock.shift(60 * DAY);
		came('A1', START);
		start();
		await clock.advance(0);
		expect(rows('incoming')).toBe(1);
		time.learn(START + 60 * DAY);
		retention?.onTime();
		await clock.advance(0);
		expect(rows('incoming')).toBe(0);
	});

	test('does not begin a second sweep while one is under way, and puts off the next one', async () => {
		start();
		clock.shift(HOUR);
		let rounds = 0;
		const tell = () => {
			if (swept > 0 || rounds++ >= 100) return;
			retention?.onTime();
			clock.after(0, tell);
		};
		clock.after(0, tell);
		await clock.advance(0);
		expect(swept).toBe(1);
		expect(rounds).toBeLessThan(100);
		await clock.advance(5 * MINUTE);
		clock.shift(HOUR);
		retention?.onTime();
		await clock.advance(0);
		expect(swept).toBe(2);
		await clock.advance(6 * MINUTE);
		expect(swept).toBe(2);
		await clock.advance(4 * MINUTE);
		expect(swept).toBe(3);
	});

	test('is no reason for a sweep at each login', async () => {
		await sweep();
		for (let login = 0; login < 9; login++) {
			await clock.advance(MINUTE);
			retention?.onTime();
			await clock.advance(0);
		}
		expect(swept).toBe(1);
		await clock.advance(MINUTE);
		expect(swept).toBe(2);
	});
});

test('Events are forgotten only when their triggers have had ten minutes to come back', async () => {
	age = 8 * DAY;
	const subscription = subscribe();
	untaken('trigger');
	subscription.close();
	age = 0;
	start({ areTriggersBack: false });
	await clock.advance(10 * MINUTE - 1);
	retention?.onTime();
	await clock.settle();
	expect(rows('delivery')).toBe(1);
	await clock.advance(10 * MINUTE);
	expect(rows('delivery')).toBe(0);
});

test('Of more chats than are kept those that were quiet for longest go', async () => {
	for (const n of [1, 2, 3]) {
		chats.update(`551190000000${n}@s.whatsapp.net`, () => ({ last: { at: n, key: null } }));
	}
	await sweep();
	expect(rows('chat')).toBe(2);
});
