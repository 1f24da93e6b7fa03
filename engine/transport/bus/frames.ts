import { randomBytes } from 'node:crypto';
import { createSealing, deriveKey, type Sealing } from '../../sealing';

/**
 * What goes over the bus: a header, which is JSON, and bytes that belong to it. Sealed with a key that is derived from n8n's
 * own, so that another n8n at the same Redis reads and forges none, and bound to its channel. Who may write to Redis can say
 * again what was said; they can have n8n run any workflow as well.
 */
export interface Frame<Header = unknown> {
	header: Header;
	bytes: Buffer;
}

export interface Frames {
	seal(channel: string, header: unknown, bytes?: Uint8Array): Buffer;
	/** Throws when it was sealed with another key or for another channel, or was changed. */
	open(channel: string, frame: Buffer): Frame;
}

const VERSION = 1;
const SALT_BYTES = 16;
const SEALED_AT = 1 + SALT_BYTES;
const LENGTH_BYTES = 4;
/** Keys of others that are kept. One costs some microseconds to derive. */
const MAX_KEYS = 1_000;

/**
 * Laid out as version, salt, and what is sealed: the length of the header, the header, the bytes. Each process draws a salt
 * at its start and so has a key of its own: too many frames for one key's random initialization vectors takes years.
 */
export function createFrames(encryptionKey: string): Frames {
	const sealings = new Map<string, Sealing>();

	function sealingOf(salt: Uint8Array): Sealing {
		const name = Buffer.from(salt).toString('latin1');
		const known = sealings.get(name);
		if (known) return known;
		const sealing = createSealing(deriveKey(encryptionKey, salt, 'bus/v1'));
		const [oldest] = sealings.keys();
		if (sealings.size >= MAX_KEYS && oldest !== undefined) sealings.delete(oldest);
		sealings.set(name, sealing);
		return sealing;
	}

	const salt = randomBytes(SALT_BYTES);
	const start = Buffer.from([VERSION, ...salt]);
	const own = sealingOf(salt);

	return {
		seal(channel, header, bytes = new Uint8Array()) {
			const json = Buffer.from(JSON.stringify(header));
			const length = Buffer.alloc(LENGTH_BYTES);
			length.writeUInt32BE(json.length);
			return Buffer.concat([start, own.seal(Buffer.concat([length, json, bytes]), channel)]);
		},
		open(channel, frame) {
			if (frame[0] !== VERSION) throw new Error('Of another version');
			const sealing = sealingOf(frame.subarray(1, SEALED_AT));
			const plain = sealing.open(frame.subarray(SEALED_AT), channel);
			const end = LENGTH_BYTES + plain.readUInt32BE();
			return {
				header: JSON.parse(plain.toString('utf8', LENGTH_BYTES, end)) as unknown,
				bytes: plain.subarray(end),
			};
		},
	};
}
