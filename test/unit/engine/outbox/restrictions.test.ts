import type { EngineEvent } from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createRestrictions, type Restrictions } from '../../../../engine/outbox/restrictions';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, HOUR, socketDouble, textTo, useStores } from '../support';

const KNOWN = '222@lid';
const NEW = '333@lid';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;
let phone: string;
let told: EngineEvent[];
let restrictions: Restrictions;

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ledger = createLedger(store, clock.now);
	phone = '5511900000001';
	told = [];
	restrictions = createRestrictions({
		...{ store, ledger, clock, log: silentLog },
		events: { append: (events) => void told.push(...events) },
		info: () => ({ id: 'a', phone, lid: null, name: null }),
		isKnownChat: (chat) => chat === KNOWN,
		socket: () => socketDouble({ askNewChatCap: async () => undefined }),
		onChange: () => undefined,
		fail: () => undefined,
		onTrouble(error) {
			throw error;
		},
	});
	restrictions.onOpen();
});

afterEach(() => restrictions.close());

const capped = (until: number) =>
	restrictions.newChatCap.learn({
		...{ status: 'CAPPED', used: 50, max: 50 },
		...{ endsAt: until, saidAt: clock.now() },
	});
const restricted = (until: number) => restrictions.timelock.learn({ isActive: true, until });

/** Which of the two may be written to. */
function mayLeave(): string[] {
	const may = restrictions.hold();
	if (may === false) return [];
	const candidate = { campaign: null, handedOver: false, words: null, isAction: false };
	return [KNOWN, NEW].filter((chat) => may?.({ ...candidate, chat }) ?? true);
}

describe('New chats', () => {
	test('may be started at first', () => {
		expect(restrictions.hold()).toBeUndefined();
		expect(mayLeave()).toEqual([KNOWN, NEW]);
	});

	test.each([
		['the number is restricted', () => restricted(START + HOUR)],
		['its cap is reached', () => capped(START + HOUR)],
	])('wait while %s, and known ones do not', async (_what, arrange) => {
		arrange();
		expect(mayLeave()).toEqual([KNOWN]);
		await clock.advance(HOUR);
		expect(mayLeave()).toEqual([KNOWN, NEW]);
	});

	test('wait for the later one of both', async () => {
		restricted(START + HOUR);
		capped(START + DAY);
		expect(restrictions.until()).toBe(START + DAY);
		await clock.advance(HOUR);
		expect(mayLeave()).toEqual([KNOWN]);
		expect(told.map(({ event }) => event)).toEqual([
			...['session.restricted', 'session.restricted', 'session.limitReached'],
			'session.restrictionLifted',
		]);
	});
});

test('What waits for the cap is counted: what would start a chat, and is due', () => {
	const inAnHour = new Date(START + HOUR).toISOString();
	for (const [id, chat, sendAt] of [
		['a', NEW],
		['b', NEW],
		['c', '444@lid'],
		['d', KNOWN],
		['e', NEW, inAnHour],
	] as const) {
		ledger.enqueue(id, chat, textTo(chat, id, sendAt ? { sendAt } : {}), true);
	}
	ledger.markSending('c', '444@lid', '');
	capped(START + DAY);
	expect(told.at(-1)).toMatchObject({ event: 'session.limitReached', waiting: 2 });
});

test('Another number has nothing to do with it', async () => {
	restricted(START + DAY);
	capped(START + DAY);
	restrictions.onOpen();
	expect(mayLeave()).toEqual([KNOWN]);
	told = [];
	phone = '5511900000002';
	restrictions.onOpen();
	expect(mayLeave()).toEqual([KNOWN, NEW]);
	expect(restrictions.newChatCap.newChats()).toBeNull();
	await clock.advance(DAY);
	expect(told).toEqual([]);
});
