import type { Sealing } from '../../sealing';
import { incomplete } from './bodies';

/**
 * Large content as rows: each is sealed for its number, and the last one says that it is, so that none can be missing, moved or
 * added.
 */
export interface Part {
	part: number;
	isLast: boolean;
	body: Buffer;
}

export type StoredPart = Omit<Part, 'part'>;

export const PART_BYTES = 1024 * 1024;

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** At least one, and no more in memory than two. */
export async function* toParts(
	content: Chunks,
	sealing: Sealing,
	place: string,
): AsyncGenerator<Part> {
	let part = 0;
	const toPart = (plain: Uint8Array, isLast: boolean): Part => {
		const body = sealing.seal(plain, placeOf(place, part, isLast));
		return { part: part++, isLast, body };
	};
	const buffer = Buffer.allocUnsafe(PART_BYTES);
	let filled = 0;
	for await (const chunk of content) {
		for (let rest = chunk; rest.length > 0; ) {
			if (filled === PART_BYTES) {
				yield toPart(buffer, false);
				filled = 0;
			}
			const taken = rest.subarray(0, PART_BYTES - filled);
			buffer.set(taken, filled);
			filled += taken.length;
			rest = rest.subarray(taken.length);
		}
	}
	yield toPart(buffer.subarray(0, filled), true);
}

/** `fetch` gets one by its number; the next one is on its way while one is used. DAMAGED: one is missing. */
export async function* fromParts(
	fetch: (part: number) => Promise<StoredPart | undefined>,
	sealing: Sealing,
	place: string,
): AsyncGenerator<Buffer> {
	let next: Promise<StoredPart | undefined> | undefined = fetch(0);
	for (let part = 0; next; part++) {
		const found: StoredPart | undefined = await next;
		if (!found) throw incomplete();
		next = found.isLast ? undefined : fetch(part + 1);
		// Whoever stops reading does not wait for it.
		next?.catch(() => undefined);
		yield sealing.open(found.body, placeOf(place, part, found.isLast));
	}
}

const placeOf = (place: string, part: number, isLast: boolean) =>
	`${place}/${part}${isLast ? '/last' : ''}`;
