import type { EngineEvent, RestrictedEvent } from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import {
	createReachOutTimelock,
	type ReachOutTimelock,
} from '../../../../engine/outbox/reach-out-timelock';
import { createRestrictionNews } from '../../../../engine/outbox/restriction-news';
import type { AccountStore } from '../../../../engine/store/account-store';
import type { Standing, WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, deferred, HOUR, MINUTE, SECOND, socketDouble, useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ask: jest.Mock<Promise<Standing>, []>;
let socket: WhatsAppSocket | undefined;
let fail: jest.Mock<void, [messageId: string, at: number, standing: Standing | undefined]>;
let onChange: jest.Mock<void, []>;
let timelock: ReachOutTimelock;
/** What triggers are told. */
let told: EngineEvent[];

const open = () =>
	createReachOutTimelock({
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
		onChange,
		fail,
		onTrouble: (error) => {
			throw error;
		},
	});

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	ask = jest.fn<Promise<Standing>, []>(async () => ({ isActive: true, until: START + 3 * HOUR }));
	socket = socketDouble({ askReachOutTimelock: async () => timelock.learn(await ask()) });
	onChange = jest.fn();
	fail = jest.fn();
	told = [];
	timelock = open();
	timelock.onTime();
	onChange.mockClear();
});

async function refuse(): Promise<void> {
	timelock.onRefused('A1', clock.now());
	await clock.settle();
}

const isFree = () => timelock.until() === undefined;
const iso = (at: number) => new Date(at).toISOString();
/** In short: until when it is restricted, or that it is not any more. */
const news = () =>
	told.map((event) => (event.event === 'session.restricted' ? event.until : event.event));
const LIFTED = 'session.restrictionLifted';

