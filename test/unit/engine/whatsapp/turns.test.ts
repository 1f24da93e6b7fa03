import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTurns } from '../../../../engine/whatsapp/turns';
import { turnsOf } from '../../../support/turns';

/** A clock that goes on when something is computed. */
function useTime() {
	let time = 0;
	return { now: () => time, spend: (ms: number) => void (time += ms) };
}

const range = (length: number) => Array.from({ length }, (_, index) => index);

describe('Pieces of work that are begun all at once', () => {
	test('come one after the other, in their order, and none begins before the one in front of it is done', async () => {
		const time = useTime();
		const turn = createTurns(time.now, 20, 0);
		const log: string[] = [];
		const piece = async (index: number) => {
			await turn();
			log.push(`${index} begins`);
			for (let tick = 0; tick < 20; tick++) await undefined;
			time.spend(3);
			log.push(`${index} ends`);
		};
		await Promise.all(range(50).map(piece));
		expect(log).toEqual(range(50).flatMap((index) => [`${index} begins`, `${index} ends`]));
	});

	test('leave the event loop to others after each slice', async () => {
		const time = useTime();
		const turn = createTurns(time.now, 20, 0);
		let spentInTurn = 0;
		let longest = 0;
		const piece = async () => {
			await turn();
			await undefined;
			time.spend(5);
			spentInTurn += 5;
			longest = Math.max(longest, spentInTurn);
		};
		const pieces = Promise.all(range(100).map(piece));
		let isDone = false;
		void pieces.then(() => (isDone = true));
		while (!isDone) {
			await nextTurn();
			spentInTurn = 0;
		}
		// A slice, and what had begun when it ended.
		expect(longest).toBeLessThanOrEqual(25);
	});

	test('that take longer than a slice come one in each turn', async () => {
		const time = useTime();
		const turn = createTurns(time.now, 20, 0);
		const piece = async () => {
			await turn();
			time.spend(30);
		};
		expect(await turnsOf(Promise.all(range(10).map(piece)))).toBeGreaterThanOrEqual(9);
	});

	test('go on while one of them waits for something else', async () => {
		const turn = createTurns(() => 0, 20, 0);
		let letGo = () => {};
		const held = new Promise<void>((resolve) => (letGo = resolve));
		const waiting = Promise.resolve(turn()).then(() => held);
		await turn();
		letGo();
		await waiting;
	});

	test('go on when one of them fails', async () => {
		const turn = createTurns(() => 0, 20, 0);
		const failing = Promise.resolve(turn()).then(() => {
			throw new Error('broken');
		});
		await Promise.all([expect(failing).rejects.toThrow('broken'), turn(), turn()]);
	});

	test('and later ones find their time again', async () => {
		const time = useTime();
		const turn = createTurns(time.now, 20, 0);
		for (let piece = 0; piece < 10; piece++) {
			await turn();
			time.spend(50);
			await nextTurn();
		}
	});
});

describe('A few callers', () => {
	test('go on at once, and those after them one after the other', async () => {
		const turn = createTurns(() => 0, 20, 3);
		const log: string[] = [];
		const piece = async (index: number) => {
			await turn();
			log.push(`${index} begins`);
			for (let tick = 0; tick < 20; tick++) await undefined;
			log.push(`${index} ends`);
		};
		await Promise.all(range(8).map(piece));
		expect(log.slice(0, 3)).toEqual(['0 begins', '1 begins', '2 begins']);
		const later = log.filter((line) => Number.parseInt(line) > 3);
		expect(later).toEqual([4, 5, 6, 7].flatMap((index) => [`${index} begins`, `${index} ends`]));
	});

	test('are a few again a millisecond later', () => {
		let time = 0;
		const turn = createTurns(() => time, 20, 2);
		for (; time < 10; time++) expect([turn(), turn()]).toEqual([undefined, undefined]);
		expect([turn(), turn()]).toEqual([undefined, undefined]);
		expect(turn()).toBeInstanceOf(Promise);
	});

	test('wait too when their slice is over', async () => {
		const time = useTime();
		const turn = createTurns(time.now, 20);
		expect(turn()).toBeUndefined();
		time.spend(20);
		const later = turn();
		expect(later).toBeInstanceOf(Promise);
		await later;
	});
});
