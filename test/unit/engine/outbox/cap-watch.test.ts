import type { EngineEvent, LimitReachedEvent } from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import { createCapWatch, type CapWatch } from '../../../../engine/outbox/cap-watch';
import { createRestrictionNews } from '../../../../engine/outbox/restriction-news';
import type { AccountStore } from '../../../../engine/store/account-store';
import type { NewChatCap, WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, deferred, HOUR, MINUTE, SECOND, socketDouble, useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ask: jest.Mock<Promise<NewChatCap | undefined>, []>;
let socket: WhatsAppSocket | undefined;
let onChange: jest.Mock<void, []>;
let watch: CapWatch;
let told: EngineEvent[];

const ENDS = START + 20 * DAY;
const words = (more: Partial<NewChatCap> = {}): NewChatCap => ({
	...{ status: 'NONE', used: 12, max: 50, endsAt: ENDS, saidAt: clock.now() },
	...more,
});
const capped = (more: Partial<NewChatCap> = {}) => words({ status: 'CAPPED', used: 50, ...more });
const iso = (at: number) => new Date(at).toISOString();

const open = () =>
	createCapWatch({
		clock,
		log: silentLog,
		settings: store.settings,
		news: createRestrictionNews({
			store,
			events: { append: (events) => void told.push(...events) },
			info: () => ({ id: 'a', phone: '5511900000001', lid: null, name: null }),
			now: clock.now,
		}),
		socket: () => socket,
		waiting: () => 7,
		onChange,
		onTrouble: (error) => {
			throw error;
		},
	});

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ask = jest.fn<Promise<NewChatCap | undefined>, []>(async () => words());
	socket = socketDouble({ askNewChatCap: () => ask() });
	onChange = jest.fn();
	told = [];
	watch = open();
});

async function goOnline(): Promise<void> {
	watch.onOpen();
	await clock.settle();
}

async function refuse(): Promise<void> {
	watch.onRefused(clock.now());
	await clock.settle();
}

const isFree = () => watch.until() === undefined;
/** In short: until when it is restricted, that it is not any more, which limit is reached. */
const news = () =>
	told.map((event) => {
		if (event.event === 'session.restricted') return event.until;
		return event.event === 'session.limitReached' ? event.level : event.event;
	});
const LIFTED = 'session.restrictionLifted';

describe('After the login', () => {
	test('WhatsApp is asked', async () => {
		await goOnline();
		expect(watch.newChats()).toEqual({ used: 12, max: 50, until: iso(ENDS), status: 'NONE' });
		expect(isFree()).toBe(true);
		expect(told).toEqual([]);
	});

	test('and the number is held to its cap from the first message on', async () => {
		ask.mockResolvedValue(capped());
		await goOnline();
		expect(watch.until()).toBe(ENDS);
	});

	test.each<[string, () => void]>([
		['refuses', () => ask.mockRejectedValue(new Error('no'))],
		['says nothing of it', () => ask.mockResolvedValue(undefined)],
		['does not answer', () => ask.mockReturnValue(deferred<undefined>().promise)],
		['cannot be asked', () => (socket = undefined)],
	])('it is no trouble when WhatsApp %s', async (_what, arrange) => {
		arrange();
		await goOnline();
		await clock.advance(HOUR);
		expect(isFree()).toBe(true);
		expect(watch.newChats()).toBeNull();
		expect(told).toEqual([]);
		expect(clock.due()).toEqual([]);
	});

	test('it is not asked again with each of many connections', async () => {
		await goOnline();
		await goOnline();
		expect(ask).toHaveBeenCalledTimes(1);
		await clock.advance(10 * MINUTE);
		await goOnline();
		expect(ask).toHaveBeenCalledTimes(2);
	});
});

