import {
	EngineError,
	type ErrorCode,
	type MessageStatus,
	type SendMessage,
} from '../../../../engine/gateway/contract';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import type { Counts } from '../../../../engine/outbox/ledger-statistics';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, HOUR, textTo, useStores } from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
const SPRING = 'Spring sale';
const NONE: Counts = {
	...{ campaign: null, queued: 0, sending: 0, sent: 0, received: 0, read: 0, played: 0 },
	...{ failed: 0, expired: 0, optedOut: 0, cancelled: 0, total: 0 },
	...{ firstQueuedAt: null, lastSentAt: null },
};

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
let queued = 0;

/** A message that has come to a status by the ways of the ledger. */
function bring(status: MessageStatus, more: Partial<SendMessage> = {}, code?: ErrorCode): string {
	const id = `message ${queued++}`;
	ledger.enqueue(id, CHAT, textTo(CHAT, id, more), true);
	const error = code && new EngineError(code, 'No.', 'Try another.').toShape();
	if (status === 'CANCELLED') ledger.cancel(id);
	else if (status !== 'QUEUED') {
		if (!error) ledger.markSending(id, CHAT, 'wire');
		if (status !== 'SENDING') ledger.advance(id, status, clock.now(), error);
	}
	return id;
}

test('A queue that has never been used has nothing to count', async () => {
	expect(await ledger.statistics()).toEqual([NONE]);
	expect(await ledger.statistics('not begun')).toEqual([{ ...NONE, campaign: 'not begun' }]);
});

test('A campaign is counted as a funnel: who has read a message was sent it', async () => {
	const all = ['QUEUED', 'SENDING', 'SENT', 'RECEIVED', 'READ', 'PLAYED', 'CANCELLED'] as const;
	for (const status of all) bring(status, { campaign: SPRING });
	bring('QUEUED', { campaign: SPRING, sendAt: iso(START + HOUR) });
	await clock.advance(HOUR);
	bring('READ', { campaign: SPRING });
	bring('FAILED', { campaign: SPRING }, 'NOT_ON_WHATSAPP');
	bring('FAILED', { campaign: SPRING }, 'EXPIRED');
	bring('FAILED', { campaign: SPRING }, 'EXPIRED');
	bring('FAILED', { campaign: SPRING }, 'OPTED_OUT');
	bring('READ', { campaign: 'Autumn' });
	bring('SENT');
	const spring = {
		...{ campaign: SPRING, queued: 2, sending: 1, sent: 5, received: 4, read: 3, played: 1 },
		...{ failed: 1, expired: 2, optedOut: 1, cancelled: 1, total: 13 },
		...{ firstQueuedAt: iso(START), lastSentAt: iso(START + HOUR) },
	};
	expect(await ledger.statistics()).toMatchObject([
		spring,
		{ campaign: 'Autumn', total: 1, read: 1, firstQueuedAt: iso(START + HOUR) },
		{ ...NONE, sent: 1, total: 1, firstQueuedAt: iso(START + HOUR), lastSentAt: expect.anything() },
	]);
	expect(await ledger.statistics('SPRING SALE')).toEqual([spring]);
});

test('What counted as failed and arrived counts as received', async () => {
	const id = bring('FAILED', { campaign: SPRING }, 'EXPIRED');
	ledger.advance(id, 'RECEIVED', clock.now());
	expect(await ledger.statistics(SPRING)).toMatchObject([{ expired: 0, received: 1, sent: 1 }]);
});

test('The counts of a campaign stay when the records go, and those of other messages go with them', async () => {
	const sweep = () => {
		const records = clock.now() - 30 * DAY;
		while (ledger.sweep({ content: records, undelivered: records, records }));
	};
	for (let n = 0; n < 30; n++) bring('READ', { campaign: SPRING });
	bring('FAILED', { campaign: SPRING }, 'EXPIRED');
	bring('CANCELLED', { campaign: SPRING });
	bring('READ');
	await clock.advance(20 * DAY);
	for (let n = 0; n < 3; n++) bring('READ', { campaign: SPRING });
	bring('FAILED', { campaign: SPRING }, 'EXPIRED');
	const before = await ledger.statistics();
	expect(before).toMatchObject([
		{ campaign: SPRING, read: 33, expired: 2, cancelled: 1, total: 36 },
		{ campaign: null, read: 1 },
	]);
	await clock.advance(11 * DAY);
	sweep();
	expect(store.db.get('SELECT count(*) AS n FROM message')).toEqual({ n: 4 });
	expect(await ledger.statistics()).toEqual([before[0], NONE]);
	await clock.advance(30 * DAY);
	sweep();
	expect(store.db.get('SELECT count(*) AS n FROM message')).toEqual({ n: 0 });
	store.close();
	store = stores.open();
	ledger = createLedger(store, clock.now);
	expect(await ledger.statistics(SPRING)).toEqual([before[0]]);
});

test('A record goes together with its count, or stays', async () => {
	bring('READ', { campaign: SPRING });
	await clock.advance(31 * DAY);
	const run = store.db.run;
	jest.spyOn(store.db, 'run').mockImplementation((sql, ...values) => {
		if (sql.startsWith('DELETE FROM message WHERE seq')) throw new Error('killed');
		return run(sql, ...values);
	});
	const at = clock.now();
	expect(() => ledger.sweep({ content: at, undelivered: at, records: at })).toThrow('killed');
	expect(await ledger.statistics(SPRING)).toMatchObject([{ read: 1, total: 1 }]);
	jest.restoreAllMocks();
});

test('Messages of no campaign are counted however many there are, and those of campaigns without a look at records', async () => {
	store.db.run(
		`INSERT INTO message (id, chat, status, queued_at, changed_at)
		 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12345)
		 SELECT 'filler ' || i, 'chat', 'READ', i, 0 FROM n`,
	);
	bring('READ', { campaign: SPRING });
	const all = jest.spyOn(store.db, 'all');
	expect(await ledger.statistics()).toMatchObject([
		{ campaign: SPRING, read: 1 },
		{ campaign: null, read: 12_345, total: 12_345, firstQueuedAt: iso(1) },
	]);
	const [sql, ...values] = all.mock.calls.find(([text]) => text.includes('campaign_past')) ?? [''];
	const plan = store.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
	const searched = plan.map(({ detail }) => detail).filter((detail) => / message\b/.test(detail));
	expect(searched).toEqual([expect.stringContaining('COVERING INDEX message_campaign')]);
});
