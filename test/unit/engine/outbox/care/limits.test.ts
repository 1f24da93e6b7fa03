import type { CareLimit } from '../../../../../engine/gateway/contract';
import {
	limitStates,
	RAMP_MS,
	rampedMax,
	slowness,
	WINDOW_MS,
	type Departures,
	type LimitSettings,
} from '../../../../../engine/outbox/care/limits';
import { createFakeClock, START } from '../../../../support/fake-clock';
import { DAY, HOUR, MINUTE, SECOND } from '../../support';

const NONE: LimitSettings = {
	...{ messagesPerDay: 0, messagesPerHour: 0, newChatsPerDay: 0, newChatsPerHour: 0 },
	startSlowly: true,
};
const at = (...ago: number[]) => ago.map((ms) => START - ms);

function stateOf(
	limit: CareLimit,
	max: number,
	departures: Partial<Departures>,
	linkedAt?: number,
	now = START,
) {
	const settings = { ...NONE, [limit]: max };
	const all = { messages: [], newChats: [], ...departures };
	return limitStates(settings, all, linkedAt, now).find((state) => state.limit === limit);
}

describe('A limit', () => {
	test('of 0 is none, and what has left is counted all the same', () => {
		expect(stateOf('messagesPerDay', 0, { messages: at(2, 1) })).toEqual({
			...{ limit: 'messagesPerDay', used: 2, max: null, until: undefined },
		});
	});

	test('is reached with as many as it says, until the first of them is old enough', () => {
		const messages = at(50 * MINUTE, 20 * MINUTE, MINUTE);
		expect(stateOf('messagesPerHour', 4, { messages })).toMatchObject({ until: undefined });
		expect(stateOf('messagesPerHour', 3, { messages })).toEqual({
			...{ limit: 'messagesPerHour', used: 3, max: 3, until: START + 10 * MINUTE },
		});
		expect(stateOf('messagesPerHour', 2, { messages })).toMatchObject({
			...{ used: 3, until: START + 40 * MINUTE },
		});
	});

	test('counts the last 60 minutes and the last 24 hours, to the moment', () => {
		const messages = at(DAY, DAY - 1, HOUR, HOUR - 1);
		expect(stateOf('messagesPerHour', 9, { messages })?.used).toBe(1);
		expect(stateOf('messagesPerDay', 9, { messages })?.used).toBe(3);
	});

	test('of new chats counts new chats alone', () => {
		const departures = { messages: at(3, 2, 1), newChats: at(2) };
		expect(stateOf('newChatsPerHour', 1, departures)).toMatchObject({
			used: 1,
			until: START - 2 + HOUR,
		});
		expect(stateOf('newChatsPerDay', 2, departures)).toMatchObject({ used: 1, until: undefined });
	});

	test('ends after its whole time at the latest where the clock was set back meanwhile', () => {
		expect(stateOf('messagesPerHour', 1, { messages: [START + 5 * DAY] })?.until).toBe(
			START + HOUR,
		);
	});
});

describe('The first days of a number', () => {
	test.each([
		[1000, 0, 100],
		[1000, -DAY, 100],
		[1000, RAMP_MS / 2, 550],
		[1000, RAMP_MS, 1000],
		[1000, 100 * RAMP_MS, 1000],
		[5, 0, 1],
		[25, 0, 3],
		[1, 0, 1],
	])('allow of %p, when it is %p ms old, %p', (whole, age, max) => {
		expect(rampedMax(whole, age)).toBe(max);
	});

	test('are long past where nobody knows when it was linked, and count only where that is wanted', () => {
		expect(stateOf('newChatsPerDay', 50, {})?.max).toBe(50);
		expect(stateOf('newChatsPerDay', 50, {}, START)?.max).toBe(5);
		const settings = { ...NONE, newChatsPerDay: 50, startSlowly: false };
		const states = limitStates(settings, { messages: [], newChats: [] }, START, START);
		expect(states.map(({ max }) => max)).toEqual([null, null, 50, null]);
	});

	test('let one more leave as soon as the limit has grown', () => {
		const newChats = at(5, 4, 3, 2, 1);
		const state = stateOf('newChatsPerDay', 50, { newChats }, START);
		const until = state?.until ?? 0;
		expect(until).toBeLessThan(START + DAY);
		expect(stateOf('newChatsPerDay', 50, { newChats }, START, until)?.max).toBe(6);
		expect(stateOf('newChatsPerDay', 50, { newChats }, START, until - 1)?.max).toBe(5);
	});
});

test('When a limit is reached, nothing may leave until the time that it says, and one at that time', () => {
	const { random } = createFakeClock({ seed: 7 });
	const below = (most: number) => Math.floor(random() * most);
	for (let round = 0; round < 2_000; round++) {
		const limit = (
			['messagesPerDay', 'messagesPerHour', 'newChatsPerDay', 'newChatsPerHour'] as const
		)[below(4)] as CareLimit;
		const times = Array.from({ length: below(30) }, () => START - below(WINDOW_MS[limit] * 1.2));
		times.sort((a, b) => a - b);
		const departures = { messages: times, newChats: times };
		const linkedAt = below(2) ? START - below(2 * RAMP_MS) : undefined;
		const max = 1 + below(40);
		const state = (now: number) => stateOf(limit, max, departures, linkedAt, now);
		const now = state(START);
		if (now?.until === undefined) {
			expect(now?.used).toBeLessThan(now?.max ?? 0);
			continue;
		}
		expect(now.until).toBeGreaterThan(START);
		expect(state(now.until)?.until).toBeUndefined();
		expect(state(now.until - 1)?.until).toBe(now.until);
		expect(state(START + below(now.until - START))?.until).toBe(now.until);
	}
});

test('Pauses after a login are ten times as long, and as long as they are a minute later', () => {
	expect([0, 30 * SECOND, MINUTE, HOUR].map(slowness)).toEqual([10, 5.5, 1, 1]);
});
