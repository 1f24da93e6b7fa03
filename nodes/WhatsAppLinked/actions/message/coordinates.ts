import { EngineError } from '../../../../engine/gateway/contract';
import { asText } from '../../../shared/parameters';

/** A place as people have it: typed with a point or a comma, copied from a map, as the link to a map, or as an object. */

export interface Coordinates {
	/** Degrees; south and west are negative. */
	latitude: number;
	longitude: number;
}

/** Where both stand in one of the fields, the other one may be empty. Error: INVALID_CONTENT for what may mean two places. */
export function coordinatesOf(latitude: unknown, longitude: unknown): Coordinates {
	const [north, east] = [textOf(latitude), textOf(longitude)];
	const hasBoth = north !== '' && east !== '' && north !== east;
	if (!hasBoth) {
		const pair = pairIn(latitude, north || east);
		if (pair) return pair;
	}
	return {
		latitude: degreesIn(north, LATITUDE),
		longitude: degreesIn(east, LONGITUDE),
	};
}

/** Without what nobody sees, and with plain signs: maps and texts use many. */
function textOf(value: unknown): string {
	return asText(value)
		.replace(/\p{Cf}/gu, '')
		.replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
		.replace(/[\u2018\u2019\u2032\u00b4`]/g, "'")
		.replace(/[\u201c\u201d\u2033]|''/g, '"')
		.replace(/[\u00ba\u02da]/g, '°')
		.replace(/[^\S\n]+/g, ' ')
		.trim();
}

// --- One of them ----------------------------------------------------------------------------------------------------

const LATITUDE = { negative: 'S', positive: 'N' } as const;
const LONGITUDE = { negative: 'W', positive: 'E' } as const;
type Axis = typeof LATITUDE | typeof LONGITUDE;

/** `-23.5505`, `-23,5505`, `23.5505° S`, `S 23° 33.03'`, `23°33'01.8"S`, `23 33 01.8 S` */
const ANGLE =
	/^([NSEW])?\s*([+-])?\s*(\d{1,3}(?:[.,]\d+)?|[.,]\d+)\s*°?(?:\s*(?<=[\s°])(\d{1,2}(?:[.,]\d+)?)\s*'?(?:\s*(?<=[\s'])(\d{1,2}(?:[.,]\d+)?)\s*"?)?)?\s*([NSEW])?$/i;

interface Angle {
	degrees: number;
	/** N, S, E or W, where it is said. */
	side: string | undefined;
}

function angleIn(text: string): Angle | undefined {
	// What a program puts out: more digits, and maybe a power.
	const isPlain = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text);
	if (isPlain) return { degrees: Number(text), side: undefined };
	const [, before, sign, degrees, minutes, seconds, after] = ANGLE.exec(text) ?? [];
	if (degrees === undefined || (before && after)) return undefined;
	const size = sizeOf(degrees, minutes, seconds);
	const side = (before ?? after)?.toUpperCase();
	// A minus in the north says two things at once.
	if (size === undefined || (sign === '-' && (side === 'N' || side === 'E'))) return undefined;
	const isNegative = sign === '-' || side === 'S' || side === 'W';
	return { degrees: isNegative ? -size : size, side };
}

/** Only the last part may have decimals: `23.55 46.63` are two numbers. */
function sizeOf(...parts: Array<string | undefined>): number | undefined {
	const said = parts.filter((part) => part !== undefined);
	if (said.slice(0, -1).some((part) => !/^\d+$/.test(part))) return undefined;
	const [degrees = 0, minutes = 0, seconds = 0] = said.map((part) =>
		Number(part.replace(',', '.')),
	);
	return minutes < 60 && seconds < 60 ? degrees + minutes / 60 + seconds / 3600 : undefined;
}

/** NaN for what is none: the engine says that. */
function degreesIn(text: string, axis: Axis): number {
	const angle = angleIn(text);
	return angle && isOn(axis, angle) ? angle.degrees : NaN;
}

function isOn({ negative, positive }: Axis, { side }: Angle): boolean {
	return side === undefined || side === negative || side === positive;
}

// --- Both at once ---------------------------------------------------------------------------------------------------

function pairIn(value: unknown, text: string): Coordinates | undefined {
	if (typeof value === 'object' && value !== null) return pairInObject(value);
	return pairInLink(text) ?? pairInText(text.replace(/^[([]\s*|\s*[)\]]$/g, ''));
}

/** Of the trigger's output, and of other programs. */
function pairInObject(value: object): Coordinates | undefined {
	const { latitude, lat, longitude, lng, lon, long } = value as Record<string, unknown>;
	const [north, east] = [textOf(latitude ?? lat), textOf(longitude ?? lng ?? lon ?? long)];
	return inOrder(angleIn(north), angleIn(east));
}

/** What may stand between the two, the surest first: a comma alone may also be a decimal one. */
const BETWEEN = [/\s*[;|\n]\s*/, /\s*,\s+/, /\s+/, /\s*,\s*/];

function pairInText(text: string): Coordinates | undefined {
	for (const between of BETWEEN) {
		const halves = twoHalves(text, between);
		const pair = halves && inOrder(angleIn(halves[0]), angleIn(halves[1]));
		if (!pair) continue;
		if (!/^[+-]?\d+,\d+$/.test(text)) return pair;
		if (pair.longitude <= 180) throw ambiguous(text);
	}
	return undefined;
}

/** Where a separator is there once, or in the middle of an odd number: `23° 33' S 46° 37' W`. */
function twoHalves(text: string, between: RegExp): [string, string] | undefined {
	const parts = text.split(between);
	if (parts.length % 2 !== 0) return undefined;
	const middle = parts.length / 2;
	const glue = between.source.includes(',') ? ',' : ' ';
	return [parts.slice(0, middle).join(glue), parts.slice(middle).join(glue)];
}

/** Letters say which is which; without them the latitude comes first. */
function inOrder(first: Angle | undefined, second: Angle | undefined): Coordinates | undefined {
	if (!first || !second) return undefined;
	const isTurned = first.side !== undefined && !isOn(LATITUDE, first);
	const [north, east] = isTurned ? [second, first] : [first, second];
	if (!isOn(LATITUDE, north) || !isOn(LONGITUDE, east)) return undefined;
	return { latitude: north.degrees, longitude: east.degrees };
}

const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d+)?)`;
/** Of Google Maps (the place before the middle of the map), OpenStreetMap, Apple Maps, Waze and Bing, and `geo:` (RFC 5870). */
const IN_LINKS = [
	`!3d${NUMBER}!4d${NUMBER}`,
	`[?&#]mlat=${NUMBER}&mlon=${NUMBER}`,
	`[?&](?:q|query|ll|sll|daddr|destination|coordinate|center)=(?:loc:)?${NUMBER},\\s*${NUMBER}`,
	`[?&]cp=${NUMBER}~${NUMBER}`,
	`@${NUMBER},${NUMBER}`,
	`/(?:place|search|dir)/${NUMBER},\\s*${NUMBER}`,
	`#map=[\\d.]+/${NUMBER}/${NUMBER}`,
	`^geo:${NUMBER},${NUMBER}`,
].map((pattern) => new RegExp(pattern, 'i'));

function pairInLink(text: string): Coordinates | undefined {
	if (!/^(?:https?:\/\/|geo:)/i.test(text)) return undefined;
	const plain = decoded(text);
	for (const pattern of IN_LINKS) {
		const [, latitude, longitude] = pattern.exec(plain) ?? [];
		if (latitude && longitude) {
			return { latitude: Number(latitude), longitude: Number(longitude) };
		}
	}
	throw new EngineError(
		'INVALID_CONTENT',
		'The link to a map does not say where the place is.',
		'Open the link, copy the latitude and longitude of the place there (in Google Maps: right-click on it), and paste them into Latitude.',
	);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		// A percent sign may be no more than that.
		return text;
	}
}

function ambiguous(text: string): EngineError {
	const [whole = '', rest = ''] = text.split(',');
	return new EngineError(
		'INVALID_CONTENT',
		`"${text}" may be the latitude ${whole}.${rest}, or the latitude ${whole} and the longitude ${rest}.`,
		'Write decimal degrees with a point, and the longitude into Longitude.',
	);
}
