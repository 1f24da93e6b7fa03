import { createBoundedMap } from '../bounded-map';
import type { Clock } from '../clock';

/** After so long WhatsApp is asked again for the keys of a device. */
const ASK_AGAIN_MS = 10 * 60_000;
const MAX_DEVICES = 10_000;

/**
 * Devices for which there are no keys to write to them, and so no messages for now: their owner has set up WhatsApp anew, or
 * uses an app that publishes none. They outlive a connection. Addresses are those with the device.
 */
export interface Keyless {
	has(jid: string): boolean;
	/** WhatsApp was not asked for a while. */
	isDue(jid: string): boolean;
	add(jid: string): void;
	delete(jid: string): void;
}

export function createKeyless(now: Clock['now']): Keyless {
	const askedAt = createBoundedMap<number>(MAX_DEVICES);
	return {
		has: (jid) => askedAt.has(jid),
		isDue(jid) {
			const at = askedAt.get(jid);
			// The clock may have been set back.
			return at === undefined || Math.abs(now() - at) >= ASK_AGAIN_MS;
		},
		add: (jid) => void askedAt.set(jid, now()),
		delete: (jid) => void askedAt.delete(jid),
	};
}
