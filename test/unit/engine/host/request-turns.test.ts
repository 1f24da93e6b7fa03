import { setImmediate as turn } from 'node:timers/promises';
import { createRequestTurns, type RequestTurns } from '../../../../engine/host/request-turns';

const SLICE_MS = 5;

let now: number;
let turns: RequestTurns;
/** Which requests were begun. */
let begun: string[];

beforeEach(() => {
	now = 0;
	begun = [];
	turns = createRequestTurns(() => now, SLICE_MS);
});

/** So many requests of an account, each of which takes a millisecond: a part at once, and the rest in a moment. */
function comes(account: string, count: number): void {
	for (let i = 0; i < count; i++) {
		turns.add(account, () => {
			begun.push(account);
			now += 0.5;
			queueMicrotask(() => (now += 0.5));
		});
	}
}

test('a request begins at once', () => {
	comes('a', 1);
	comes('b', 1);
	expect(begun).toEqual(['a', 'b']);
});

test('many share turns of the event loop with all else, and all are begun', async () => {
	comes('a', 100);
	const perTurn: number[] = [];
	for (let before = 0; before < 100; before = begun.length) {
		await turn();
		perTurn.push(begun.length - before);
	}
	// What comes in one go adds its second part later.
	expect(Math.max(...perTurn)).toBeLessThanOrEqual(15);
	expect(perTurn.length).toBeGreaterThanOrEqual(10);
});

test('accounts have turns, each in the order of its own requests', async () => {
	comes('a', 50);
	comes('b', 3);
	for (let i = 0; i < 20; i++) await turn();
	expect(begun).toHaveLength(53);
	const beforeLastOfB = begun.slice(0, begun.lastIndexOf('b')).filter((account) => account === 'a');
	// As many as were begun before b came, and one for each of b's.
	expect(beforeLastOfB.length).toBeLessThanOrEqual(10 + 3);
});
