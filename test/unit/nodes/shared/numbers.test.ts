import { milliseconds } from '../../../../nodes/shared/numbers';

describe('milliseconds', () => {
	it.each([
		[0, 0],
		[1.5, 1500],
		['2', 2000],
		[15, 15000],
	])('are made of seconds (%p: %p)', (seconds, expected) => {
		expect(milliseconds('Typing', seconds, { max: 15 })).toBe(expected);
	});

	it.each([-1, 15.1, NaN, '', ' ', 'soon', undefined])('are not made of %p', (seconds) => {
		expect(() => milliseconds('Typing', seconds, { max: 15 })).toThrow(
			'but it must be a number of seconds from 0 to 15',
		);
	});
});
