import {
	actionAfter,
	actionWhenUnreached,
	type DisconnectContext,
} from '../../../../engine/session/disconnect-reasons';
import { START } from '../../../support/fake-clock';
import { DAY, HOUR, MINUTE, SECOND } from '../support';

const FIRST: DisconnectContext = {
	code: 0,
	now: START,
	attempt: 0,
	replaced: 0,
	inRow: 0,
	random: 0,
};

/** The delays of so many closes in a row, in seconds. */
const delays = (code: number, count: number, random: number) =>
	Array.from({ length: count }, (_, attempt) => {
		const reaction = actionAfter({ ...FIRST, code, attempt, inRow: attempt, random });
		return reaction.kind === 'reconnect' ? reaction.delayMs / SECOND : reaction.error.code;
	});

describe('A passing fault', () => {
	const faults: Array<[number, string]> = [
		[408, 'connection lost, timed out'],
		[428, 'connection closed'],
		[500, 'whatever Baileys does not know'],
		[413, 'not known here'],
		[415, 'not known here'],
		[501, 'not known here'],
		[1006, 'not known here'],
	];

	test.each(faults)('%i (%s) is followed by a new try after 1 s, 2 s, 4 s ... 5 min', (code) => {
		expect(delays(code, 12, 0)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
	});

	test.each(faults)('%i (%s) is tried for ever', (code) => {
		for (const attempt of [100, 10_000, 1e9]) {
			expect(actionAfter({ ...FIRST, code, attempt })).toMatchObject({
				kind: 'reconnect',
				delayMs: 5 * MINUTE,
			});
		}
	});

	test('lets chance add up to a quarter, so that not all numbers come back at once', () => {
		expect(delays(408, 4, 1)).toEqual([1.25, 2.5, 5, 10]);
		expect(delays(408, 4, 0.5)).toEqual([1.125, 2.25, 4.5, 9]);
	});

	test('503 (WhatsApp is unavailable) is given ten times as long', () => {
		expect(delays(503, 7, 0)).toEqual([10, 20, 40, 80, 160, 300, 300]);
		expect(delays(503, 2, 1)).toEqual([12.5, 25]);
	});
});

describe('515 (restart required)', () => {
	test.each([0, 1, 50])('is followed at once, whatever else went wrong %i times', (attempt) => {
		expect(actionAfter({ ...FIRST, code: 515, attempt, random: 1 })).toMatchObject({
			kind: 'reconnect',
			delayMs: 0,
		});
	});

	test('more than three times in a row is followed like any fault', () => {
		expect(delays(515, 7, 0)).toEqual([0, 0, 0, 1, 2, 4, 8]);
		expect(delays(515, 20, 0).at(-1)).toBe(300);
	});
});

describe('440 (replaced by another connection)', () => {
	test.each([
		[0, 0, 30],
		[0, 1, 60],
		[1, 0.5, 45],
		[2, 0, 30],
		[2, 1, 60],
	])('after %i of them, chance %d, is tried again after %i s', (replaced, random, seconds) => {
		expect(actionAfter({ ...FIRST, code: 440, attempt: 9, replaced, random })).toMatchObject({
			kind: 'reconnect',
			delayMs: seconds * SECOND,
		});
	});

	test.each([3, 4])('after %i of them is the end: fighting would go on for ever', (replaced) => {
		expect(actionAfter({ ...FIRST, code: 440, replaced })).toMatchObject({
			kind: 'end',
			step: 'replaced',
			error: { code: 'REPLACED', retryable: false },
		});
	});
});

describe('A code that needs a person', () => {
	test.each([
		[401, 'loggedOut', 'LOGGED_OUT'],
		[403, 'banned', 'BANNED'],
		[406, 'banned', 'BANNED'],
	])('%i is the end: %s', (code, step, error) => {
		for (const attempt of [0, 5]) {
			expect(actionAfter({ ...FIRST, code, attempt, random: 1 })).toMatchObject({
				kind: 'end',
				step,
				error: { code: error, retryable: false },
			});
		}
	});

	test.each([
		[402, 'a temporary ban'],
		[409, 'a bad user agent'],
		[411, 'multi-device mismatch'],
		[418, 'not known'],
	])('%i (%s) is tried once an hour', (code) => {
		expect(delays(code, 4, 0.7)).toEqual([3600, 3600, 3600, 3600]);
	});

	test('405 (outdated) is tried three times in a row, five minutes apart; then it is the end', () => {
		expect(delays(405, 5, 0.7)).toEqual([300, 300, 300, 'OUTDATED', 'OUTDATED']);
		expect(actionAfter({ ...FIRST, code: 405, inRow: 3 })).toMatchObject({ step: 'outdated' });
		expect(actionAfter({ ...FIRST, code: 405, attempt: 50 })).toMatchObject({ kind: 'reconnect' });
	});
});

describe('What a user is told while it is tried again', () => {
	test.each([408, 503])('is that nothing needs to be done, where that is so (%i)', (code) => {
		expect(actionAfter({ ...FIRST, code })).toMatchObject({
			error: {
				code: 'DISCONNECTED',
				message: `The connection to WhatsApp was lost (${code}).`,
				hint: expect.stringContaining('Nothing to do'),
				retryable: true,
			},
		});
	});

	test.each([
		[402, 'banned this number', 'Open WhatsApp on the phone'],
		[409, 'does not accept', 'Update the package'],
		[411, 'phone is not ready', 'Update WhatsApp on the phone'],
		[418, 'refuses', 'Open WhatsApp on the phone'],
	])('is what WhatsApp has against it, and what to do (%i)', (code, message, hint) => {
		expect(actionAfter({ ...FIRST, code })).toMatchObject({
			error: {
				message: expect.stringContaining(message),
				hint: expect.stringContaining(hint),
				retryable: true,
			},
		});
		// ... unless it was not WhatsApp who said it.
		expect(actionWhenUnreached({ ...FIRST, code })).toMatchObject({
			error: { hint: expect.stringContaining('check the network') },
		});
	});
});

describe('402 (a temporary ban) with its end', () => {
	const ban = (ms: number) => actionAfter({ ...FIRST, code: 402, bannedUntil: START + ms });

	test('is tried again then, not before, and says when that is', () => {
		expect(ban(26 * HOUR)).toMatchObject({
			delayMs: 26 * HOUR,
			error: {
				code: 'BANNED',
				message: 'WhatsApp has banned this number until 2026-07-02T14:00:00.000Z.',
				hint: expect.stringContaining('tried again then'),
			},
		});
	});

	test('that is here already is not tried without a pause', () => {
		expect(ban(0)).toMatchObject({ delayMs: MINUTE });
	});

	test('is tried once a timer ends, where it lasts longer than any', () => {
		expect(ban(365 * DAY)).toMatchObject({ delayMs: 24 * DAY });
	});
});

describe('A connection that ends before WhatsApp says a word', () => {
	test.each([401, 403, 405, 408, 440, 500, 503])(
		'is the network, whatever code (%i) it has',
		(code) => {
			const seconds = Array.from({ length: 6 }, (_, attempt) => {
				const reaction = actionWhenUnreached({ ...FIRST, code, attempt });
				return reaction.kind === 'reconnect' && reaction.delayMs / SECOND;
			});
			expect(seconds).toEqual([1, 2, 4, 8, 8, 8]);
		},
	);

	test('is tried again at the latest after ten seconds, for ever', () => {
		expect(actionWhenUnreached({ ...FIRST, code: 408, attempt: 1e9, random: 1 })).toMatchObject({
			kind: 'reconnect',
			delayMs: 10 * SECOND,
		});
	});
});
