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

	it('are made of minutes', () => {
		expect(milliseconds('Expires After', '1.5', { unit: 'minutes', max: 60 })).toBe(90_000);
		expect(() => milliseconds('Expires After', 61, { unit: 'minutes', max: 60 })).toThrow(
			'but it must be a number of minutes from 0 to 60',
		);
	});

	it.each([-1, 15.1, NaN, '', ' ', 'soon', undefined])('are not made of %p', (seconds) => {
		expect(() => milliseconds('Typing', seconds, { max: 15 })).toThrow(
			'but it must be a number of seconds from 0 to 15',
		);
	});
});
