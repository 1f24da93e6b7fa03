import { jidDecode, jidEncode } from '@whiskeysockets/baileys';

/** The two ways to name an account: by phone number, or by the LID that hides the number. */
export type Addressing = 'pn' | 'lid';

/** One device of one account, by either name. Device 0 is the phone. */
export interface Address {
	readonly addressing: Addressing;
	readonly user: string;
	readonly device: number;
}

const SERVERS = { pn: 's.whatsapp.net', lid: 'lid' } as const satisfies Record<Addressing, string>;

/** The chat all statuses of all people are in. */
export const STATUS = 'status@broadcast';

/** Writes an address as a JID; device 0 has no suffix. */
export function formatAddress({ addressing, user, device }: Address): string {
	return jidEncode(user, SERVERS[addressing], device);
}

/** Reads the JID of a user or of a user's device; `undefined` for groups, broadcasts and the server. */
export function parseAddress(jid: string | undefined): Address | undefined {
	const decoded = jidDecode(jid);
	if (!decoded?.user) return undefined;
	const { server, user, device = 0 } = decoded;
	if (server === SERVERS.pn) return { addressing: 'pn', user, device };
	if (server === SERVERS.lid) return { addressing: 'lid', user, device };
	return undefined;
}

/** The JID meant by a phone number as people write it, or by a JID. */
export function toJid(numberOrJid: string): string {
	if (numberOrJid.includes('@')) return numberOrJid;
	return formatAddress({ addressing: 'pn', user: numberOrJid.replace(/\D/g, ''), device: 0 });
}

/**
 * The LID of a number. WhatsApp's are random; ours are derived, so that a failing test prints the same
 * stanzas each time. Never equal to the number: clients compare users without looking at the server.
 */
export function lidUserOf(number: string): string {
	return `1${[...number].reverse().join('')}7`;
}
