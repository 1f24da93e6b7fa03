import { createStatuses, type Statuses } from '../../../../engine/account/statuses';
import type { EngineEvent } from '../../../../engine/gateway/contract';
import { createEventLog } from '../../../../engine/inbox/event-log';
import { createGroupReceipts } from '../../../../engine/outbox/group-receipts';
import { createLedger } from '../../../../engine/outbox/ledger';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { ACCOUNT_ID, textTo, useStores } from '../support';

const GROUP = '120363000000000001@g.us';
const PHONE = '5511900000002';
const LID = '222@lid';

const stores = useStores();
let clock: FakeClock;
let statuses: Statuses;
let events: EngineEvent[];
/** Whether it is known yet that the number and the LID are one person. */
let acquainted: boolean;

beforeEach(() => {
	clock = createFakeClock();
	acquainted = false;
	events = [];
	const store = stores.open();
	const ledger = createLedger(store, clock.now);
	const groupReceipts = createGroupReceipts(store);
	const log = createEventLog({
		store,
		now: clock.now,
		after: clock.after,
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
		onChange: () => log.flush(),
	});
});

test.each([
	['by phone number and then by LID', `${PHONE}@s.whatsapp.net`, LID],
	['by LID and then by phone number', LID, `${PHONE}@s.whatsapp.net`],
])('Who of a group answers %s counts once', async (_, first, second) => {
	const receipt = { messageIds: ['a'], at: START };
	statuses.onReceipt({ ...receipt, status: 'RECEIVED', participant: first });
	acquainted = true;
	statuses.onReceipt({ ...receipt, status: 'RECEIVED', participant: second });
	statuses.onReceipt({ ...receipt, status: 'READ', participant: second });
	await clock.settle();
	expect(events.map(({ event }) => event)).toEqual(['message.received', 'message.read']);
	expect(events.at(-1)).toMatchObject({ progress: { deliveredTo: 1, readBy: 1 } });
});