describe('A cap that is reached', () => {
	test('holds until the period ends; then WhatsApp is asked before anything leaves', async () => {
		await goOnline();
		onChange.mockClear();
		watch.learn(capped());
		await clock.advance(20 * DAY - 1);
		expect(isFree()).toBe(false);
		const answer = deferred<NewChatCap>();
		ask.mockReturnValue(answer.promise);
		await clock.advance(1);
		expect(isFree()).toBe(true);
		expect(onChange).not.toHaveBeenCalled();
		answer.resolve(words({ used: 0, endsAt: ENDS + 30 * DAY }));
		await clock.settle();
		expect(onChange).toHaveBeenCalled();
		expect(news()).toEqual([iso(ENDS), 'reached', LIFTED]);
		expect(watch.newChats()).toMatchObject({ used: 0, until: iso(ENDS + 30 * DAY) });
	});

	test('holds on where WhatsApp then says that it is reached again', async () => {
		await goOnline();
		watch.learn(capped());
		ask.mockImplementation(async () => capped({ endsAt: ENDS + 30 * DAY }));
		await clock.advance(20 * DAY);
		expect(watch.until()).toBe(ENDS + 30 * DAY);
		expect(news()).toEqual([iso(ENDS), 'reached', LIFTED, iso(ENDS + 30 * DAY), 'reached']);
	});

	test('does not hold for longer because WhatsApp does not answer then', async () => {
		await goOnline();
		watch.learn(capped());
		ask.mockReturnValue(deferred<undefined>().promise);
		await clock.advance(20 * DAY);
		onChange.mockClear();
		await clock.advance(10 * SECOND);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('is told with its numbers and what waits', () => {
		watch.learn(capped());
		expect(told).toMatchObject([
			{ event: 'session.restricted', reason: 'newChatCap', until: iso(ENDS) },
			{
				...{ event: 'session.limitReached', limit: 'newChatCap', level: 'reached' },
				...{ max: 50, used: 50, until: iso(ENDS), waiting: 7 },
			},
		]);
	});

	test('is over as soon as WhatsApp says so', async () => {
		watch.learn(capped());
		onChange.mockClear();
		watch.learn(words());
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalled();
		expect(news()).toEqual([iso(ENDS), 'reached', LIFTED]);
	});

	test('is told once, however often WhatsApp says it', async () => {
		for (let times = 0; times < 3; times++) {
			watch.learn(capped());
			await clock.advance(SECOND);
		}
		watch.close();
		watch = open();
		await goOnline();
		expect(news().filter((one) => one === 'reached')).toHaveLength(1);
	});

	test('is remembered over a restart', () => {
		watch.learn(capped());
		watch.close();
		watch = open();
		expect(watch.until()).toBe(ENDS);
		expect(watch.newChats()).toMatchObject({ used: 50, status: 'CAPPED' });
	});

	test('whose period ended while n8n was down is told as lifted after the next login, once', async () => {
		watch.learn(capped());
		watch.close();
		clock.shift(21 * DAY);
		watch = open();
		await clock.settle();
		expect(news()).toEqual([iso(ENDS), 'reached']);
		await goOnline();
		await goOnline();
		expect(news()).toEqual([iso(ENDS), 'reached', LIFTED]);
	});

	test('of another number is forgotten', () => {
		watch.learn(capped());
		watch.forget();
		expect(isFree()).toBe(true);
		expect(watch.newChats()).toBeNull();
	});
});

describe('A warning', () => {
	test('is told once for each level and period', () => {
		watch.learn(words({ status: 'FIRST_WARNING', used: 38 }));
		watch.learn(words({ status: 'FIRST_WARNING', used: 40 }));
		watch.learn(words({ status: 'SECOND_WARNING', used: 45 }));
		watch.learn(words({ status: 'FIRST_WARNING', used: 38, endsAt: ENDS + 30 * DAY }));
		expect(told).toMatchObject([
			{ level: 'warning', used: 38, max: 50, until: iso(ENDS), waiting: 0 },
			{ level: 'warning', used: 45 },
			{ level: 'warning', used: 38, until: iso(ENDS + 30 * DAY) },
		]);
		expect(isFree()).toBe(true);
	});

	test('with odd numbers is told without them', () => {
		watch.learn(
			words({ status: 'FIRST_WARNING', used: undefined, max: undefined, endsAt: undefined }),
		);
		const [{ max, used, until }] = told as [LimitReachedEvent];
		expect([max, used, until]).toEqual([null, null, null]);
	});
});

describe('A refusal (475)', () => {
	test('holds at once, and until the end that WhatsApp then says', async () => {
		const answer = deferred<NewChatCap>();
		ask.mockReturnValue(answer.promise);
		await refuse();
		expect(watch.until()).toBe(START + HOUR);
		expect(news()).toEqual([]);
		answer.resolve(capped());
		await clock.settle();
		expect(watch.until()).toBe(ENDS);
		expect(news()).toEqual([iso(ENDS), 'reached']);
	});

	test('and others of the same moment ask once', async () => {
		watch.onRefused(START);
		watch.onRefused(START);
		await refuse();
		expect(ask).toHaveBeenCalledTimes(1);
	});

	test.each<[string, () => void]>([
		['refuses to answer', () => ask.mockRejectedValue(new Error('no answer'))],
		['says nothing of it', () => ask.mockResolvedValue(undefined)],
		['does not answer', () => ask.mockReturnValue(deferred<undefined>().promise)],
		['cannot be asked', () => (socket = undefined)],
		['says that there are chats left', () => ask.mockImplementation(async () => words())],
	])('holds for an hour where WhatsApp %s', async (_what, arrange) => {
		watch.onOpen();
		await clock.settle();
		watch.forget();
		arrange();
		await refuse();
		await clock.advance(10 * SECOND);
		expect(news()).toEqual([null, 'reached']);
		await clock.advance(HOUR - MINUTE);
		expect(isFree()).toBe(false);
		await clock.advance(MINUTE);
		expect(isFree()).toBe(true);
		expect(news()).toEqual([null, 'reached', LIFTED]);
	});

	test('that n8n ended before it was answered is told after the next login', async () => {
		ask.mockReturnValue(deferred<undefined>().promise);
		await refuse();
		watch.close();
		watch = open();
		expect(isFree()).toBe(false);
		await goOnline();
		expect(news()).toEqual([]);
		await clock.advance(10 * SECOND);
		expect(news()).toEqual([null, 'reached']);
	});

	test('is answered late: it counts', async () => {
		const answer = deferred<NewChatCap>();
		ask.mockReturnValue(answer.promise);
		await refuse();
		await clock.advance(10 * SECOND);
		expect(news()).toEqual([null, 'reached']);
		answer.resolve(capped());
		await clock.settle();
		expect(watch.until()).toBe(ENDS);
		expect(news()).toEqual([null, 'reached', iso(ENDS)]);
	});
});

test('Closing plans nothing any more', async () => {
	ask.mockReturnValue(deferred<undefined>().promise);
	watch.onOpen();
	await refuse();
	watch.close();
	expect(clock.due()).toEqual([]);
});
