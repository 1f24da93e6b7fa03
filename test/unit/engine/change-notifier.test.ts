import { createChangeNotifier } from '../../../engine/change-notifier';
import { createFakeClock } from '../../support/fake-clock';
import { SECOND } from './support';

function bench() {
	const clock = createFakeClock();
	const signal = createChangeNotifier(clock);
	const answers: unknown[] = [];
	/** Waits for `look`, and puts down what comes of it. */
	const until = (look: () => unknown, timeoutMs = 10 * SECOND) =>
		void signal.until(look, timeoutMs).then(
			(found) => answers.push(found),
			(error: Error) => answers.push(error.message),
		);
	return { clock, signal, answers, until };
}

describe('Waiting for something', () => {
	test('that is so already takes no time', async () => {
		const { clock, answers, until } = bench();
		until(() => 'found');
		await clock.settle();
		expect(answers).toEqual(['found']);
		expect(clock.due()).toEqual([]);
	});

	test('ends when it has become so and somebody says that something changed', async () => {
		const { clock, signal, answers, until } = bench();
		const values: string[] = [];
		until(() => values[0]);
		values.push('found');
		await clock.advance(SECOND);
		expect(answers).toEqual([]);
		signal.notify();
		await clock.settle();
		expect(answers).toEqual(['found']);
		expect(clock.due()).toEqual([]);
	});

	test('goes on when something else changed', async () => {
		const { clock, signal, answers, until } = bench();
		until(() => undefined);
		signal.notify();
		await clock.settle();
		expect(answers).toEqual([]);
	});

	test('ends with undefined when the time is over, to the millisecond', async () => {
		const { clock, answers, until } = bench();
		until(() => undefined);
		await clock.advance(10 * SECOND - 1);
		expect(answers).toEqual([]);
		await clock.advance(1);
		expect(answers).toEqual([undefined]);
	});

	test.each([null, false, 0, ''])('takes %j for an answer', async (value) => {
		const { clock, answers, until } = bench();
		until(() => value);
		await clock.settle();
		expect(answers).toEqual([value]);
	});

	test('fails when the look throws, at once or later', async () => {
		const { clock, signal, answers, until } = bench();
		let broken = false;
		const look = () => {
			if (broken) throw new Error('it is over');
			return undefined;
		};
		until(look);
		broken = true;
		signal.notify();
		until(look);
		await clock.settle();
		expect(answers).toEqual(['it is over', 'it is over']);
		expect(clock.due()).toEqual([]);
	});

	test('asks no more once it has an answer', async () => {
		const { clock, signal, until } = bench();
		const look = jest.fn(() => 'found');
		until(look);
		signal.notify();
		await clock.advance(20 * SECOND);
		expect(look).toHaveBeenCalledTimes(1);
	});

	test('for one thing looks only when that one changed, or everything may have', async () => {
		const { clock, signal } = bench();
		const looks = { a: jest.fn(), b: jest.fn(), any: jest.fn() };
		void signal.until(looks.a, SECOND, 'a');
		void signal.until(looks.b, SECOND, 'b');
		void signal.until(looks.any, SECOND);
		const counts = () => Object.values(looks).map(({ mock }) => mock.calls.length);
		expect(counts()).toEqual([1, 1, 1]);
		signal.notify(['a', 'c']);
		expect(counts()).toEqual([2, 1, 2]);
		signal.notify();
		expect(counts()).toEqual([3, 2, 3]);
		await clock.advance(SECOND);
	});

	test('works for many at once, each for its own', async () => {
		const { clock, signal, answers, until } = bench();
		let count = 0;
		until(() => (count >= 2 ? 'two' : undefined));
		until(() => (count >= 1 ? 'one' : undefined));
		for (count = 1; count <= 2; count++) {
			signal.notify();
			await clock.settle();
		}
		expect(answers).toEqual(['one', 'two']);
	});
});
