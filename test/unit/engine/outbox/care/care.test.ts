import type { CareSettings, SendMessage } from '../../../../../engine/gateway/contract';
import { createIncomingStore } from '../../../../../engine/inbox/incoming-store';
import { silentLog } from '../../../../../engine/log';
import { createCare, type Care } from '../../../../../engine/outbox/care/care';
import { createKnownChats } from '../../../../../engine/outbox/known-chats';
import { createLedger, type Ledger } from '../../../../../engine/outbox/ledger';
import { createSender, type Sender } from '../../../../../engine/outbox/sender';
import { createWaiting, type Waiting } from '../../../../../engine/outbox/waiting';
import type { AccountStore } from '../../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../../support/fake-clock';
import { DAY, HOUR, MINUTE, SECOND, socketDouble, textTo, useStores } from '../../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;
let care: Care;
let sender: Sender;
let waiting: Waiting;
let settings: { care?: CareSettings };
/** What went to WhatsApp: milliseconds since the start, and what. */
let left: [at: number, messageId: string][];
let reached: string[];

const NONE: CareSettings = {
	...{ messagesPerDay: 0, messagesPerHour: 0, newChatsPerDay: 0, newChatsPerHour: 0 },
	...{ startSlowly: false, sameTextPauseMs: 0 },
};
const allow = (more: Partial<CareSettings>) => {
	settings.care = { ...NONE, ...more };
	sender.wake();
};
const jid = (number: number) => `55119${String(number).padStart(8, '0')}@s.whatsapp.net`;
const addresses = (chat: string) => ({
	phone: chat.endsWith('@s.whatsapp.net') ? chat.split('@')[0]! : null,
	lid: null,
});

/** All of it anew over the same file. */
function open(pauseMs = 0): void {
	store = stores.open();
	ledger = createLedger(store, clock.now);
	const incoming = createIncomingStore(store);
	care = createCare({
		...{ store, clock, incoming, addresses, settings: () => settings },
		isKnownChat: createKnownChats({ incoming, ledger, addresses }),
		wake: () => sender.wake(),
		onLimit: (limit) => void reached.push(limit),
	});
	waiting = createWaiting({ ledger, reasons: [care.why], isOnline: () => true });
	sender = createSender({
		...{ ledger, clock, log: silentLog, care, hold: care.hold, onNothing: () => undefined },
		settings: () => ({ phone: '', minGapMs: pauseMs, maxGapMs: pauseMs, keepContentHours: 24 }),
		socket: () =>
			socketDouble({
				isOpen: () => true,
				messages: {
					async relay(_chat, messageId) {
						left.push([clock.now() - START, messageId]);
						ledger.advance(messageId, 'SENT', clock.now());
						sender.confirm(messageId);
					},
				},
			}),
		uploads: { hasFiles: () => false, start: () => undefined },
		addressesOf: (chat) => [chat],
		prepare: async ({ chat, messageId }) => ({ chat, wire: messageId }),
		fail: (messageId, error) => void ledger.advance(messageId, 'FAILED', clock.now(), error),
		onSilence: () => undefined,
		onTrouble: (error) => {
			throw error;
		},
	});
	care.onOnline();
	sender.goOnline();
}

function close(): void {
	sender.goOffline();
	care.close();
	store.close();
}

beforeEach(() => {
	clock = createFakeClock();
	clock.setRandom(() => 0);
	settings = { care: NONE };
	left = [];
	reached = [];
	open();
});
afterEach(() => care.close());

