import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	EngineError,
	type MessageStatus,
	type SendMessage,
} from '../../../../engine/gateway/contract';
import {
	createLedger,
	MAX_SCHEDULED,
	MAX_WAITING,
	type Ledger,
} from '../../../../engine/outbox/ledger';
import type { MayLeave } from '../../../../engine/outbox/ledger-queue';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, errorOf, hasContent, HOUR, MINUTE, SECOND, textTo, useStores } from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
const REFUSED = new EngineError('REJECTED', 'No.', 'Try another.').toShape();

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ledger = createLedger(store, clock.now);
});

const iso = (at: number) => new Date(at).toISOString();
const enqueue = (id: string, text = id) => ledger.enqueue(id, CHAT, textTo(CHAT, text), true);
const statusOf = (id: string) => ledger.get(id)?.status;

/** Brings a message to a status by the ways of the ledger. */
function bring(id: string, status: MessageStatus): void {
	enqueue(id);
	if (status === 'QUEUED') return;
	if (status === 'CANCELLED') return void ledger.cancel(id);
	ledger.markSending(id, CHAT, `wire of ${id}`);
	if (status !== 'SENDING') ledger.advance(id, status, clock.now());
}

/** Puts `count` waiting messages into the table at once: what counts is that they are there. */
function fill(count: number, sendAt: number | null = null): void {
	store.db.run(
		`INSERT INTO message (id, chat, status, queued_at, changed_at, send_at)
		 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		 SELECT 'filler ' || i, ?, iif(i % 2, 'QUEUED', 'SENDING'), 0, 0, ? FROM n`,
		count,
		CHAT,
		sendAt,
	);
}

describe('A message that is queued', () => {
	test('has a record with nothing but the time', () => {
		expect(enqueue('a')).toEqual({
			messageId: 'a',
			status: 'QUEUED',
			chat: CHAT,
			queuedAt: iso(START),
			sendAt: null,
			sentAt: null,
			receivedAt: null,
			readAt: null,
			playedAt: null,
			error: null,
		});
		expect(ledger.get('a')).toEqual(enqueue('a'));
	});

	test('twice under one ID is queued once, as it was the first time', async () => {
		const first = enqueue('a', 'first');
		await clock.advance(MINUTE);
		expect(enqueue('a', 'second')).toEqual(first);
		expect(ledger.queueLength()).toBe(1);
		expect(ledger.next()?.request.content).toEqual({ type: 'text', text: 'first' });
	});

	test('again after it was sent returns what has become of it, and sends nothing', () => {
		bring('a', 'READ');
		expect(enqueue('a').status).toBe('READ');
		expect(ledger.next()).toBeUndefined();
	});

	test.each<[MessageStatus, boolean]>([
		['CANCELLED', true],
		['QUEUED', false],
		['SENDING', false],
		['SENT', false],
		['FAILED', false],
	])('under an own key that is %s takes its place: %s', async (status, isNew) => {
		bring('a', status);
		expect(ledger.neverLeft('a')).toBe(isNew);
		await clock.advance(MINUTE);
		expect(enqueue('a', 'second').queuedAt).toBe(iso(isNew ? START + MINUTE : START));
	});

	test('takes the place of a failed one only where that never left, also when its content is gone', () => {
		enqueue('a');
		ledger.advance('a', 'FAILED', START, REFUSED);
		bring('b', 'FAILED');
		ledger.sweep({ content: START, undelivered: START, records: START - DAY });
		expect(['a', 'b'].map((id) => ledger.neverLeft(id))).toEqual([true, false]);
		expect(enqueue('a')).toMatchObject({ status: 'QUEUED', error: null });
		expect(enqueue('b')).toMatchObject({ status: 'FAILED' });
	});

	test('does not take the place of another without an own key', () => {
		bring('a', 'CANCELLED');
		const origin = { executionId: '1', nodeId: 'node', runIndex: 0, itemIndex: 0 };
		const again = ledger.enqueue('a', CHAT, textTo(CHAT, 'a', { origin }), true);
		expect(again.status).toBe('CANCELLED');
	});

	test('is there after the file was closed and opened again', () => {
		enqueue('a', 'words');
		store.close();
		ledger = createLedger(stores.open(), clock.now);
		expect(ledger.next()).toEqual({
			messageId: 'a',
			chat: CHAT,
			campaign: null,
			request: textTo(CHAT, 'words'),
			wire: undefined,
			...{ handedOver: false, isAction: false, words: expect.any(String) },
		});
	});

	test('and one that does not exist are told apart', () => {
		expect(ledger.get('a')).toBeUndefined();
		expect(ledger.wire('a')).toBeUndefined();
	});
});

