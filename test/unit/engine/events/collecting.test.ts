import { createEventLog, type EventLog } from '../../../../engine/events/event-log';
import type {
	Collect,
	EngineEvent,
	EventFilter,
	IncomingMessageEvent,
	PersonAddress,
	PresenceState,
	Subscription,
} from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import { presenceChanged } from '../../../../nodes/WhatsAppLinkedTrigger/events/people';
import {
	ANA,
	BOB,
	DIRECT,
	GROUP,
	message,
} from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { ACCOUNT_ID, DAY, HOUR, SECOND, useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let log: EventLog;
/** Of whom it is to be known whether they type, and for how long. */
let watched: Array<[PersonAddress, number]>;

const openLog = () =>
	createEventLog({
		store,
		now: clock.now,
		after: (ms, task) => clock.after(ms, task),
		log: silentLog,
		account: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
		watchTyping: (who, forMs) => watched.push([who, forMs]),
	});

beforeEach(() => {
	watched = [];
	store = stores.open();
	clock = createFakeClock();
	log = openLog();
});

/** The process is gone without a word; the next one opens the same file. */
function restart(): void {
	log.close();
	store.close();
	store = stores.open();
	log = openLog();
}

const TIMES: Collect = { quietMs: 8 * SECOND, longestMs: 60 * SECOND, most: 20 };

interface Reader {
	events: IncomingMessageEvent[];
	/** What the messages of each event say. */
	said(): Array<string[] | string | null>;
	close(): void;
}

async function subscribe(
	durableId: string,
	collect: Partial<Collect> | null = {},
	filter: EventFilter = {},
	more: Partial<Subscription> = {},
): Promise<Reader> {
	const events: IncomingMessageEvent[] = [];
	const incoming = { ...filter, ...(collect && { collect: { ...TIMES, ...collect } }) };
	const { close } = log.subscribe(
		{
			...{ durableId, start: 'resume', events: ['message.incoming'] },
			filters: { 'message.incoming': incoming },
			...more,
		},
		async (batch) => void events.push(...(batch.events as IncomingMessageEvent[])),
	);
	await clock.settle();
	return {
		events,
		said: () => events.map(({ text, messages }) => messages?.map((one) => one.text ?? '') ?? text),
		close,
	};
}

const subscribePlainly = async (durableId: string) => await subscribe(durableId, null);

let count = 0;

function written(
	text: string | null,
	more: Partial<IncomingMessageEvent> = {},
): IncomingMessageEvent {
	const messageId = `3EB0${++count}`;
	return {
		...message(),
		...{ event: 'message.incoming', messageId, eventId: `credential-1:${messageId}`, text },
		...more,
	};
}

async function happens(...events: EngineEvent[]): Promise<void> {
	for (const event of events) store.db.transaction(() => log.append([event]));
	await clock.settle();
}

const write = async (text: string, more?: Partial<IncomingMessageEvent>) =>
	await happens(written(text, more));

async function does(presence: PresenceState, where: Partial<IncomingMessageEvent> = {}) {
	const { chat = DIRECT, from = BOB } = where;
	await happens({ ...presenceChanged.sample, chat, from, presence });
}

const waiting = () => store.db.get<{ n: number }>('SELECT count(*) AS n FROM collected_message')?.n;

describe('Messages of a chat become one event', () => {
	test('when it was quiet for long enough', async () => {
		const reader = await subscribe('a');
		await write('Hello');
		await clock.advance(7 * SECOND);
		await write('Do you deliver');
		await clock.advance(7 * SECOND);
		await write('on Sundays?');
		await clock.advance(8 * SECOND - 1);
		expect(reader.events).toEqual([]);
		await clock.advance(1);
		expect(reader.said()).toEqual([['Hello', 'Do you deliver', 'on Sundays?']]);
		expect(reader.events[0]?.text).toBe('Hello\nDo you deliver\non Sundays?');
		expect(waiting()).toBe(0);
		await clock.advance(HOUR);
		expect(reader.events).toHaveLength(1);
	});

	test('when the longest time is over, though more come', async () => {
		const reader = await subscribe('a', { longestMs: 20 * SECOND });
		for (let second = 0; second < 20; second += 5) {
			await write(String(second));
			await clock.advance(5 * SECOND);
		}
		expect(reader.said()).toEqual([['0', '5', '10', '15']]);
	});

	test('when there are enough', async () => {
		const reader = await subscribe('a', { most: 2 });
		for (const text of ['1', '2', '3']) await write(text);
		expect(reader.said()).toEqual([['1', '2']]);
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([['1', '2'], ['3']]);
	});

	test('with a word that ends it, without regard to case and accents', async () => {
		const reader = await subscribe('a', { endWords: [{ match: 'contains', text: 'e so' }] });
		await write('Dois');
		await write('É só!');
		expect(reader.said()).toEqual([['Dois', 'É só!']]);
	});

	test('with a type that ends it, also within an album', async () => {
		const reader = await subscribe('a', { endTypes: ['video'] }, { albums: 'collected' });
		await write('Look');
		await happens(written(null, { type: 'video' }));
		const { messageId, timestamp, reference } = written(null);
		const items = [{ messageId, timestamp, type: 'video' as const, text: null, reference }];
		const album = { images: 0, videos: 1, missing: 0, items };
		await happens(written(null, { type: 'sticker' }));
		await happens(written(null, { type: 'album', album }));
		expect(reader.said()).toEqual([
			['Look', ''],
			['', ''],
		]);
	});

	test('when they are as large as n8n can take', async () => {
		const reader = await subscribe('a', { most: 100 });
		for (let i = 0; i < 4; i++) await write('x'.repeat(400_000));
		expect(reader.events[0]?.messages).toHaveLength(3);
		await clock.advance(8 * SECOND);
		expect(reader.events[1]?.messages).toHaveLength(1);
	});
});

describe('What is collected', () => {
	test('belongs to one chat, and in groups to one person', async () => {
		const reader = await subscribe('a');
		await write('direct 1');
		await write("group, Bob's 1", { chat: GROUP });
		await write("group, Ana's 1", { chat: GROUP, from: ANA });
		await write("group, Bob's 2", { chat: GROUP });
		// The chat by its other address.
		await write('direct 2', { chat: { ...DIRECT, id: BOB.lid ?? '' } });
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([
			['direct 1', 'direct 2'],
			["group, Bob's 1", "group, Bob's 2"],
			["group, Ana's 1"],
		]);
	});

	test('is what each workflow asks for: others get messages at once, or otherwise collected', async () => {
		const fast = await subscribe('fast', { quietMs: 2 * SECOND });
		const slow = await subscribe('slow');
		const picky = await subscribe('picky', {}, { texts: [{ match: 'startsWith', text: 'order' }] });
		const atOnce = await subscribePlainly('at once');
		await write('Order 1');
		await clock.advance(3 * SECOND);
		await write('please');
		expect(atOnce.said()).toEqual(['Order 1', 'please']);
		await clock.advance(8 * SECOND);
		expect(fast.said()).toEqual([['Order 1'], ['please']]);
		expect(slow.said()).toEqual([['Order 1', 'please']]);
		expect(picky.said()).toEqual([['Order 1']]);
		const ids = [fast, slow].map(({ events }) => events.at(-1)?.eventId);
		expect(new Set(ids).size).toBe(2);
	});

	test('does not hold up other events', async () => {
		const types: EngineEvent[] = [];
		log.subscribe(
			{
				...{ durableId: 'a', start: 'now', events: ['message.incoming', 'message.edited'] },
				filters: { 'message.incoming': { collect: TIMES } },
			},
			async ({ events }) => void types.push(...events),
		);
		await write('Frday');
		await happens({ ...written('Friday'), event: 'message.edited', editId: 'E' } as EngineEvent);
		expect(types.map(({ event }) => event)).toEqual(['message.edited']);
	});

	test('is no answer that an execution waits for, unless the workflow wants those', async () => {
		const without = await subscribe('a');
		const including = await subscribe('b', {}, { answers: 'included' });
		await write('Three', { answer: 'taken' });
		await write('or four');
		await clock.advance(8 * SECOND);
		expect(without.said()).toEqual([['or four']]);
		expect(including.said()).toEqual([['Three', 'or four']]);
	});

	test('has what WhatsApp sent only for those who ask for it', async () => {
		const simple = await subscribe('a');
		const raw = await subscribe('b', {}, {}, { raw: true });
		await write('Hi', { raw: { conversation: 'Hi' } });
		await clock.advance(8 * SECOND);
		expect(JSON.stringify(simple.events)).not.toContain('conversation');
		expect(raw.events[0]).toMatchObject({
			raw: { conversation: 'Hi' },
			messages: [{ raw: { conversation: 'Hi' } }],
		});
	});

	test('cannot be read in the file', async () => {
		await subscribe('a');
		await write('my secret');
		const row = store.db.get<{ body: Uint8Array; place: string }>(
			'SELECT body, place FROM collected_message',
		);
		expect(Buffer.from(row?.body ?? []).includes('my secret')).toBe(false);
		expect(row?.place).not.toContain(BOB.phone);
	});

	test('is not there where the transaction that it came in fails', async () => {
		const reader = await subscribe('a');
		const failing = () =>
			store.db.transaction(() => {
				log.append([written('Hi')]);
				throw new Error('the disk is full');
			});
		expect(failing).toThrow('the disk is full');
		await clock.advance(HOUR);
		expect(reader.events).toEqual([]);
	});
});

describe('A restart in the midst', () => {
	test('loses nothing, and the quiet time begins anew: what was written meanwhile comes now', async () => {
		await subscribe('a');
		await write('Before');
		await clock.advance(5 * SECOND);
		restart();
		const reader = await subscribe('a');
		await clock.advance(7 * SECOND);
		await write('After');
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([['Before', 'After']]);
		await clock.advance(HOUR);
		expect(reader.events).toHaveLength(1);
	});

	test('of hours ends what is over, though nothing more comes', async () => {
		await subscribe('a');
		await write('Before');
		await clock.shift(5 * HOUR);
		restart();
		const reader = await subscribe('a');
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([['Before']]);
	});

	test('hands over what was complete, once', async () => {
		await subscribe('a', { most: 1 }).then(({ close }) => close());
		await write('Hi');
		restart();
		const reader = await subscribe('a', { most: 1 });
		await clock.advance(HOUR);
		expect(reader.said()).toEqual([['Hi']]);
	});
});

describe('A subscription', () => {
	test('that does not collect any more gets what it had', async () => {
		await subscribe('a');
		await write('Hi');
		await write('there');
		const reader = await subscribePlainly('a');
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([['Hi', 'there']]);
	});

	test('that begins anew has lost it, and so has one that nobody came back for', async () => {
		const { close } = await subscribe('a');
		await subscribe('b');
		await write('Hi');
		close();
		expect(waiting()).toBe(2);
		log.sweep(clock.now() - 7 * DAY, clock.now());
		expect(waiting()).toBe(1);
		const reader = await subscribe('b', {}, {}, { start: 'now' });
		expect(waiting()).toBe(0);
		await clock.advance(HOUR);
		expect(reader.events).toEqual([]);
	});

	test('for words that are no expression is refused', async () => {
		const endWords = [{ match: 'regex' as const, text: '(' }];
		await expect(subscribe('a', { endWords })).rejects.toMatchObject({ code: 'INVALID_SETTING' });
	});
});

describe('Who still types', () => {
	test('is waited for, from the last sign on', async () => {
		const reader = await subscribe('a', { whileTyping: true });
		await write('Hello');
		for (let i = 0; i < 3; i++) {
			await clock.advance(7 * SECOND);
			await does(i === 1 ? 'recording' : 'typing');
		}
		await clock.advance(3 * SECOND);
		await does('paused');
		await clock.advance(8 * SECOND - 1);
		expect(reader.events).toEqual([]);
		await clock.advance(1);
		expect(reader.said()).toEqual([['Hello']]);
	});

	test('and says nothing of it any more has stopped', async () => {
		const reader = await subscribe('a', { whileTyping: true });
		await write('Hello');
		await does('typing');
		await does('available');
		await clock.advance(22 * SECOND);
		expect(reader.events).toEqual([]);
		await clock.advance(SECOND);
		expect(reader.said()).toEqual([['Hello']]);
	});

	test('has written when the message comes', async () => {
		const reader = await subscribe('a', { whileTyping: true });
		await write('Hello');
		await does('typing');
		await write('there');
		await clock.advance(8 * SECOND);
		expect(reader.said()).toEqual([['Hello', 'there']]);
	});

	test('is not waited for longer than the longest time', async () => {
		const reader = await subscribe('a', { whileTyping: true, longestMs: 30 * SECOND });
		await write('Hello');
		for (let i = 0; i < 4; i++) {
			await does('typing');
			await clock.advance(7 * SECOND);
		}
		expect(reader.events).toEqual([]);
		await clock.advance(2 * SECOND);
		expect(reader.said()).toEqual([['Hello']]);
	});

	test('holds up nobody else, and no workflow that does not mind', async () => {
		const minding = await subscribe('a', { whileTyping: true });
		const others = await subscribe('b');
		await write("Bob's", { chat: GROUP });
		await write("Ana's", { chat: GROUP, from: ANA });
		await does('typing', { chat: GROUP, from: BOB });
		await clock.advance(8 * SECOND);
		expect(minding.said()).toEqual([["Ana's"]]);
		expect(others.said()).toEqual([["Bob's"], ["Ana's"]]);
	});

	test('is asked of WhatsApp once for what is collected, as long as that may take', async () => {
		await subscribe('a', { whileTyping: true });
		await subscribe('b');
		await write('Hello');
		await write('there');
		expect(watched).toEqual([[BOB, 60 * SECOND]]);
	});
});

test('A clock that was set back holds nothing up', async () => {
	const reader = await subscribe('a');
	await write('Hi');
	clock.shift(-HOUR);
	await clock.advance(8 * SECOND);
	expect(reader.said()).toEqual([['Hi']]);
});
