import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { because, createWaiting, type Why } from '../../../../engine/outbox/waiting';
import { createFakeClock, START } from '../../../support/fake-clock';
import { HOUR, textTo, useStores } from '../support';

const ANA = '5511900000001@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';

const stores = useStores();
let ledger: Ledger;
beforeEach(() => {
	ledger = createLedger(stores.open(), createFakeClock().now);
});

const iso = (ms: number) => new Date(START + ms).toISOString();
const queue = (id: string, chat: string, more = {}) =>
	ledger.enqueue(id, chat, textTo(chat, id, more), true);
const waitingWith = (reasons: Why[], isOnline = true) =>
	createWaiting({ ledger, reasons, isOnline: () => isOnline });
const toBob: Why = because(
	() =>
		({ chat }) =>
			chat !== BOB,
	'RESTRICTED',
	() => START + HOUR,
);

test('What waits for its turn alone waits for no reason', () => {
	queue('a', ANA);
	expect(waitingWith([toBob, () => undefined]).all()).toEqual([]);
	expect(waitingWith([toBob]).reasonOf('a')).toBeUndefined();
	expect(waitingWith([toBob]).reasonOf('gone')).toBeUndefined();
});

test('Messages are counted by the first reason that holds them, the most important one first', () => {
	queue('a', ANA);
	queue('b', BOB);
	queue('c', BOB);
	queue('later', BOB, { sendAt: iso(3 * HOUR) });
	queue('sooner', ANA, { sendAt: iso(2 * HOUR) });
	const limit = 'messagesPerDay' as const;
	const always: Why = () => () => ({ reason: 'DAILY_LIMIT', until: START + 5, limit });
	const waiting = waitingWith([toBob, always]);
	expect(waiting.all()).toEqual([
		{ reason: 'RESTRICTED', count: 2, until: iso(HOUR) },
		{ reason: 'DAILY_LIMIT', count: 1, until: iso(5) },
		{ reason: 'SCHEDULED', count: 2, until: iso(2 * HOUR) },
	]);
	expect(waiting.countFor('messagesPerDay')).toBe(1);
	expect(waiting.countFor('messagesPerHour')).toBe(0);
	expect(waiting.reasonOf('b')).toBe('RESTRICTED');
});

test('Without a connection all that could leave waits for it', () => {
	queue('a', ANA);
	queue('b', BOB);
	expect(waitingWith([toBob], false).all()).toEqual([
		{ reason: 'RESTRICTED', count: 1, until: iso(HOUR) },
		{ reason: 'NOT_CONNECTED', count: 1, until: null },
	]);
});

test('A hold that holds all is a reason for all', () => {
	queue('a', ANA);
	const paused = because(
		() => false,
		'PAUSED',
		() => undefined,
	);
	expect(waitingWith([paused]).all()).toEqual([{ reason: 'PAUSED', count: 1, until: null }]);
});

test('What leaves in a moment waits for no reason', () => {
	queue('a', ANA);
	expect(waitingWith([() => () => ({ reason: null, until: START + 1 })]).all()).toEqual([]);
});
