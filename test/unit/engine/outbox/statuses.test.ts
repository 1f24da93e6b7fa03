import { createStatuses, type Statuses } from '../../../../engine/outbox/statuses';
import type { EngineEvent } from '../../../../engine/gateway/contract';
import { createEventLog, type EventLog } from '../../../../engine/events/event-log';
import { silentLog } from '../../../../engine/log';
import { createGroupReceipts } from '../../../../engine/outbox/group-receipts';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { ACCOUNT_ID, textTo, useStores } from '../support';

const GROUP = '120363000000000001@g.us';
const PHONE = '5511900000002';
const LID = '222@lid';

const stores = useStores();
let clock: FakeClock;
let statuses: Statuses;
let ledger: Ledger;
let log: EventLog;
/** The messages of which it was told that they have got further. */
let changed: (readonly string[])[];
/** The messages that WhatsApp has taken, as it was told. */
let sent: string[];
let events: EngineEvent[];
/** Whether it is known yet that the number and the LID are one person. */
let acquainted: boolean;

beforeEach(() => {
	clock = createFakeClock();
	acquainted = false;
	events = [];
	const store = stores.open();
	changed = [];
	sent = [];
	ledger = createLedger(store, clock.now);
	const groupReceipts = createGroupReceipts(store);
	log = createEventLog({
		store,
		now: clock.now,
		after: clock.after,
		log: silentLog,
		account: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
	});
	log.subscribe({ events: ['message.received', 'message.read'], start: 'now' }, async (batch) => {
		events.push(...batch.events);
	});
	ledger.enqueue('a', GROUP, textTo(GROUP, 'a'), true);
	ledger.markSending('a', GROUP, 'wire');
	groupReceipts.setParticipants('a', 2);
	statuses = createStatuses({
		store,
		ledger,
		groupReceipts,
		events: log,
		info: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
		addresses: (jid) => ({
			phone: acquainted || jid !== LID ? PHONE : null,
			lid: acquainted || jid === LID ? LID : null,
		}),
		directory: { nameOf: () => null },
		onSent({ messageId }) {
			sent.push(messageId);
			return undefined;
		},
		onChange: (messageIds) => void changed.push(messageIds),
	});
});

test.each([
	['by phone number and then by LID', `${PHONE}@s.whatsapp.net`, LID],
	['by LID and then by phone number', LID, `${PHONE}@s.whatsapp.net`],
])('Who of a group answers %s counts once', async (_, first, second) => {
	const receipt = { messageIds: ['a'], chat: GROUP, at: START };
	statuses.onReceipts([{ ...receipt, status: 'RECEIVED', participant: first }]);
	acquainted = true;
	statuses.onReceipts([{ ...receipt, status: 'RECEIVED', participant: second }]);
	statuses.onReceipts([{ ...receipt, status: 'READ', participant: second }]);
	await clock.settle();
	expect(events.map(({ event }) => event)).toEqual(['message.received', 'message.read']);
	expect(events.at(-1)).toMatchObject({ progress: { deliveredTo: 1, readBy: 1 } });
});

test('Several people and messages are one thing', async () => {
	ledger.enqueue('b', GROUP, textTo(GROUP, 'b'), true);
	ledger.markSending('b', GROUP, 'wire');
	const batches: string[][] = [];
	log.subscribe({ events: ['message.read'], start: 'now' }, async (batch) => {
		batches.push(batch.events.map(({ eventId }) => eventId));
	});
	const receipt = { chat: GROUP, status: 'READ', at: START } as const;
	const eve = '333@lid';
	statuses.onReceipts([
		{ ...receipt, messageIds: ['a'], participant: LID },
		{ ...receipt, messageIds: ['a'], participant: eve },
		{ ...receipt, messageIds: ['b'], participant: eve },
	]);
	await clock.settle();
	expect(batches).toEqual([
		[`a:READ:${LID}`, `a:READ:${PHONE}`, `b:READ:${PHONE}`].map((id) => `${ACCOUNT_ID}:${id}`),
	]);
	expect(changed).toEqual([['a', 'b']]);
	expect(ledger.get('a')?.status).toBe('READ');
	expect(ledger.get('b')?.status).toBe('SENT');
	expect(sent).toEqual(['a', 'b']);
});

test.each<[string, string, string, string | null]>([
	['a person about a message to a group', GROUP, LID, null],
	['a group about a message to a person', `${PHONE}@s.whatsapp.net`, GROUP, LID],
	['a group about a message to another', '120363000000000002@g.us', GROUP, LID],
	['all statuses about a message to a group', GROUP, 'status@broadcast', LID],
])('A receipt from %s says nothing', async (_, to, chat, participant) => {
	ledger.enqueue('b', to, textTo(to, 'b'), true);
	ledger.markSending('b', to, 'wire');
	statuses.onReceipts([{ messageIds: ['b'], status: 'READ', chat, participant, at: START }]);
	await clock.settle();
	expect(events).toEqual([]);
	expect(ledger.get('b')?.status).toBe('SENDING');
	expect(changed).toEqual([[]]);
});
