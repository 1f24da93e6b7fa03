import { systemClock, type Clock } from '../../../engine/clock';
import { createFakeClock } from '../../support/fake-clock';

/** Moves a clock on: the system's goes by itself. */
type Advance = (ms: number) => Promise<void>;

const fake = createFakeClock();
const clocks: Array<[string, Clock, Advance]> = [
	['The system’s clock', systemClock, (ms) => systemClock.sleep(ms)],
	['The tests’ clock', fake, (ms) => fake.advance(ms)],
];

describe.each(clocks)('%s', (_name, clock, advance) => {
	test('runs what is due, in order, once', async () => {
		const ran: string[] = [];
		clock.after(4, () => ran.push('second'));
		clock.after(1, () => ran.push('first'));
		await advance(20);
		expect(ran).toEqual(['first', 'second']);
	});

	test('does not run what was cancelled', async () => {
		const task = jest.fn();
		clock.after(1, task).cancel();
		await advance(10);
		expect(task).not.toHaveBeenCalled();
	});

	test('goes on while it sleeps', async () => {
		const before = clock.now();
		let woken = false;
		void clock.sleep(5).then(() => (woken = true));
		await advance(15);
		expect(woken).toBe(true);
		expect(clock.now()).toBeGreaterThan(before);
	});

	test('wakes who is called', async () => {
		const call = new AbortController();
		const sleep = clock.sleep(60_000, call.signal);
		call.abort();
		await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
		await expect(clock.sleep(60_000, call.signal)).rejects.toMatchObject({ name: 'AbortError' });
	});

	test('has chance from 0 up to, but not including, 1', () => {
		const numbers = Array.from({ length: 1_000 }, () => clock.random());
		expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...numbers)).toBeLessThan(1);
		expect(new Set(numbers).size).toBeGreaterThan(900);
	});
});

describe('The tests’ clock', () => {
	test('stands still by itself', async () => {
		const clock = createFakeClock();
		const before = clock.now();
		await clock.settle();
		expect(clock.now()).toBe(before);
	});

	test('shows each task its own time, and runs what tasks plan on the way', async () => {
		const clock = createFakeClock({ now: 0 });
		const ran: number[] = [];
		const every = () => clock.after(10, () => (ran.push(clock.now()), every()));
		every();
		await clock.advance(35);
		expect(ran).toEqual([10, 20, 30]);
		expect(clock.now()).toBe(35);
		expect(clock.due()).toEqual([40]);
	});

	test('has the same chance again with the same seed', () => {
		const numbers = (seed: number) => {
			const clock = createFakeClock({ seed });
			return [clock.random(), clock.random(), clock.random()];
		};
		expect(numbers(7)).toEqual(numbers(7));
		expect(numbers(8)).not.toEqual(numbers(7));
	});
});
