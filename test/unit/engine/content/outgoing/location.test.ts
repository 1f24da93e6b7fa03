import { location } from '../../../../../engine/content/outgoing/location';
import { buildContext, checkContext, refusal } from './support';

const place = { type: 'location', latitude: -23.5505, longitude: -46.6333 } as const;

describe('A location', () => {
	test('is a point with the name and address of the place', () => {
		const content = { ...place, name: 'Our store', address: 'Praça da Sé' };
		expect(location.build(content, buildContext(undefined))).toEqual({
			locationMessage: {
				degreesLatitude: -23.5505,
				degreesLongitude: -46.6333,
				name: 'Our store',
				address: 'Praça da Sé',
			},
		});
		expect(location.summary(content)).toBe('Location: Our store');
	});

	test('may be a point alone', () => {
		expect(location.build(place, buildContext(undefined))).toEqual({
			locationMessage: { degreesLatitude: -23.5505, degreesLongitude: -46.6333 },
		});
		expect(location.summary(place)).toBe('Location: -23.5505, -46.6333');
	});

	test.each([
		[90, 180],
		[-90, -180],
		[0, 0],
	])('goes to the ends of the earth (%d, %d)', (latitude, longitude) => {
		expect(() => location.check({ ...place, latitude, longitude }, checkContext())).not.toThrow();
	});

	test.each([90.0001, -91, NaN, Infinity])('refuses latitude %d', (latitude) => {
		expect(refusal(location, { ...place, latitude })).toBe(
			'The latitude is not a number from -90 to 90.',
		);
	});

	test.each([180.5, -181, NaN])('refuses longitude %d', (longitude) => {
		expect(refusal(location, { ...place, longitude })).toBe(
			'The longitude is not a number from -180 to 180.',
		);
	});

	test('refuses a latitude that is text', () => {
		const content = { ...place, latitude: '12' as unknown as number };
		expect(refusal(location, content)).toContain('latitude is not a number');
	});

	test('refuses endless names', () => {
		expect(refusal(location, { ...place, name: 'x'.repeat(2_049) })).toBe(
			'The name of the place has 2049 characters; at most 2048 are allowed.',
		);
	});
});
