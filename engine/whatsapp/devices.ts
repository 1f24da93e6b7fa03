import type { WASocket } from '@whiskeysockets/baileys';
import { parseJid, withoutDevice } from '../content/jid';
import { hasTimedOut, QueryTimeout } from './query-errors';

type AskDevices = (
	...asked: Parameters<WASocket['getUSyncDevices']>
) => Promise<{ user: string; jid: string }[]>;

/** Nobody to send to: WhatsApp tells no device of the recipient, for now or because there is none any more. */
export class NoDevices extends Error {
	constructor() {
		super('WhatsApp did not tell the devices of the recipient');
	}
}

/**
 * Asks for the devices of all these people before Baileys does, and answers Baileys from its own cache. A question that
 * was not answered looks to it like people without devices, and it would send a stanza without recipients
 * (lib/Socket/messages-send.js, getUSyncDevices). `own` is the account's address in the chat: its other devices get
 * copies. Returns the addresses of all devices. Throws when there would be nobody to send to.
 */
export async function requireDevices(
	sock: { getUSyncDevices: AskDevices },
	people: readonly string[],
	own: readonly string[],
	now: () => number,
): Promise<string[]> {
	const devices = await askDevices(sock, [...own, ...people], now);
	const users = new Set(people.map(userOf));
	if (users.size > 0 && !devices.some(({ user }) => users.has(user))) {
		throw new NoDevices();
	}
	return devices.map(({ jid }) => jid);
}

/** The devices of people, some of whom may have none. */
export async function askDevices(
	sock: { getUSyncDevices: AskDevices },
	people: readonly string[],
	now: () => number,
): ReturnType<AskDevices> {
	// With a device they would be taken as they are, and not asked for.
	const jids = [...new Set(people.map(withoutDevice))];
	const askedAt = now();
	const devices = await sock.getUSyncDevices(jids, true, false);
	if (hasTimedOut(askedAt, now)) throw new QueryTimeout();
	return devices;
}

export const userOf = (jid: string) => parseJid(jid)?.user ?? jid;
