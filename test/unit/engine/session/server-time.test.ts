import { createServerTime } from '../../../../engine/session/server-time';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, HOUR, MINUTE, SECOND, useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let isLinked: boolean;

beforeEach(() => {
	store = stores.open();
	clock = createFakeClock();
	isLinked = true;
});

const start = () => createServerTime({ clock, settings: store.settings, isLinked: () => isLinked });

/** An earlier process that ended at `START`, and what the clock says at the next one. */
function restartedAt(computerTime: number) {
	const earlier = start();
	earlier.learn(START);
	earlier.save();
	clock = createFakeClock({ now: computerTime });
	return start();
}

describe('The time of an account', () => {
	test('is that of the computer until WhatsApp has said what it is', async () => {
		const time = start();
		await clock.advance(MINUTE);
		expect([time.now(), time.atLeast()]).toEqual([START + MINUTE, START + MINUTE]);
	});

	test.each([
		['ahead', 7 * DAY],
		['behind', -3 * HOUR],
	])('is WhatsApp’s from the login on, with a clock that is %s', async (_, ms) => {
		clock.shift(ms);
		const time = start();
		time.learn(START);
		await clock.advance(MINUTE);
		expect([time.now(), time.atLeast()]).toEqual([START + MINUTE, START + MINUTE]);
	});

	test('is that of the computer where it is as near as WhatsApp can tell', async () => {
		const time = start();
		time.learn(START - SECOND);
		expect(time.now()).toBe(START);
	});

	test.each([DAY, -DAY])('goes on when the clock is moved by %d ms', async (ms) => {
		const time = start();
		time.learn(START);
		clock.shift(ms);
		await clock.advance(SECOND);
		expect([time.now(), time.atLeast()]).toEqual([START + SECOND, START + SECOND]);
	});

	test('is at least what it was, until the login: nothing is too old by a clock that is ahead', async () => {
		const time = restartedAt(START + 7 * DAY);
		await clock.advance(MINUTE);
		expect(time.atLeast()).toBe(START + MINUTE);
		expect(time.now()).toBe(START + 7 * DAY + MINUTE);
		time.learn(START + HOUR);
		expect([time.now(), time.atLeast()]).toEqual([START + HOUR, START + HOUR]);
	});

	test('does not go back with a clock that starts in 1970', () => {
		const time = restartedAt(0);
		expect([time.now(), time.atLeast()]).toEqual([START, START]);
	});

	test('is told in whole milliseconds', () => {
		const parts = { now: () => START, elapsed: () => performance.now() + 0.25 };
		const time = createServerTime({ clock: parts, settings: store.settings, isLinked: () => true });
		time.learn(START);
		expect(Number.isInteger(time.now())).toBe(true);
		expect(Number.isInteger(time.atLeast())).toBe(true);
	});

	test('is that of the computer where no number is linked', () => {
		isLinked = true;
		const time = restartedAt(START + 7 * DAY);
		isLinked = false;
		expect(time.atLeast()).toBe(START + 7 * DAY);
	});
});
