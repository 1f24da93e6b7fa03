import {
	EngineError,
	type SendMessage,
	type WaitingReason,
} from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createTimetable, type Timetable } from '../../../../engine/outbox/timetable';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, HOUR, MINUTE, SECOND, textTo, useStores } from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;
let timetable: Timetable;
/** When the sender was woken. */
let woken: number[];
let reason: WaitingReason | undefined;

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ledger = createLedger(store, clock.now);
	woken = [];
	reason = undefined;
	timetable = createTimetable({
		...{ ledger, clock, log: silentLog },
		fail: (messageId, error) =>
			void ledger.advance(messageId, 'FAILED', clock.now(), error.toShape()),
		reasonOf: () => reason,
		wake: () => woken.push(clock.now()),
	});
});
afterEach(() => timetable.close());

const iso = (at: number) => new Date(at).toISOString();
const queue = (id: string, more: Partial<SendMessage>) =>
	ledger.enqueue(id, CHAT, textTo(CHAT, id, more), true);

test('The sender is woken when a message comes due', async () => {
	queue('a', { sendAt: iso(START + MINUTE) });
	queue('b', { sendAt: iso(START + 2 * MINUTE) });
	timetable.look();
	await clock.advance(5 * MINUTE);
	expect(woken).toEqual([START, START + MINUTE, START + 2 * MINUTE]);
	expect(clock.due()).toEqual([]);
});

test('A timer takes no longer than an hour: the clock may be changed meanwhile', async () => {
	queue('a', { sendAt: iso(START + DAY) });
	timetable.look();
	clock.shift(23 * HOUR + 30 * MINUTE);
	await clock.advance(HOUR);
	expect(ledger.next()?.messageId).toBe('a');
	expect(clock.due()).toEqual([]);
});

test('A message that is moved is looked at in time', async () => {
	queue('a', { sendAt: iso(START + HOUR) });
	timetable.look();
	ledger.reschedule('a', START + MINUTE);
	timetable.look();
	await clock.advance(HOUR);
	expect(woken).toEqual([START, START, START + MINUTE]);
});

test('What has waited for too long fails in the moment, and says when it was to leave', async () => {
	queue('a', { sendAt: iso(START + HOUR), expireAfterMs: 10 * MINUTE });
	timetable.look();
	await clock.advance(HOUR + 10 * MINUTE - 1);
	expect(ledger.get('a')?.status).toBe('QUEUED');
	await clock.advance(1);
	expect(ledger.get('a')).toMatchObject({
		status: 'FAILED',
		error: {
			code: 'EXPIRED',
			message:
				'The message was to leave at 2026-07-01T13:00:00.000Z, by 2026-07-01T13:10:00.000Z at the latest, and could not: it is not sent any more.',
		},
	});
});

test('Many fail in slices', async () => {
	for (let i = 0; i < 45; i++) queue(`m${i}`, { expireAfterMs: SECOND });
	await clock.advance(MINUTE);
	timetable.look();
	expect(ledger.expired(100)).toHaveLength(25);
	await clock.advance(0);
	expect(ledger.expired(100)).toEqual([]);
	expect(clock.due()).toEqual([]);
});

test('Trouble with the disk is got over', async () => {
	queue('a', { sendAt: iso(START + MINUTE) });
	jest.spyOn(ledger, 'nextTime').mockImplementationOnce(() => {
		throw new EngineError('STORE_FAILED', 'Full.', '', true);
	});
	timetable.look();
	await clock.advance(MINUTE);
	expect(woken.at(-1)).toBe(START + MINUTE);
});

test('Nothing is looked at when it was closed', async () => {
	queue('a', { sendAt: iso(START + MINUTE) });
	timetable.look();
	timetable.close();
	await clock.advance(HOUR);
	timetable.look();
	expect(woken).toEqual([START]);
	expect(clock.due()).toEqual([]);
});

test.each<[WaitingReason | undefined, string]>([
	[undefined, 'Run Session > Get Status'],
	['NOT_CONNECTED', 'Run Session > Get Status'],
	['DAILY_LIMIT', 'It waited for the limit of messages per day. Change that in the credential'],
	['PAUSED', 'It waited for the queue or its campaign to be resumed. Raise Expires After'],
])('The error of one that waited for too long says what it waited for: %s', async (why, hint) => {
	reason = why;
	queue('a', { expireAfterMs: MINUTE });
	timetable.look();
	await clock.advance(MINUTE);
	expect(ledger.get('a')?.error).toMatchObject({
		code: 'EXPIRED',
		hint: expect.stringContaining(hint),
	});
});