describe('The content of a message', () => {
	test.each(['QUEUED', 'SENDING', 'SENT'] as const)('is here while it is %s', (status) => {
		bring('a', status);
		expect(hasContent(store, 'a')).toBe(true);
	});

	test.each<[MessageStatus, boolean]>([
		['QUEUED', true],
		['SENDING', true],
		['SENT', false],
		['READ', false],
	])('that is deleted when it is %s is still here: %s', (status, isHere) => {
		bring('a', status);
		ledger.setContent('a', null);
		expect(hasContent(store, 'a')).toBe(isHere);
		ledger.setContent('a', 'edited');
		expect(ledger.wire('a')).toBe(status === 'SENDING' ? 'edited' : undefined);
	});

	test('is gone when it was cancelled', () => {
		bring('a', 'CANCELLED');
		expect(hasContent(store, 'a')).toBe(false);
	});

	test('is not here when there never was such a message', () => {
		expect(hasContent(store, 'a')).toBe(false);
	});
});

describe('The queue', () => {
	test('hands out the oldest message, also when IDs and times say otherwise', () => {
		for (const id of ['c', 'a', 'b']) enqueue(id);
		const order: string[] = [];
		for (let next = ledger.next(); next; next = ledger.next()) {
			order.push(next.messageId);
			ledger.markSending(next.messageId, next.chat, 'wire');
		}
		expect(order).toEqual(['c', 'a', 'b']);
	});

	test('hands the same one out until it is on its way', () => {
		enqueue('a');
		expect(ledger.next()?.messageId).toBe('a');
		expect(ledger.next()?.messageId).toBe('a');
	});

	test('hands out the oldest message to an allowed chat, where not all are', () => {
		const queue = (id: string, chat: string) => ledger.enqueue(id, chat, textTo(chat, id), true);
		queue('a', '1@lid');
		queue('b', '2@lid');
		queue('c', '2@lid');
		queue('d', '1@lid');
		expect(ledger.next(({ chat }) => chat === '2@lid')?.messageId).toBe('b');
		expect(ledger.next(() => true)?.messageId).toBe('a');
		expect(ledger.next(() => false)).toBeUndefined();
		expect(ledger.next()?.messageId).toBe('a');
	});

	test('tells which messages are next, of all and of those to allowed chats', () => {
		for (const id of ['1@lid', '2@lid', '2@lid', '1@lid'].map((chat, at) => `${at}:${chat}`)) {
			const chat = id.slice(2);
			ledger.enqueue(id, chat, textTo(chat, id), true);
		}
		const upcoming = (count: number, mayLeave?: MayLeave) =>
			ledger.upcoming(count, mayLeave).map(({ messageId }) => messageId[0]);
		expect(upcoming(3)).toEqual(['0', '1', '2']);
		expect(upcoming(3, ({ chat }) => chat === '1@lid')).toEqual(['0', '3']);
		ledger.markSending('0:1@lid', '1@lid', 'the bytes');
		expect(upcoming(1)).toEqual(['1']);
	});

	test('is empty at first', () => {
		expect(ledger.next()).toBeUndefined();
		expect(ledger.queueLength()).toBe(0);
		expect(ledger.list(10)).toEqual([]);
	});

	test('counts and lists what is waiting and what is on its way, oldest first', () => {
		for (const status of ['SENT', 'QUEUED', 'SENDING', 'CANCELLED', 'FAILED'] as const) {
			bring(status.toLowerCase(), status);
		}
		enqueue('last', 'hello');
		expect(ledger.queueLength()).toBe(3);
		expect(ledger.list(10).map(({ messageId, status }) => [messageId, status])).toEqual([
			['queued', 'QUEUED'],
			['sending', 'SENDING'],
			['last', 'QUEUED'],
		]);
		expect(ledger.list(10)[2]).toEqual({
			messageId: 'last',
			status: 'QUEUED',
			chat: CHAT,
			queuedAt: iso(START),
			sendAt: null,
			campaign: null,
			priority: 'normal',
			preview: 'hello',
		});
	});

	test('lists as many as asked for', () => {
		for (const id of ['a', 'b', 'c']) enqueue(id);
		expect(ledger.list(2).map(({ messageId }) => messageId)).toEqual(['a', 'b']);
	});

	test('shows the first 80 characters of a text, never half of one', () => {
		enqueue('a', '😀'.repeat(81));
		expect(ledger.list(1)[0]?.preview).toBe('😀'.repeat(80));
	});

	test.each([
		['connected', 10_000, true],
		['disconnected', 1_000, false],
	])('is full when the number is %s and %i messages wait', (state, limit, connected) => {
		expect(MAX_WAITING[state as keyof typeof MAX_WAITING]).toBe(limit);
		const add = (id: string) => ledger.enqueue(id, CHAT, textTo(CHAT, id), connected);
		fill(limit - 1);
		expect(add('the last one').status).toBe('QUEUED');
		expect(errorOf(() => add('one too many'))).toMatchObject({
			code: 'QUEUE_FULL',
			retryable: true,
			message: expect.stringContaining(String(limit)),
		});
		expect(ledger.get('one too many')).toBeUndefined();
		expect(ledger.queueLength()).toBe(limit);
	});

	test('that is full still knows the messages that are in it', () => {
		enqueue('a');
		fill(10_000);
		expect(enqueue('a').status).toBe('QUEUED');
	});

	test('has room again when one was sent', () => {
		bring('a', 'SENDING');
		fill(9_999);
		expect(errorOf(() => enqueue('b'))).toMatchObject({ code: 'QUEUE_FULL' });
		ledger.advance('a', 'SENT', START);
		expect(enqueue('b').status).toBe('QUEUED');
	});
});