let ids = 0;
/** Each says something else. */
function queue(id: string, to: string, more: Partial<SendMessage> = {}): void {
	ledger.enqueue(id, to, textTo(to, `${id} ${ids++}`, more), true);
	sender.wake();
}
function queueMany(prefix: string, count: number, to = (index: number) => jid(index)): void {
	for (let index = 0; index < count; index++) queue(`${prefix}${index}`, to(index));
}
/** Somebody writes. */
function write(chat: string, at = clock.now()): void {
	createIncomingStore(store).add(`in ${ids++}`, {
		chat,
		sender: chat,
		fromMe: false,
		at,
		wire: null,
	});
	care.onIncoming(chat, at);
}
/** A chat that exists, in which nothing was written lately. */
const befriend = (chat: string) => write(chat, clock.now() - 2 * DAY);
const idsLeft = () => left.map(([, id]) => id);
const reasons = () =>
	waiting
		.all()
		.map(({ reason, count, until }) => [reason, count, until && Date.parse(until) - START]);

describe('Limits', () => {
	test('of messages hold what is more, until the first of them is an hour old', async () => {
		for (const index of [0, 1, 2]) befriend(jid(index));
		allow({ messagesPerHour: 2 });
		queueMany('a', 3);
		await clock.advance(HOUR - 1);
		expect(idsLeft()).toEqual(['a0', 'a1']);
		expect(reasons()).toEqual([['HOURLY_LIMIT', 1, HOUR]]);
		expect(new Set(reached)).toEqual(new Set(['messagesPerHour']));
		await clock.advance(1);
		expect(left.at(-1)).toEqual([HOUR, 'a2']);
		expect(waiting.all()).toEqual([]);
	});

	test('spread what is sent over days, so that no window holds more than it may', async () => {
		allow({ messagesPerDay: 50, messagesPerHour: 9, newChatsPerDay: 20, newChatsPerHour: 4 });
		for (let index = 0; index < 60; index++) befriend(jid(index));
		queueMany('known', 60);
		queueMany('new', 45, (index) => jid(1_000 + index));
		await clock.advance(5 * DAY);
		expect(left).toHaveLength(105);
		const most = (windowMs: number, which: (id: string) => boolean = () => true) => {
			const times = left.filter(([, id]) => which(id)).map(([at]) => at);
			return Math.max(
				...times.map((end) => times.filter((at) => at > end - windowMs && at <= end).length),
			);
		};
		const isNew = (id: string) => id.startsWith('new');
		expect([most(HOUR), most(DAY), most(HOUR, isNew), most(DAY, isNew)]).toEqual([9, 50, 4, 20]);
		// As soon as it may be.
		expect(left.at(-1)?.[0]).toBeLessThan(3 * DAY + 6 * HOUR);
	});

	test('of new chats hold those alone', async () => {
		befriend(jid(7));
		allow({ newChatsPerHour: 1 });
		queueMany('new', 3);
		queue('known', jid(7));
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['new0', 'known']);
		expect(reasons()).toEqual([['NEW_CHAT_LIMIT', 2, HOUR]]);
	});

	test('count a chat that was opened once: more to the same person is no new one', async () => {
		allow({ newChatsPerHour: 1 });
		queue('first', jid(1));
		queue('second', jid(1));
		queue('other', jid(2));
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['first', 'second']);
		expect(care.states()?.map(({ used }) => used)).toEqual([2, 2, 1, 1]);
	});

	test('are not for groups as new chats, and not at all for statuses and what is done to a message', async () => {
		allow({ newChatsPerHour: 1, messagesPerHour: 2 });
		queue('group', '120363000000000001@g.us');
		queue('new', jid(1));
		queue('status', 'status@broadcast');
		queue('post', '120363000000000002@newsletter');
		const target = { messageId: '3EB0', fromMe: true };
		queue('reaction', jid(2), { content: { type: 'reaction', emoji: '👍', target } });
		queue('late', jid(1));
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['group', 'new', 'status', 'post', 'reaction']);
	});

	test('never hold an answer, and do not count it', async () => {
		allow({ messagesPerDay: 1, newChatsPerDay: 1, quiet: undefined });
		queueMany('new', 4);
		await clock.settle();
		write(jid(2));
		queue('answer', jid(2));
		await clock.advance(0);
		expect(idsLeft()).toEqual(['new0', 'new2', 'answer']);
		expect(care.states()?.map(({ used }) => used)).toEqual([1, 1, 1, 1]);
	});

	test('hold no answer that is written to the other form of a number', async () => {
		allow({ messagesPerDay: 1 });
		queue('a', jid(1));
		write('551188887777@s.whatsapp.net');
		queue('b', '5511988887777@s.whatsapp.net');
		await clock.advance(0);
		expect(idsLeft()).toEqual(['a', 'b']);
	});

	test('hold what goes to somebody who wrote more than a day ago', async () => {
		allow({ messagesPerDay: 1 });
		queue('a', jid(1));
		write(jid(2), clock.now() - DAY + HOUR);
		await clock.advance(HOUR);
		queue('b', jid(2));
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['a']);
	});

	test('keep what is written to one person in its order', async () => {
		allow({ newChatsPerHour: 1, sameTextPauseMs: MINUTE });
		const same = { content: { type: 'text' as const, text: 'Hello' } };
		queue('a', jid(1), same);
		queue('b', jid(2), same);
		write(jid(9), clock.now() - 2 * DAY);
		queue('c', jid(9), same);
		queue('d', jid(9));
		await clock.advance(30 * SECOND);
		expect(idsLeft()).toEqual(['a']);
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['a', 'c', 'd']);
	});

	test('are gone with the panel, and lower or higher when they are changed', async () => {
		allow({ newChatsPerHour: 1 });
		queueMany('a', 6);
		await clock.advance(MINUTE);
		allow({ newChatsPerHour: 3 });
		await clock.advance(MINUTE);
		expect(idsLeft()).toHaveLength(3);
		settings = {};
		sender.wake();
		await clock.advance(MINUTE);
		expect(idsLeft()).toHaveLength(6);
		expect(care.states()).toBeNull();
		expect(store.db.get('SELECT count(*) AS n FROM message WHERE counted_at IS NOT NULL')).toEqual({
			n: 3,
		});
	});

	test('keep their count when the process is killed', async () => {
		allow({ messagesPerHour: 3, newChatsPerHour: 2 });
		queueMany('a', 4);
		await clock.advance(10 * MINUTE);
		expect(idsLeft()).toEqual(['a0', 'a1']);
		close();
		open();
		expect(care.states()?.map(({ used }) => used)).toEqual([2, 2, 2, 2]);
		await clock.advance(50 * MINUTE - 1);
		expect(idsLeft()).toHaveLength(2);
		await clock.advance(1);
		expect(idsLeft()).toHaveLength(4);
	});

	test('let what was handed over already go again, and count it once', async () => {
		allow({ messagesPerHour: 1 });
		queue('a', jid(1));
		await clock.advance(MINUTE);
		store.db.run("UPDATE message SET status = 'SENDING', sent_at = NULL");
		sender.goOffline();
		sender.goOnline();
		await clock.advance(MINUTE);
		expect(idsLeft()).toEqual(['a', 'a']);
		expect(care.states()?.[0]).toMatchObject({ used: 1 });
	});
});

