import { EngineError } from '../../../../engine/gateway/contract';
import { coordinatesOf } from '../../../../nodes/WhatsAppLinked/actions/message/coordinates';

const SE = { latitude: -23.5505, longitude: -46.6333 };

/** As they are shown: five decimals are a metre. */
const rounded = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
	latitude: Math.round(latitude * 1e4) / 1e4,
	longitude: Math.round(longitude * 1e4) / 1e4,
});

test.each<[unknown, unknown]>([
	['-23.5505', '-46.6333'],
	[-23.5505, -46.6333],
	['-23,5505', '-46,6333'],
	[' −23.5505 ', '\u200e–46.6333'],
	['23.5505 S', '46.6333 W'],
	['23,5505° S', 'W 46,6333°'],
	['S23.5505', 'w46.6333'],
	['-23.5505S', '-46.6333W'],
	['-23.5505, -46.6333', ''],
	['-23.5505,-46.6333', ''],
	['', '-23.5505, -46.6333'],
	['-23.5505, -46.6333', undefined],
	['-23.5505, -46.6333', '-23.5505, -46.6333'],
	['(-23.5505, -46.6333)', ''],
	['-23.5505; -46.6333', ''],
	['-23,5505; -46,6333', ''],
	['-23,5505;-46,6333', ''],
	['-23,5505, -46,6333', ''],
	['-23,5505 -46,6333', ''],
	['-23,5505,-46,6333', ''],
	['-23.5505 -46.6333', ''],
	['-23.5505\n-46.6333', ''],
	['23.5505° S, 46.6333° W', ''],
	['23.5505°S 46.6333°W', ''],
	['46.6333° W, 23.5505° S', ''],
	['23°33\'01.8"S 46°37\'59.9"W', ''],
	['23° 33′ 1,8″ S, 46° 37′ 59,9″ W', ''],
	['23º33’01.8”S', '46º37’59.9”W'],
	["23°33'01.8''S", "46°37'59.9''W"],
	['23 33 01.8 S', '46 37 59.9 W'],
	['S 23° 33.030 W 46° 37.998', ''],
	["S 23° 33.030'", "W 46° 37.998'"],
	['https://www.google.com/maps/@-23.5505,-46.6333,17z', ''],
	[
		'https://www.google.com/maps/place/X/@-23.1,-46.1,17z/data=!3m1!4b1!4m6!8m2!3d-23.5505!4d-46.6333',
		'',
	],
	['https://maps.google.com/?q=-23.5505,-46.6333', ''],
	['https://www.google.com/maps/search/?api=1&query=-23.5505%2C-46.6333', ''],
	['https://www.google.com/maps/search/-23.5505,+-46.6333?shorturl=1', ''],
	['https://www.openstreetmap.org/?mlat=-23.5505&mlon=-46.6333#map=17/-23.1/-46.1', ''],
	['https://www.openstreetmap.org/#map=17/-23.5505/-46.6333', ''],
	['https://maps.apple.com/?ll=-23.5505,-46.6333&q=Place', ''],
	['https://waze.com/ul?ll=-23.5505%2C-46.6333&navigate=yes', ''],
	['https://www.bing.com/maps?cp=-23.5505~-46.6333&lvl=17', ''],
	['geo:-23.5505,-46.6333?z=17', ''],
	[{ latitude: -23.5505, longitude: -46.6333, name: 'Sé' }, ''],
	[{ lat: '-23,5505', lng: '-46,6333' }, ''],
])('%j and %j are a place', (latitude, longitude) => {
	expect(rounded(coordinatesOf(latitude, longitude))).toEqual(SE);
});

test.each<[unknown, unknown, object]>([
	['0', '0', { latitude: 0, longitude: 0 }],
	[0, 0, { latitude: 0, longitude: 0 }],
	['10', '20', { latitude: 10, longitude: 20 }],
	['10, 20', '', { latitude: 10, longitude: 20 }],
	['10,5', '20,5', { latitude: 10.5, longitude: 20.5 }],
	['48.1 N', '11.5 E', { latitude: 48.1, longitude: 11.5 }],
	['1e-5', '2', { latitude: 0.00001, longitude: 2 }],
	// Out of range: the engine says by how much.
	['91', '181', { latitude: 91, longitude: 181 }],
])('%j and %j are read as they stand', (latitude, longitude, place) => {
	expect(coordinatesOf(latitude, longitude)).toEqual(place);
});

test.each<[unknown, unknown]>([
	['', ''],
	['north', '1'],
	['46.6 W', '23.5 S'],
	['-23.5 N', '1'],
	["23°61'", '1'],
	['1.2.3', '1'],
	['23.55 46.63', '46.6'],
	["23.5°30'", '1'],
	['23° O', '1'],
	['1, 2, 3', ''],
	[{ name: 'Sé' }, ''],
	['1' + ' '.repeat(50_000) + 'x', '1'],
])('%j is no latitude, as the engine tells', (latitude, longitude) => {
	expect(coordinatesOf(latitude, longitude).latitude).toBeNaN();
});

test.each<[unknown, unknown]>([
	['-23.5505', ''],
	['-23,5505', ''],
	['1', 'east'],
	['1', '23 S'],
])('with %j, %j is no longitude', (latitude, longitude) => {
	expect(coordinatesOf(latitude, longitude).longitude).toBeNaN();
});

test.each([
	['10,20', '"10,20" may be the latitude 10.20, or the latitude 10 and the longitude 20.'],
	['https://maps.app.goo.gl/abc', 'The link to a map does not say where the place is.'],
])('%s is refused in words', (latitude, message) => {
	expect(() => coordinatesOf(latitude, '')).toThrow(
		expect.objectContaining({ code: 'INVALID_CONTENT', message }) as EngineError,
	);
});
