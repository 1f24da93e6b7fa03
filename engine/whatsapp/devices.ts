import type { WASocket } from '@whiskeysockets/baileys';
import { parseJid, withoutDevice } from '../content/jid';
import type { DeviceCache } from './device-cache';
import { hasTimedOut, QueryTimeout } from './query-errors';

/** Nobody to send to: WhatsApp tells no device of the recipient, for now or because there is none any more. */
export class NoDevices extends Error {
	constructor() {
		super('WhatsApp did not tell the devices of the recipient');
	}
}

/** Somebody by their address without a device, and by the part of it before the @. */
export interface Person {
	jid: string;
	user: string;
}

export function personOf(address: string): Person {
	// With a device Baileys would take the address as it is, and not ask for it.
	return { jid: withoutDevice(address), user: userOf(address) };
}

/**
 * Asks WhatsApp for the devices of those people of whom they are not known, before Baileys does, which finds them in the
 * cache then. A question that was not answered looks to it like people without devices, and it would send a stanza without
 * recipients (lib/Socket/messages-send.js, getUSyncDevices).
 */
export async function askDevices(
	{ getUSyncDevices }: Pick<WASocket, 'getUSyncDevices'>,
	cache: Pick<DeviceCache, 'devicesOf'>,
	people: readonly Person[],
	now: () => number,
): Promise<void> {
	const unknown = people.filter(({ user }) => !cache.devicesOf(user)).map(({ jid }) => jid);
	if (unknown.length === 0) return;
	const askedAt = now();
	await getUSyncDevices([...new Set(unknown)], false, false);
	if (hasTimedOut(askedAt, now)) throw new QueryTimeout();
}

/** The addresses of all devices of people that are known. */
export function knownDevices(
	cache: Pick<DeviceCache, 'devicesOf'>,
	people: readonly Person[],
): string[] {
	return people.flatMap(({ user }) => cache.devicesOf(user) ?? []);
}

export const userOf = (jid: string) => parseJid(jid)?.user ?? jid;