describe('The first days', () => {
	test('allow a tenth at first, and more from day to day', async () => {
		care.onLinked();
		allow({ newChatsPerDay: 30, startSlowly: true });
		queueMany('a', 90);
		await clock.advance(DAY - 1);
		expect(left.length).toBeGreaterThanOrEqual(3);
		expect(left.length).toBeLessThanOrEqual(7);
		await clock.advance(8 * DAY);
		expect(left).toHaveLength(90);
	});

	test('begin slowly after each login, and answers do not wait for that', async () => {
		close();
		open(2 * SECOND);
		for (const index of [0, 1, 2, 3]) befriend(jid(index));
		allow({ startSlowly: true });
		queueMany('a', 4);
		write(jid(8));
		await clock.advance(3 * SECOND);
		queue('answer', jid(8));
		await clock.advance(2 * MINUTE);
		expect(left.map(([at, id]) => [Math.round(at / SECOND), id])).toEqual([
			[0, 'a0'],
			[3, 'answer'],
			[20, 'a1'],
			[34, 'a2'],
			[44, 'a3'],
		]);
	});
});

describe('Quiet hours', () => {
	const quiet = { from: 12 * 60, to: 14 * 60, timeZone: 'Etc/UTC' };

	test('hold all but answers until they are over', async () => {
		befriend(jid(1));
		allow({ quiet });
		queue('a', jid(1));
		queue('at one', jid(3), { sendAt: new Date(START + HOUR).toISOString() });
		write(jid(2));
		queue('answer', jid(2));
		await clock.advance(90 * MINUTE);
		expect(idsLeft()).toEqual(['answer']);
		expect(reasons()).toEqual([['QUIET_HOURS', 2, 2 * HOUR]]);
		expect(reached).toEqual([]);
		await clock.advance(30 * MINUTE);
		expect(left.slice(1).map(([at]) => at)).toEqual([2 * HOUR, 2 * HOUR]);
	});

	test('end when the clock is put on', async () => {
		allow({ quiet });
		queue('a', jid(1));
		await clock.settle();
		clock.shift(2 * HOUR);
		await clock.advance(HOUR);
		expect(idsLeft()).toEqual(['a']);
	});
});