describe('A message with a time', () => {
	const at = (id: string, inMs: number, more: Partial<SendMessage> = {}) =>
		ledger.enqueue(id, CHAT, textTo(CHAT, id, { sendAt: iso(START + inMs), ...more }), true);
	/** The order in which messages leave now. */
	function leave(mayLeave?: MayLeave): string[] {
		const order: string[] = [];
		for (let next = ledger.next(mayLeave); next; next = ledger.next(mayLeave)) {
			order.push(next.messageId);
			expect(ledger.markSending(next.messageId, next.chat, 'wire')).toBe(true);
		}
		return order;
	}

	test('has it in its record, and does not leave before', async () => {
		expect(at('a', HOUR)).toMatchObject({ status: 'QUEUED', sendAt: iso(START + HOUR) });
		await clock.advance(HOUR - 1);
		expect(ledger.next()).toBeUndefined();
		await clock.advance(1);
		expect(ledger.next()?.messageId).toBe('a');
		expect(ledger.get('a')?.sendAt).toBe(iso(START + HOUR));
	});

	test('that has passed leaves in its turn', () => {
		enqueue('b');
		expect(at('a', -HOUR).sendAt).toBeNull();
		expect(leave()).toEqual(['b', 'a']);
	});

	test('goes before those without one when it has come, by the times', async () => {
		enqueue('queued before');
		at('later', 2 * HOUR);
		for (const id of ['first of three', 'second of three', 'third of three']) at(id, HOUR);
		at('tomorrow', DAY);
		await clock.advance(2 * HOUR);
		enqueue('queued after');
		const order = [
			...['first of three', 'second of three', 'third of three', 'later'],
			...['queued before', 'queued after'],
		];
		expect(ledger.list(10).map(({ messageId }) => messageId)).toEqual([...order, 'tomorrow']);
		expect(ledger.list(2).map(({ messageId }) => messageId)).toEqual(order.slice(0, 2));
		expect(ledger.list(10).at(-1)?.sendAt).toBe(iso(START + DAY));
		expect(leave()).toEqual(order);
	});

	test('goes to allowed chats alone, where not all are', async () => {
		const queue = (id: string, chat: string, inMs: number) =>
			ledger.enqueue(id, chat, textTo(chat, id, { sendAt: iso(START + inMs) }), true);
		queue('a', '1@lid', 2);
		queue('b', '2@lid', 3);
		queue('c', '2@lid', 1);
		queue('d', '2@lid', 3);
		await clock.advance(3);
		expect(leave(({ chat }) => chat === '2@lid')).toEqual(['c', 'b', 'd']);
		expect(leave()).toEqual(['a']);
	});

	test('that went out without an answer goes again, before all others', async () => {
		at('a', HOUR);
		await clock.advance(HOUR);
		enqueue('b');
		ledger.markSending('a', CHAT, 'the bytes');
		ledger.requeueUnconfirmed();
		expect(ledger.next()).toMatchObject({ messageId: 'a', wire: 'the bytes' });
	});

	test('counts among those that wait only when it has come', async () => {
		expect(ledger.isEmpty()).toBe(true);
		at('a', HOUR);
		expect([ledger.queueLength(), ledger.isEmpty()]).toEqual([0, false]);
		await clock.advance(HOUR);
		expect(ledger.queueLength()).toBe(1);
		leave();
		expect([ledger.queueLength(), ledger.isEmpty()]).toEqual([1, false]);
		ledger.advance('a', 'SENT', clock.now());
		expect([ledger.queueLength(), ledger.isEmpty()]).toEqual([0, true]);
	});

	test('is one of so many at most, however many wait for their turn', () => {
		expect(MAX_SCHEDULED).toBe(10_000);
		fill(9_999, START + 1);
		at('the last one', HOUR);
		const full = { code: 'QUEUE_FULL', message: expect.stringContaining('wait for their time') };
		expect(errorOf(() => at('one too many', HOUR))).toMatchObject(full);
		expect(enqueue('now').status).toBe('QUEUED');
		expect(errorOf(() => ledger.reschedule('now', START + HOUR))).toMatchObject(full);
		expect(ledger.reschedule('the last one', START + 2 * HOUR).sendAt).toBe(iso(START + 2 * HOUR));
	});

	test('is put off, brought forward, and sent at once', async () => {
		at('a', HOUR);
		enqueue('b');
		expect(ledger.reschedule('a', START + 2 * HOUR).sendAt).toBe(iso(START + 2 * HOUR));
		expect(ledger.reschedule('b', START + HOUR).sendAt).toBe(iso(START + HOUR));
		await clock.advance(HOUR);
		expect(leave()).toEqual(['b']);
		expect(ledger.reschedule('a', START + HOUR).sendAt).toBeNull();
		expect(leave()).toEqual(['a']);
	});

	test('that is put off in the last moment does not leave', async () => {
		at('a', HOUR);
		await clock.advance(HOUR);
		expect(ledger.next()?.messageId).toBe('a');
		ledger.reschedule('a', START + 2 * HOUR);
		expect(ledger.markSending('a', CHAT, 'wire')).toBe(false);
		await clock.advance(HOUR);
		expect(leave()).toEqual(['a']);
	});

	test.each(['SENDING', 'SENT', 'FAILED', 'CANCELLED'] as const)(
		'is not given to one that is %s',
		(status) => {
			bring('a', status);
			expect(errorOf(() => ledger.reschedule('a', START + HOUR))).toMatchObject({
				code: 'UNKNOWN_MESSAGE',
				message: expect.stringContaining(status),
			});
		},
	);

	test('is not given to one that may have arrived', () => {
		bring('a', 'SENDING');
		ledger.requeueUnconfirmed();
		expect(errorOf(() => ledger.reschedule('a', START + HOUR))).toMatchObject({
			message: expect.stringContaining('handed to WhatsApp and not confirmed'),
		});
	});

	test('is taken out of the queue, alone and with all others', () => {
		at('a', HOUR);
		at('b', HOUR);
		enqueue('c');
		expect(ledger.cancel('a').status).toBe('CANCELLED');
		expect(ledger.cancelAll()).toBe(2);
		expect(ledger.isEmpty()).toBe(true);
	});

	test('is found by its index, as are all that wait', () => {
		const get = jest.spyOn(store.db, 'get');
		const indexes = (ask: () => unknown) => {
			get.mockClear();
			ask();
			return get.mock.calls.flatMap(([sql, ...values]) =>
				store.db
					.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
					.flatMap(({ detail }) => / INDEX (\w+)|TEMP/.exec(detail)?.[0].trim() ?? []),
			);
		};
		const both = ['INDEX message_scheduled', 'INDEX message_waiting'];
		// Once for each priority, and past those of paused campaigns.
		const each = both.flatMap((index) => [index, 'INDEX campaign_paused']);
		expect(indexes(() => ledger.next())).toEqual([...each, ...each, ...each]);
		expect(indexes(ledger.queueLength).sort()).toEqual(both);
		expect(indexes(ledger.nextTime)).toEqual(
			expect.arrayContaining(['INDEX message_scheduled', 'INDEX message_expiring']),
		);
	});
});