describe('A number', () => {
	test('may write to everybody at first', () => {
		expect(timelock.until()).toBeUndefined();
	});

	test('that WhatsApp restricts is so until WhatsApp’s own time', async () => {
		await refuse();
		expect(timelock.until()).toBe(START + 3 * HOUR);
		expect(news()).toEqual([iso(START + 3 * HOUR)]);

		await clock.advance(3 * HOUR - 1);
		expect(isFree()).toBe(false);
		expect(onChange).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('whose clock was ahead is restricted until WhatsApp’s own time all the same', async () => {
		timelock.learn({ isActive: true, until: START + HOUR });
		timelock.close();
		clock.shift(2 * HOUR);
		timelock = open();
		expect(isFree()).toBe(true);
		// The login tells what time it is.
		clock.shift(-2 * HOUR);
		timelock.onTime();
		expect(isFree()).toBe(false);
		onChange.mockClear();
		await clock.advance(HOUR);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('is restricted at once, while WhatsApp is still asked', async () => {
		const answer = deferred<Standing>();
		ask.mockReturnValue(answer.promise);
		await refuse();
		expect(isFree()).toBe(false);
		answer.resolve({ isActive: false, until: undefined });
		await clock.settle();
		expect(isFree()).toBe(true);
	});

	test('of which WhatsApp tells by itself is restricted before the first refusal', () => {
		timelock.learn({ isActive: true, until: START + HOUR });
		expect(isFree()).toBe(false);
	});

	test('whose restriction is lifted early is free at once, and what waits may go', () => {
		timelock.learn({ isActive: true, until: START + HOUR });
		expect(onChange).not.toHaveBeenCalled();
		timelock.learn({ isActive: false, until: undefined });
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
		expect(clock.due()).toEqual([]);
	});

	test('that is known to be restricted for long is not freed sooner by an answer that says no end', async () => {
		timelock.learn({ isActive: true, until: START + 3 * DAY });
		ask.mockResolvedValue({ isActive: true, until: undefined });
		await refuse();
		expect(timelock.until()).toBe(START + 3 * DAY);
	});

	test('that was refused for one contact only is not restricted', async () => {
		ask.mockResolvedValue({ isActive: false, until: undefined });
		await refuse();
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
		expect(clock.due()).toEqual([]);
	});

	test.each<[string, () => void]>([
		['says no end', () => ask.mockResolvedValue({ isActive: true, until: undefined })],
		['does not answer', () => ask.mockRejectedValue(new Error('no answer'))],
		['cannot be asked', () => (socket = undefined)],
	])('is restricted for an hour when WhatsApp %s', async (_why, arrange) => {
		arrange();
		await refuse();
		await clock.advance(HOUR - MINUTE);
		expect(isFree()).toBe(false);
		await clock.advance(MINUTE);
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('is still restricted after a restart, and free in time', async () => {
		await refuse();
		timelock.close();
		timelock = open();
		expect(isFree()).toBe(false);
		await clock.advance(3 * HOUR);
		expect(isFree()).toBe(true);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('can be restricted for longer than Node’s timers reach', async () => {
		ask.mockResolvedValue({ isActive: true, until: START + 60 * DAY });
		await refuse();
		expect(Math.max(...clock.due()) - START).toBeLessThan(2 ** 31);
		await clock.advance(60 * DAY - 1);
		expect(onChange).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(onChange).toHaveBeenCalledTimes(1);
	});
});

describe('A refused message', () => {
	test('fails with what WhatsApp says of the number, before anything that waits may leave', async () => {
		const answer = { isActive: false, until: undefined };
		ask.mockResolvedValue(answer);
		fail.mockImplementation(() => expect(onChange).not.toHaveBeenCalled());
		await refuse();
		expect(fail.mock.calls).toStrictEqual([['A1', START, answer]]);
		expect(onChange).toHaveBeenCalledTimes(1);
	});

	test('and others of the same moment ask once', async () => {
		timelock.onRefused('A0', START);
		await refuse();
		expect(ask).toHaveBeenCalledTimes(1);
		expect(fail.mock.calls.map(([messageId]) => messageId)).toEqual(['A0', 'A1']);
	});

	test.each<[string, () => void]>([
		['cannot be asked', () => (socket = undefined)],
		['refuses to answer', () => ask.mockRejectedValue(new Error('no answer'))],
	])('fails without it when WhatsApp %s', async (_why, arrange) => {
		arrange();
		await refuse();
		expect(fail.mock.calls).toEqual([['A1', START, undefined]]);
	});

	test('does not wait for an answer for ever; a late one still counts', async () => {
		const answer = deferred<Standing>();
		ask.mockReturnValue(answer.promise);
		await refuse();
		await clock.advance(10 * SECOND - 1);
		expect(fail).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(fail.mock.calls).toEqual([['A1', START, undefined]]);
		answer.resolve({ isActive: false, until: undefined });
		await clock.settle();
		expect(isFree()).toBe(true);
		expect(fail).toHaveBeenCalledTimes(1);
	});

	test('fails at the next start when n8n ended before WhatsApp had answered', async () => {
		ask.mockReturnValue(deferred<Standing>().promise);
		await refuse();
		timelock.close();
		const restarted = open();
		await clock.settle();
		expect(fail).not.toHaveBeenCalled();
		await clock.advance(0);
		expect(fail.mock.calls).toEqual([['A1', START, undefined]]);
		restarted.close();
	});
});

test('Closing plans nothing any more', async () => {
	await refuse();
	timelock.close();
	expect(clock.due()).toEqual([]);
});

describe('Triggers', () => {
	const learn = (until: number | undefined, isActive = true) => timelock.learn({ isActive, until });

	test('are told once of a restriction, in words, and once that it is lifted', async () => {
		learn(START + HOUR);
		learn(START + HOUR);
		await clock.advance(HOUR);
		learn(undefined, false);
		expect(told).toMatchObject([
			{ event: 'session.restricted', reason: 'reachOutTimelock', until: iso(START + HOUR) },
			{ event: LIFTED, reason: 'reachOutTimelock', since: iso(START) },
		]);
		expect((told[0] as RestrictedEvent).text).toContain(`until ${iso(START + HOUR)}`);
	});

	test('are told when WhatsApp says another end', async () => {
		learn(START + HOUR);
		learn(START + 3 * HOUR);
		learn(undefined, false);
		expect(news()).toEqual([iso(START + HOUR), iso(START + 3 * HOUR), LIFTED]);
	});

	test('are not told of a refusal before it is known why', async () => {
		const answer = deferred<Standing>();
		ask.mockReturnValue(answer.promise);
		await refuse();
		expect(news()).toEqual([]);
		answer.resolve({ isActive: true, until: START + 3 * HOUR });
		await clock.settle();
		expect(news()).toEqual([iso(START + 3 * HOUR)]);
	});

	test('are not told at all of a refusal for one contact', async () => {
		ask.mockResolvedValue({ isActive: false, until: undefined });
		await refuse();
		await clock.advance(DAY);
		expect(news()).toEqual([]);
	});

	test('are told without an end when WhatsApp does not answer, and when the hour is over', async () => {
		ask.mockReturnValue(deferred<Standing>().promise);
		await refuse();
		await clock.advance(10 * SECOND);
		expect(news()).toEqual([null]);
		await clock.advance(HOUR);
		expect(news()).toEqual([null, LIFTED]);
	});

	test('keep the end that WhatsApp has said where it does not say it again', async () => {
		learn(START + 3 * DAY);
		ask.mockRejectedValue(new Error('no answer'));
		await refuse();
		learn(undefined);
		expect(news()).toEqual([iso(START + 3 * DAY)]);
	});

	test('are told of an end that came while n8n was down when the number is connected again, once', async () => {
		learn(START + HOUR);
		timelock.close();
		await clock.advance(2 * HOUR);
		timelock = open();
		await clock.settle();
		// The clock may be wrong until WhatsApp has said what time it is.
		expect(news()).toEqual([iso(START + HOUR)]);
		timelock.onTime();
		timelock.onTime();
		expect(news()).toEqual([iso(START + HOUR), LIFTED]);
		timelock.close();
		timelock = open();
		timelock.onTime();
		expect(news()).toHaveLength(2);
	});

	test('are told of one that ended while n8n was down also where another one has begun since', async () => {
		learn(START + HOUR);
		timelock.close();
		await clock.advance(2 * HOUR);
		timelock = open();
		learn(START + DAY);
		timelock.onTime();
		await clock.advance(DAY);
		expect(told).toMatchObject([
			{ until: iso(START + HOUR) },
			{ event: LIFTED, since: iso(START) },
			{ until: iso(START + DAY) },
			{ event: LIFTED, since: iso(START + 2 * HOUR) },
		]);
	});

	test('are told of a refusal that n8n ended before it was answered', async () => {
		ask.mockReturnValue(deferred<Standing>().promise);
		await refuse();
		timelock.close();
		timelock = open();
		await clock.advance(0);
		expect(news()).toEqual([null]);
	});
});
