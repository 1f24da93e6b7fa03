import { leaveTimes, readSendAt } from '../../../../engine/outbox/send-at';
import { START } from '../../../support/fake-clock';
import { DAY, errorOf, HOUR } from '../support';

const iso = (at: number) => new Date(at).toISOString();

describe('The time to send at', () => {
	test.each([
		['2026-07-01T13:00:00Z', START + HOUR],
		['2026-07-01T10:00:00.000-03:00', START + HOUR],
		['2020-01-01T00:00:00Z', Date.UTC(2020, 0, 1)],
		[iso(START + 366 * DAY), START + 366 * DAY],
	])('is read from %s', (written, at) => {
		expect(readSendAt(written, START)).toBe(at);
	});

	test.each([
		['', 'Send At is empty.'],
		['tomorrow', 'Send At, "tomorrow", is not a date and time.'],
		['2026-02-30T10:00:00Z', 'is not a date and time'],
		['2026-07-01T13:00:00', 'is not a date and time'],
		['05/06/2027', 'does not say which number is the day'],
		[iso(START + 366 * DAY + 1), 'more than a year away'],
	])('is not read from "%s"', (written, message) => {
		expect(errorOf(() => readSendAt(written, START))).toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining(message),
		});
	});
});

describe('A message may leave', () => {
	test.each([
		[{}, { sendAt: null, expiresAt: null }],
		[{ sendAt: iso(START + 5) }, { sendAt: START + 5, expiresAt: null }],
		[{ sendAt: iso(START) }, { sendAt: null, expiresAt: null }],
		[{ expireAfterMs: 7 }, { sendAt: null, expiresAt: START + 7 }],
		[
			{ sendAt: iso(START + 5), expireAfterMs: 7 },
			{ sendAt: START + 5, expiresAt: START + 12 },
		],
		[
			{ sendAt: iso(START - 9), expireAfterMs: 7 },
			{ sendAt: null, expiresAt: START - 2 },
		],
	])('with %j at these times', (request, times) => {
		expect(leaveTimes(request, START)).toEqual(times);
	});
});