describe('A message that expires', () => {
	const within = (id: string, expireAfterMs: number, more: Partial<SendMessage> = {}) =>
		ledger.enqueue(id, CHAT, textTo(CHAT, id, { expireAfterMs, ...more }), true);

	test('is sent before, and not after', async () => {
		within('a', HOUR);
		within('b', 2 * HOUR);
		await clock.advance(HOUR - 1);
		expect(ledger.expired(10)).toEqual([]);
		expect(ledger.next()?.messageId).toBe('a');
		await clock.advance(1);
		expect(ledger.next()?.messageId).toBe('b');
		expect(ledger.expired(10)).toEqual([{ messageId: 'a', sendAt: null, expiresAt: START + HOUR }]);
	});

	test('counts from its time', () => {
		within('a', HOUR, { sendAt: iso(START + DAY) });
		within('passed', HOUR, { sendAt: iso(START - HOUR) });
		expect(ledger.expired(10).map(({ messageId }) => messageId)).toEqual(['passed']);
	});

	test('counts from the new time when that is another one', async () => {
		within('a', HOUR, { sendAt: iso(START + HOUR) });
		ledger.reschedule('a', START + DAY);
		await clock.advance(DAY + HOUR - 1);
		expect(ledger.next()?.messageId).toBe('a');
		ledger.reschedule('a', clock.now());
		await clock.advance(HOUR - 1);
		expect(ledger.next()?.messageId).toBe('a');
		await clock.advance(1);
		expect(ledger.expired(10)).toHaveLength(1);
	});

	test('does not any more when it was handed to WhatsApp', async () => {
		within('a', HOUR);
		ledger.markSending('a', CHAT, 'wire');
		ledger.requeueUnconfirmed();
		await clock.advance(2 * HOUR);
		expect(ledger.expired(10)).toEqual([]);
		expect(ledger.next()?.messageId).toBe('a');
	});

	test('is told of in slices, the earliest first', async () => {
		for (const [id, ms] of [
			['a', 3],
			['b', 1],
			['c', 2],
		] as const)
			within(id, ms);
		await clock.advance(HOUR);
		expect(ledger.expired(2).map(({ messageId }) => messageId)).toEqual(['b', 'c']);
	});
});

