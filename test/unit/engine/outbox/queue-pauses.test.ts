import type { SendMessage } from '../../../../engine/gateway/contract';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createQueuePauses, type QueuePauses } from '../../../../engine/outbox/queue-pauses';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE, textTo, useStores } from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
const SPRING = 'Spring sale';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;
let pauses: QueuePauses;
const onResumed = jest.fn();

function open(): void {
	store = stores.open();
	ledger = createLedger(store, clock.now);
	pauses = createQueuePauses({ store, ledger, now: clock.now, onResumed });
}

beforeEach(() => {
	clock = createFakeClock();
	onResumed.mockReset();
	open();
});

const iso = (at: number) => new Date(at).toISOString();
const queue = (id: string, more: Partial<SendMessage> = {}) =>
	ledger.enqueue(id, CHAT, textTo(CHAT, id, more), true);
/** Those that leave one after another now, as far as campaigns go. */
function leave(): string[] {
	const order: string[] = [];
	for (let next = ledger.next(); next; next = ledger.next()) {
		order.push(next.messageId);
		ledger.markSending(next.messageId, CHAT, 'wire');
	}
	return order;
}

test('A queue that nobody has paused lets all leave', () => {
	queue('a');
	expect(pauses.of()).toEqual({ paused: false, campaign: null, since: null, waiting: 1 });
	expect([pauses.since(), pauses.hold()]).toEqual([undefined, undefined]);
});

test('A paused queue holds all, over a restart, until it is resumed', async () => {
	queue('a');
	queue('later', { sendAt: iso(START + HOUR), campaign: SPRING });
	const paused = { paused: true, campaign: null, since: iso(START), waiting: 2 };
	expect(pauses.pause()).toEqual(paused);
	await clock.advance(MINUTE);
	expect(pauses.pause()).toEqual(paused);
	expect(pauses.of(SPRING)).toEqual({ ...paused, campaign: SPRING, waiting: 1 });
	store.close();
	open();
	expect([pauses.since(), pauses.hold()]).toEqual([START, false]);
	expect(onResumed).not.toHaveBeenCalled();
	expect(pauses.resume()).toEqual({ ...paused, paused: false, since: null });
	expect(pauses.hold()).toBeUndefined();
	expect(onResumed).toHaveBeenCalledTimes(1);
});

describe('A paused campaign', () => {
	test('holds its messages, also those that come later and are urgent, over a restart', async () => {
		queue('a', { campaign: SPRING });
		queue('b', { campaign: SPRING, sendAt: iso(START + MINUTE) });
		queue('other', { campaign: 'Autumn' });
		queue('answer');
		const paused = { paused: true, campaign: SPRING, since: iso(START), waiting: 2 };
		expect(pauses.pause('spring  SALE')).toEqual(paused);
		await clock.advance(HOUR);
		queue('c', { campaign: SPRING, priority: 'high' });
		expect(leave()).toEqual(['answer', 'other']);
		store.close();
		open();
		expect(leave()).toEqual([]);
		expect(pauses.of(SPRING)).toEqual({ ...paused, waiting: 3 });
		expect(pauses.resume(SPRING)).toEqual({ ...paused, paused: false, since: null, waiting: 3 });
		expect(leave()).toEqual(['c', 'b', 'a']);
	});

	test('is taken up as it was when it had not begun', () => {
		expect(pauses.pause('  New  ')).toMatchObject({ paused: true, waiting: 0 });
		queue('a', { campaign: 'new' });
		expect(leave()).toEqual([]);
		pauses.resume('new');
		expect(leave()).toEqual(['a']);
	});

	test('holds what was handed over without an answer, and what is prepared just now', () => {
		queue('a', { campaign: SPRING });
		queue('b', { campaign: SPRING });
		ledger.markSending('a', CHAT, 'the bytes');
		ledger.requeueUnconfirmed();
		expect(ledger.next()?.messageId).toBe('a');
		pauses.pause(SPRING);
		expect(ledger.markSending('b', CHAT, 'wire')).toBe(false);
		expect(ledger.next()).toBeUndefined();
		pauses.resume(SPRING);
		expect(ledger.next()).toMatchObject({ messageId: 'a', wire: 'the bytes' });
	});

	test('does not keep a message from expiring', async () => {
		queue('a', { campaign: SPRING, expireAfterMs: HOUR });
		pauses.pause(SPRING);
		expect(ledger.nextTime()).toBe(START + HOUR);
		await clock.advance(HOUR);
		expect(ledger.expired(10).map(({ messageId }) => messageId)).toEqual(['a']);
	});

	test('stays so when the queue is paused and resumed, and the other way round', async () => {
		pauses.pause(SPRING);
		await clock.advance(MINUTE);
		pauses.pause();
		expect(pauses.of(SPRING).since).toBe(iso(START));
		expect(pauses.resume(SPRING)).toMatchObject({ paused: true, since: iso(START + MINUTE) });
		pauses.pause(SPRING);
		pauses.resume();
		expect(pauses.of(SPRING).paused).toBe(true);
	});
});

test('To resume what is not paused changes nothing, and makes no campaign', async () => {
	expect(pauses.resume('never heard of')).toEqual({
		...{ paused: false, campaign: 'never heard of', since: null, waiting: 0 },
	});
	expect(pauses.resume()).toMatchObject({ paused: false });
	expect((await ledger.statistics()).map(({ campaign }) => campaign)).toEqual([null]);
});

test('Of ten thousand messages of a paused campaign none is looked at', () => {
	store.db.run("INSERT INTO campaign (id, digest, name, paused_since) VALUES (9, '', x'', 1)");
	store.db.run(
		`INSERT INTO message (id, chat, status, queued_at, changed_at, campaign, priority)
		 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
		 SELECT 'filler ' || i, i || '@lid', 'QUEUED', 0, 0, 9, i % 3 FROM n`,
	);
	const mayLeave = jest.fn(() => true);
	expect(ledger.next(mayLeave)).toBeUndefined();
	expect(mayLeave).not.toHaveBeenCalled();
});
