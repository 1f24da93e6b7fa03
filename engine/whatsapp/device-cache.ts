import { jidEncode, type FullJid, type SocketConfig } from '@whiskeysockets/baileys';
import { createBoundedMap } from '../bounded-map';
import type { Clock } from '../clock';

/** As long as Baileys trusts its own (DEFAULT_CACHE_TTLS.USER_DEVICES). */
const FRESH_MS = 5 * 60_000;
/** What a message was prepared with is there until it leaves. */
const KEPT_MS = 2 * FRESH_MS;
const MAX_USERS = 20_000;

type BaileysCache = Required<NonNullable<SocketConfig['userDevicesCache']>>;

/**
 * The devices of people, as WhatsApp last told them, in place of Baileys' own cache. To send a message (`mget`, lib/Socket/
 * messages-send.js, getUSyncDevices) Baileys gets no devices that are left out; to keep the list up to date (`get`,
 * messages-recv.js, handleDevicesNotification) it gets all.
 */
export interface DeviceCache extends BaileysCache {
	/** The addresses of all devices of a person; undefined where they have to be asked for. */
	devicesOf(user: string): readonly string[] | undefined;
	/** Makes WhatsApp be asked anew for the devices of these people: all, or those who have none. */
	forget(users: readonly string[], which: 'all' | 'unknown'): void;
	/** WhatsApp tells none of these people: they need not be asked for with each message to a group. */
	setUnknown(users: readonly string[]): void;
}

interface Known {
	devices: FullJid[];
	/** Of each of them, as Baileys writes it. */
	addresses: string[];
	at: number;
}

export function createDeviceCache(
	now: Clock['now'],
	isLeftOut: (jid: string) => boolean,
): DeviceCache {
	const users = createBoundedMap<Known>(MAX_USERS);

	function find(user: string, goodForMs: number): Known | undefined {
		const known = users.get(user);
		// The clock may have been set back.
		return known && Math.abs(now() - known.at) < goodForMs ? known : undefined;
	}

	/** The devices that are not left out. */
	function reached(user: string): FullJid[] | undefined {
		const known = find(user, KEPT_MS);
		return known?.devices.filter((_, index) => !isLeftOut(known.addresses[index] ?? ''));
	}

	function put(user: string, devices: FullJid[]): void {
		users.set(user, { devices, addresses: devices.map(addressOf), at: now() });
	}

	const forget = (user: string) => void users.delete(user);

	return {
		get: <T>(user: string) => find(user, KEPT_MS)?.devices as T | undefined,
		set: (user, devices) => put(user, devices as FullJid[]),
		del: forget,
		flushAll: () => users.clear(),
		close: () => undefined,
		async mget<T>() {
			// An object with a thousand phone numbers for names takes V8 20 ms to make: their hashes are much alike.
			return new Proxy<Record<string, T | undefined>>(
				{},
				{ get: (_, user) => reached(String(user)) as T | undefined },
			);
		},
		mset(entries) {
			for (const { key, value } of entries) put(key, value as FullJid[]);
		},
		mdel: (gone) => gone.forEach(forget),
		devicesOf: (user) => find(user, FRESH_MS)?.addresses,
		forget(wanted, which) {
			for (const user of wanted) {
				if (which === 'all' || find(user, FRESH_MS)?.devices.length === 0) forget(user);
			}
		},
		setUnknown(gone) {
			for (const user of gone) if (!find(user, FRESH_MS)) put(user, []);
		},
	};
}

function addressOf({ user, server, device }: FullJid): string {
	return jidEncode(user, server ?? 's.whatsapp.net', device);
}