test('The next time is when something comes due or expires', () => {
	const later = (id: string, more: Partial<SendMessage>) =>
		ledger.enqueue(id, CHAT, textTo(CHAT, id, more), true);
	enqueue('a');
	expect(ledger.nextTime()).toBeUndefined();
	later('b', { sendAt: iso(START + 2 * HOUR) });
	expect(ledger.nextTime()).toBe(START + 2 * HOUR);
	later('c', { expireAfterMs: HOUR });
	expect(ledger.nextTime()).toBe(START + HOUR);
	later('d', { sendAt: iso(START + MINUTE) });
	expect(ledger.nextTime()).toBe(START + MINUTE);
});

describe('A message on its way', () => {
	test.each(['SENDING', 'SENT', 'CANCELLED'] as const)(
		'was waiting before: one that is %s is not handed over',
		(status) => {
			bring('a', status);
			expect(ledger.markSending('a', CHAT, 'other bytes')).toBe(false);
			expect(statusOf('a')).toBe(status);
			enqueue('b');
			expect(ledger.markSending('b', CHAT, 'the bytes')).toBe(true);
		},
	);

	test('has its bytes and its real address on disk', () => {
		enqueue('a');
		ledger.markSending('a', '222@lid', 'the bytes');
		expect(ledger.get('a')).toMatchObject({ status: 'SENDING', chat: '222@lid' });
		expect(ledger.wire('a')).toBe('the bytes');
		expect(ledger.next()).toBeUndefined();
	});

	test('goes back to its place in the queue with the same bytes', () => {
		for (const id of ['a', 'b']) enqueue(id);
		ledger.markSending('a', '222@lid', 'the bytes');
		ledger.requeueUnconfirmed();
		expect(ledger.next()).toMatchObject({ messageId: 'a', chat: '222@lid', wire: 'the bytes' });
	});

	test('goes back with all others when the connection ends', () => {
		for (const id of ['a', 'b']) bring(id, 'SENDING');
		bring('sent', 'SENT');
		bring('failed', 'FAILED');
		ledger.requeueUnconfirmed();
		expect(['a', 'b', 'sent', 'failed'].map(statusOf)).toEqual([
			'QUEUED',
			'QUEUED',
			'SENT',
			'FAILED',
		]);
	});

	test('goes back alone while others are still on their way', () => {
		for (const id of ['a', 'b', 'c']) bring(id, 'SENDING');
		ledger.requeueUnconfirmed(['a', 'c']);
		expect(['a', 'b', 'c'].map(statusOf)).toEqual(['SENDING', 'QUEUED', 'SENDING']);
	});

	test.each(['SENT', 'FAILED', 'CANCELLED'] as const)(
		'does not go back when it is %s',
		(status) => {
			bring('a', status);
			ledger.requeueUnconfirmed();
			expect(statusOf('a')).toBe(status);
		},
	);
});

