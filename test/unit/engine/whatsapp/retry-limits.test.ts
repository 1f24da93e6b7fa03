import { createRetryLimits, type RetryLimits } from '../../../../engine/whatsapp/retry-limits';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { HOUR, MINUTE, SECOND } from '../support';

const BOB = '222@lid';
const EVE = '333@lid';

let clock: FakeClock;
let limits: RetryLimits;

beforeEach(() => {
	clock = createFakeClock();
	limits = createRetryLimits(clock.now);
});

/** How many of these are answered. */
const answered = (tries: number, take: (number: number) => boolean) =>
	Array.from({ length: tries }, (_, number) => take(number)).filter(Boolean).length;

test('A device gets a message once in a minute', async () => {
	expect(answered(50, () => limits.take('A1', BOB, 0))).toBe(1);
	await clock.advance(MINUTE - 1);
	expect(limits.take('A1', BOB, 0)).toBe(false);
	await clock.advance(1);
	expect(limits.take('A1', BOB, 0)).toBe(true);
});

test('A device gets a message five times, and again when it has not asked with success for an hour', async () => {
	let count = 0;
	for (let minute = 0; minute < 50; minute++) {
		if (limits.take('A1', BOB, 0)) count++;
		await clock.advance(MINUTE);
	}
	expect(count).toBe(5);
	await clock.advance(HOUR);
	expect(limits.take('A1', BOB, 0)).toBe(true);
});

test('Other devices, other messages and other people are not held up by it', () => {
	limits.take('A1', BOB, 0);
	expect(limits.take('A1', BOB, 3)).toBe(true);
	expect(limits.take('A2', BOB, 0)).toBe(true);
	expect(limits.take('A1', EVE, 0)).toBe(true);
});

test('Who names many devices gets a message for as many as a person can have', async () => {
	expect(answered(200, (device) => limits.take('A1', BOB, device))).toBe(10);
	await clock.advance(MINUTE);
	expect(answered(200, (device) => limits.take('A1', BOB, 200 + device))).toBe(10);
});

test('Who asks for a thousand messages gets a hundred in a minute', async () => {
	const ask = () => answered(1_000, (number) => limits.take(`A${number}`, BOB, 0));
	expect(ask()).toBe(100);
	expect(limits.take('A1', EVE, 0)).toBe(true);
	await clock.advance(MINUTE);
	expect(ask()).toBe(100);
});

test('Many people who ask on and on get a thousand answers in a minute, and each device a message once', async () => {
	const given = new Map<string, number>();
	let count = 0;
	for (let second = 0; second < 300; second++) {
		for (let person = 0; person < 50; person++) {
			const message = `A${second % 60}`;
			const key = `${message} ${person}`;
			if (!limits.take(message, `${person}@lid`, 0)) continue;
			expect(clock.now() - (given.get(key) ?? 0)).toBeGreaterThanOrEqual(MINUTE);
			given.set(key, clock.now());
			count++;
		}
		await clock.advance(SECOND);
	}
	expect(count).toBe(5_000);
});

test('A clock that is set back holds nobody up', async () => {
	let back = 0;
	limits = createRetryLimits(() => clock.now() - back);
	limits.take('A1', BOB, 0);
	back = 24 * HOUR;
	expect(limits.take('A1', BOB, 0)).toBe(true);
});
