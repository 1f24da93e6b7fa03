import { createPace, TooFast, type Pace } from '../../../engine/pace';
import { createFakeClock, type FakeClock } from '../../support/fake-clock';
import { SECOND } from './support';

const TIMES = { gapMs: SECOND, withinMs: 30 * SECOND };

let clock: FakeClock;
let pace: Pace;
/** When each question began. */
let begun: number[];
beforeEach(() => {
	clock = createFakeClock();
	pace = createPace(clock);
	begun = [];
});

const start = () => clock.elapsed();
const ask = async () => void begun.push(clock.elapsed());

test('questions of one kind keep their distance, others do not wait for them', async () => {
	const zero = start();
	const all = ['get', 'get', 'get', 'create'].map((kind) => pace.run(kind, TIMES, ask));
	await clock.advance(2 * SECOND);
	await Promise.all(all);
	expect(begun.map((at) => at - zero)).toEqual([0, 0, SECOND, 2 * SECOND]);
});

test('who would wait too long is told at once', async () => {
	await pace.run('get', { ...TIMES, gapMs: 10 * SECOND }, ask);
	await expect(pace.run('get', { ...TIMES, withinMs: 9 * SECOND }, ask)).rejects.toThrow(TooFast);
	expect(begun).toHaveLength(1);
});

test('breaks grow with each refusal, and are over with an answer', async () => {
	const zero = start();
	let refusals = 2;
	const refused = async () => {
		begun.push(clock.elapsed());
		if (refusals-- > 0) throw new TooFast();
	};
	const done = pace.run('get', TIMES, refused);
	await clock.advance(15 * SECOND);
	await done;
	refusals = 1;
	const again = pace.run('get', TIMES, refused);
	await clock.advance(6 * SECOND);
	await again;
	expect(begun.map((at) => (at - zero) / SECOND)).toEqual([0, 5, 15, 16, 21]);
});

test('several that are refused at once are one refusal', async () => {
	let refusals = 3;
	const refused = async () => {
		begun.push(clock.elapsed());
		if (refusals-- > 0) throw new TooFast();
	};
	const all = [1, 2, 3].map(() => pace.run('get', { ...TIMES, gapMs: 0 }, refused));
	await clock.advance(5 * SECOND);
	await Promise.all(all);
	expect(begun).toHaveLength(6);
});

test('other errors are passed on', async () => {
	const error = new Error('no');
	await expect(pace.run('get', TIMES, () => Promise.reject(error))).rejects.toBe(error);
});