describe('A status', () => {
	test('is stored with the time that WhatsApp gives', async () => {
		bring('a', 'SENDING');
		ledger.advance('a', 'SENT', START + SECOND);
		ledger.advance('a', 'RECEIVED', START + 2 * SECOND);
		ledger.advance('a', 'READ', START + 3 * SECOND);
		ledger.advance('a', 'PLAYED', START + 4 * SECOND);
		expect(ledger.get('a')).toMatchObject({
			status: 'PLAYED',
			sentAt: iso(START + SECOND),
			receivedAt: iso(START + 2 * SECOND),
			readAt: iso(START + 3 * SECOND),
			playedAt: iso(START + 4 * SECOND),
		});
	});

	test('brings the skipped ones with it, as steps in order', () => {
		bring('a', 'SENDING');
		const steps = ledger.advance('a', 'READ', START + SECOND);
		const at = iso(START + SECOND);
		const record = ledger.get('a');
		expect(record).toMatchObject({ status: 'READ', sentAt: at, receivedAt: at, readAt: at });
		expect(steps).toEqual(
			['SENT', 'RECEIVED', 'READ'].map((status) => ({ record, status, at: START + SECOND })),
		);
	});

	test('of a message that still waited is news of what was sent only', () => {
		enqueue('a');
		expect(ledger.advance('a', 'SENT', START).map(({ status }) => status)).toEqual(['SENT']);
		expect(ledger.next()).toBeUndefined();
	});

	test('that is no news changes nothing', () => {
		bring('a', 'READ');
		const before = ledger.get('a');
		expect(ledger.advance('a', 'RECEIVED', START + HOUR)).toEqual([]);
		expect(ledger.advance('a', 'READ', START + HOUR)).toEqual([]);
		expect(ledger.advance('a', 'FAILED', START + HOUR, REFUSED)).toEqual([]);
		expect(ledger.get('a')).toEqual(before);
	});

	test('of a message that is not ours is none', () => {
		expect(ledger.advance('somebody else’s', 'READ', START)).toEqual([]);
	});

	test('FAILED says why', () => {
		bring('a', 'SENDING');
		const steps = ledger.advance('a', 'FAILED', START, REFUSED);
		expect(steps).toMatchObject([{ status: 'FAILED', record: { error: REFUSED } }]);
		expect(ledger.get('a')).toMatchObject({ status: 'FAILED', error: REFUSED, sentAt: null });
	});

	test('that proves a failed message arrived takes the error away', () => {
		bring('a', 'SENDING');
		ledger.advance('a', 'FAILED', START, REFUSED);
		expect(ledger.advance('a', 'RECEIVED', START).map(({ status }) => status)).toEqual([
			'SENT',
			'RECEIVED',
		]);
		expect(ledger.get('a')).toMatchObject({ status: 'RECEIVED', error: null });
	});
});

