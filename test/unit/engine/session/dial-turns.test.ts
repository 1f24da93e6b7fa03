import { createDialTurns } from '../../../../engine/session/dial-turns';
import { createFakeClock } from '../../../support/fake-clock';

const NUMBERS = 1_000;

test('A number that is alone connects at once, each time', async () => {
	const clock = createFakeClock();
	const nextTurn = createDialTurns(clock);
	expect(nextTurn()).toBe(0);
	await clock.advance(100);
	expect(nextTurn()).toBe(0);
});

test('A thousand numbers that want to connect at once do so one after another, not in step', () => {
	const nextTurn = createDialTurns(createFakeClock());
	const turns = Array.from({ length: NUMBERS }, nextTurn);
	const gaps = turns.slice(1).map((turn, index) => turn - (turns[index] ?? 0));
	expect(turns[0]).toBe(0);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(25);
	expect(Math.max(...gaps)).toBeLessThanOrEqual(75);
	expect(new Set(gaps.map(Math.round)).size).toBeGreaterThan(25);
	expect(turns.at(-1)).toBeGreaterThan(45_000);
	expect(turns.at(-1)).toBeLessThan(55_000);
});

test('Nobody waits for turns that have passed', async () => {
	const clock = createFakeClock();
	const nextTurn = createDialTurns(clock);
	for (let index = 0; index < NUMBERS; index++) nextTurn();
	await clock.advance(60_000);
	expect(nextTurn()).toBe(0);
});
