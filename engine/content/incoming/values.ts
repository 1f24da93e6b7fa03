import { depthOfJson } from '../limits';
import { wellFormed } from '../well-formed';

/** Numbers of 64 bits, as protobuf.js reads them. */
interface Long {
	toNumber(): number;
}

/** An empty text says nothing. */
export function words(text: string | null | undefined): string | null {
	return text || null;
}

/** Zero and absent are the same in the protocol for what cannot be zero: sizes, times, durations. */
export function amount(value: number | Long | null | undefined): number | null {
	const number = typeof value === 'object' && value !== null ? value.toNumber() : value;
	return number || null;
}

/** Money in thousandths. */
export function thousandths(value: number | Long | null | undefined): number | null {
	const number = amount(value);
	return number === null ? null : number / 1000;
}

/** The latest time that a Date can hold. */
const LAST_TIME_MS = 8.64e15;

/** The protocol's times are seconds, with few exceptions. */
export function timeOf(seconds: number | Long | null | undefined): string | null {
	const ms = (amount(seconds) ?? NaN) * 1000;
	return Math.abs(ms) <= LAST_TIME_MS ? new Date(ms).toISOString() : null;
}

export function hex(bytes: Uint8Array | null | undefined): string | null {
	return bytes?.length ? Buffer.from(bytes).toString('hex') : null;
}

/** More than WhatsApp lets anybody send: a message made to be huge gets no further. */
const MOST = 1_100;

export function atMost<T>(items: readonly T[] | null | undefined, most = MOST): readonly T[] {
	return (items ?? []).slice(0, most);
}

/** Characters of JSON that are looked into: the longest forms are far shorter. */
const MOST_JSON = 256 * 1024;
/** Forms, orders and buttons are nested five deep or so. */
const DEEPEST_JSON = 50;

/** JSON that comes in messages; undefined where it is none, or made to be huge. */
export function parseJson(text: string | null | undefined): unknown {
	if (!text || isMonstrous(text)) return undefined;
	try {
		return wellFormed(JSON.parse(text) as unknown);
	} catch {
		// Others may write what they like.
		return undefined;
	}
}

/** Whether JSON is longer or deeper nested than anybody needs it. */
export function isMonstrous(json: string): boolean {
	return json.length > MOST_JSON || depthOfJson(json) > DEEPEST_JSON;
}

/** A member of parsed JSON, whatever that is. */
export function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}

export function stringIn(value: unknown, name: string): string | null {
	const found = member(value, name);
	return typeof found === 'string' && found !== '' ? found : null;
}

export function listIn(value: unknown, name: string): readonly unknown[] {
	const found = member(value, name);
	return Array.isArray(found) ? atMost(found) : [];
}