describe('A chat', () => {
	test.each([
		['QUEUED', false],
		['SENT', false],
		['FAILED', false],
		['RECEIVED', true],
		['READ', true],
	] as const)('with a message that is %s has been reached: %s', (status, reached) => {
		bring('a', status);
		expect(ledger.hasReached(CHAT)).toBe(reached);
		expect(ledger.hasReached('another@lid')).toBe(false);
	});

	test('is known without looking at every record: it is asked for each chat that waits', () => {
		const get = jest.spyOn(store.db, 'get');
		ledger.hasReached(CHAT);
		const [sql] = get.mock.lastCall ?? [];
		const plan = store.db.all(`EXPLAIN QUERY PLAN ${sql}`, CHAT);
		expect(plan).toMatchObject([{ detail: expect.stringContaining('INDEX message_reached') }]);
	});
});

test('The last message that WhatsApp took is known by its time', () => {
	expect(ledger.lastSentAt()).toBeUndefined();
	for (const id of ['a', 'b', 'c']) bring(id, 'SENDING');
	ledger.advance('a', 'SENT', START + 2 * SECOND);
	ledger.advance('b', 'SENT', START + SECOND);
	expect(ledger.lastSentAt()).toBe(START + 2 * SECOND);
});

describe('Taking a message out of the queue', () => {
	test('cancels it and forgets what it said', () => {
		enqueue('a');
		expect(ledger.cancel('a')).toMatchObject({ messageId: 'a', status: 'CANCELLED' });
		expect(ledger.next()).toBeUndefined();
		expect(ledger.queueLength()).toBe(0);
		expect(store.db.get('SELECT request FROM message')).toEqual({ request: null });
	});

	test('leaves the others', () => {
		for (const id of ['a', 'b']) enqueue(id);
		ledger.cancel('a');
		expect(ledger.next()?.messageId).toBe('b');
	});

	test.each(['SENDING', 'SENT', 'READ', 'FAILED', 'CANCELLED'] as const)(
		'is refused when it is %s',
		(status) => {
			bring('a', status);
			expect(errorOf(() => ledger.cancel('a'))).toMatchObject({
				code: 'UNKNOWN_MESSAGE',
				message: expect.stringContaining(status),
			});
			expect(statusOf('a')).toBe(status);
		},
	);

	test('is refused when it waits a second time: the first copy may have arrived', () => {
		bring('a', 'SENDING');
		ledger.requeueUnconfirmed();
		expect(errorOf(() => ledger.cancel('a'))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: expect.stringContaining('handed to WhatsApp and not confirmed'),
		});
		expect(statusOf('a')).toBe('QUEUED');
	});

	test('is refused when there is none', () => {
		expect(errorOf(() => ledger.cancel('a'))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'There is no message a in the queue.',
		});
	});

	test('works for all at once, and spares what was handed to WhatsApp', () => {
		for (const id of ['a', 'b']) enqueue(id);
		bring('sent', 'SENT');
		bring('sending', 'SENDING');
		bring('again', 'SENDING');
		ledger.requeueUnconfirmed(['sending']);
		expect(ledger.cancelAll()).toBe(2);
		expect(['a', 'b', 'sent', 'sending', 'again'].map(statusOf)).toEqual([
			'CANCELLED',
			'CANCELLED',
			'SENT',
			'SENDING',
			'QUEUED',
		]);
		expect(ledger.cancelAll()).toBe(0);
	});
});