describe('The same text', () => {
	const same = { content: { type: 'text' as const, text: 'Sale  today' } };

	test('goes to different people with pauses, others go past it, and answers do not wait', async () => {
		clock.setRandom(() => 0.5);
		for (const index of [1, 2, 3, 4]) befriend(jid(index));
		allow({ sameTextPauseMs: 20 * SECOND });
		for (const index of [1, 2, 3]) queue(`same${index}`, jid(index), same);
		queue('again', jid(1), { content: { type: 'text', text: ' Sale today ' } });
		queue('other', jid(4));
		write(jid(5));
		queue('answer', jid(5), same);
		await clock.advance(0);
		expect(idsLeft()).toEqual(['same1', 'again', 'other', 'answer']);
		expect(reasons()).toEqual([['SAME_TEXT', 2, 25 * SECOND]]);
		await clock.advance(MINUTE);
		expect(left.slice(4)).toEqual([
			[25 * SECOND, 'same2'],
			[50 * SECOND, 'same3'],
		]);
	});

	test('waits also after the process was killed', async () => {
		for (const index of [1, 2]) befriend(jid(index));
		allow({ sameTextPauseMs: MINUTE });
		queue('a', jid(1), same);
		queue('b', jid(2), same);
		await clock.advance(30 * SECOND);
		close();
		open();
		await clock.advance(29 * SECOND);
		expect(idsLeft()).toEqual(['a']);
		await clock.advance(SECOND);
		expect(idsLeft()).toEqual(['a', 'b']);
	});
});

test('Ten thousand messages wait, and an answer leaves at once', async () => {
	allow({ newChatsPerDay: 1 });
	const texts = Array.from({ length: 10_000 }, (_, index) => index);
	store.db.transaction(() => {
		for (const index of texts)
			ledger.enqueue(`n${index}`, jid(index), textTo(jid(index), `to ${index}`), true);
	});
	sender.wake();
	await clock.advance(10 * SECOND);
	expect(idsLeft()).toEqual(['n0']);
	const wakes: number[] = [];
	for (let round = 0; round < 20; round++) {
		write(jid(5_000 + round));
		queue(`answer${round}`, jid(5_000 + round));
		const before = performance.now();
		await clock.settle();
		wakes.push(performance.now() - before);
	}
	await clock.settle();
	expect(new Set(idsLeft())).toEqual(
		new Set(['n0', ...wakes.flatMap((_, round) => [`n${5_000 + round}`, `answer${round}`])]),
	);
	process.stdout.write(`With 10,000 that wait: ${wakes.map((ms) => ms.toFixed(1)).join(' ')} ms\n`);
});