describe('Sweeping', () => {
	/** What is left of the content: of the request, and of what went to WhatsApp. */
	const content = (id: string) =>
		store.db.get(
			'SELECT request IS NOT NULL AS request, wire IS NOT NULL AS wire FROM message WHERE id = ?',
			id,
		);
	const sweep = (keepContentMs: number, keepUndeliveredMs = keepContentMs) =>
		ledger.sweep({
			content: clock.now() - keepContentMs,
			undelivered: clock.now() - keepUndeliveredMs,
			records: clock.now() - 30 * DAY,
		});

	test('with 24 hours keeps the content for 24 hours after the last status', async () => {
		bring('a', 'SENT');
		await clock.advance(20 * HOUR);
		ledger.advance('a', 'READ', clock.now());
		await clock.advance(24 * HOUR - 1);
		sweep(24 * HOUR);
		expect(content('a')).toEqual({ request: 1, wire: 1 });
		await clock.advance(1);
		sweep(24 * HOUR);
		expect(content('a')).toEqual({ request: 0, wire: 0 });
		expect(ledger.wire('a')).toBeUndefined();
		expect(hasContent(store, 'a')).toBe(false);
		expect(statusOf('a')).toBe('READ');
	});

	test('keeps the content of what not everybody has received for longer', async () => {
		const all = ['SENT', 'RECEIVED', 'FAILED', 'CANCELLED'] as const;
		for (const status of all) bring(status, status);
		await clock.advance(25 * HOUR);
		sweep(24 * HOUR, 30 * DAY);
		expect(all.filter((status) => hasContent(store, status))).toEqual(['SENT']);
		expect(ledger.wire('SENT')).toBeDefined();
		await clock.advance(30 * DAY);
		sweep(24 * HOUR, 30 * DAY);
		expect(hasContent(store, 'SENT')).toBe(false);
	});

	test('with 0 hours takes the content of all that was sent, at once', () => {
		for (const status of ['SENT', 'READ', 'FAILED', 'CANCELLED'] as const) bring(status, status);
		sweep(0);
		for (const status of ['SENT', 'READ', 'FAILED', 'CANCELLED']) {
			expect(content(status)).toEqual({ request: 0, wire: 0 });
		}
	});

	test.each(['QUEUED', 'SENDING'] as const)(
		'never touches a message that is %s, however old',
		async (status) => {
			bring('a', status);
			await clock.advance(365 * DAY);
			sweep(0);
			ledger.requeueUnconfirmed();
			expect(ledger.next()?.request.content).toEqual({ type: 'text', text: 'a' });
		},
	);

	test('keeps the record without content for 30 days', async () => {
		bring('a', 'SENT');
		await clock.advance(30 * DAY);
		sweep(0);
		expect(statusOf('a')).toBe('SENT');
		await clock.advance(1);
		sweep(0);
		expect(ledger.get('a')).toBeUndefined();
	});
});

test('Nobody can read in the files what the messages say', async () => {
	const words = 'a secret that only two people share';
	enqueue('an-id-in-the-clear', words);
	ledger.markSending('an-id-in-the-clear', CHAT, words);
	await ledger.saving();
	const files = () =>
		readdirSync(stores.folder.path).map((name) => readFileSync(join(stores.folder.path, name)));

	const open = files();
	expect(open.length).toBe(2); // The database and its write-ahead log.
	store.close();
	for (const bytes of [Buffer.concat(open), Buffer.concat(files())]) {
		expect(bytes.includes('an-id-in-the-clear')).toBe(true);
		expect(bytes.includes(words)).toBe(false);
		expect(bytes.includes(words.slice(0, 12))).toBe(false);
		expect(bytes.includes(Buffer.from(words).toString('base64').slice(0, 16))).toBe(false);
	}
});
