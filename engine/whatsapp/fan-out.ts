import { createHash } from 'node:crypto';
import type { BinaryNode, GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { createBoundedMap } from '../bounded-map';
import type { Clock } from '../clock';
import { chatType, parseJid } from '../content/jid';
import { EngineError } from '../gateway/contract';
import { kindOf, redactJid, type Log } from '../log';
import type { DeviceCache } from './device-cache';
import { askDevices, knownDevices, NoDevices, personOf, type Person } from './devices';
import { decodeContent, isOwn, ownJids, type Me } from './incoming';
import { openSessions } from './key-query';
import type { Keyless } from './keyless';
import { stanzaDetails } from './stanza-details';

/** Messages without an acknowledgement yet, and chats. */
const MAX_REMEMBERED = 1_000;

export interface FanOutOptions {
	sock: Pick<
		WASocket,
		'authState' | 'getUSyncDevices' | 'query' | 'relayMessage' | 'signalRepository'
	>;
	devices: DeviceCache;
	keyless: Keyless;
	me(): Me;
	metadataOf(group: string): Promise<GroupMetadata>;
	forgetMetadata(group: string): void;
	/** What was sent under an ID. */
	sentContent(messageId: string): string | undefined;
	now: Clock['now'];
	log: Log;
}

/** Which devices a message goes to. */
export interface FanOut {
	/**
	 * Finds out all that Baileys needs to encrypt a message to a chat, and lets it `relay` the message then: who is in the chat,
	 * with which devices, and a session with each. Devices without keys are left out for a while. A group's key is a new one as
	 * soon as a device that has the old one is not in the group any more. Errors: REJECTED where nobody would be left.
	 */
	relay(chat: string, messageId: string, relay: () => Promise<void>): Promise<void>;
	/**
	 * What Baileys is to know of a group. Where a message is on its way and everybody has the group's key, nobody is in it: Baileys
	 * would go through all devices of all members once more, to find nothing to do.
	 */
	groupForBaileys(metadata: GroupMetadata): GroupMetadata;
	/**
	 * The same for a part of those who are to see a status, and our own other devices: `own` is our address. False where nobody
	 * of those people has a device with keys.
	 */
	reachPeople(people: readonly string[], own: readonly string[]): Promise<boolean>;
	/** All devices of a person that have keys, with a session with each. Errors: as of `relay`. */
	reachPerson(person: string): Promise<string[]>;
	/** The next message to a group, or the next status, is encrypted with a new key. */
	renewSenderKey(group: string): Promise<void>;
	/** An acknowledgement: those that WhatsApp says were missed get the message after all. Call it before anybody else. */
	onAck(node: BinaryNode): void;
	/** WhatsApp is asked anew who is in a chat. */
	forget(chat: string): void;
}

/** Where a message went. */
interface Sent {
	chat: string;
	devices: string[];
}

/** Who is in a chat. */
interface Audience {
	people: readonly Person[];
	/** We, whose other devices get copies. */
	own: readonly Person[];
}

export function createFanOut(options: FanOutOptions): FanOut {
	const { sock, devices: cache, keyless, me, metadataOf, sentContent, now, log } = options;
	const { authState, signalRepository } = sock;
	const sent = createBoundedMap<Sent>(MAX_REMEMBERED);
	/** WhatsApp's hash for the devices of a chat that we know to be all of them, where it is none of ours. */
	const confirmed = createBoundedMap<string>(MAX_REMEMBERED);
	const members = new WeakMap<GroupMetadata, Audience>();
	/** Groups whose key everybody has, while a message to them is on its way. */
	const keyed = new Set<Audience>();

	async function audienceOf(chat: string): Promise<Audience> {
		if (chatType(chat) === 'group') return membersOf(await metadataOf(chat));
		// Baileys takes our address of the same kind as the chat's (relayMessage).
		const self = me();
		const own = chat.endsWith('@lid') && self.lid ? self.lid : self.jid;
		const people = [personOf(chat)];
		return { people, own: own ? notAmong(people, [personOf(own)]) : [] };
	}

	/** Worked out once for each list of a group's members, as we are the same while connected: a thousand of them take milliseconds. */
	function membersOf(metadata: GroupMetadata): Audience {
		let known = members.get(metadata);
		if (!known) {
			const ours = ownJids(me());
			const everybody = metadata.participants.map(({ id }) => personOf(id));
			const own = everybody.filter(({ jid }) => ours.includes(jid));
			members.set(metadata, (known = { people: notAmong(own, everybody), own }));
		}
		return known;
	}

	/** All devices in a chat, those without keys among them. */
	async function requireAll(chat: string, audience: Audience) {
		const { people, own } = audience;
		const users = usersOf(audience);
		const isGroup = chatType(chat) === 'group';
		if (!isGroup) cache.forget(users, 'unknown');
		await askDevices(sock, cache, [...own, ...people], now);
		const others = knownDevices(cache, people);
		if (people.length > 0 && others.length === 0) throw new NoDevices();
		if (isGroup) cache.setUnknown(users);
		return { others, all: [...others, ...knownDevices(cache, own)] };
	}

	/**
	 * Who has a group's key. It is renewed where one of them is not in the group any more, and where nobody is known to have
	 * it: then all get one anyway.
	 */
	async function holdersOf(group: string, devices: readonly string[]): Promise<Set<string>> {
		const { [group]: memory } = await authState.keys.get('sender-key-memory', [group]);
		const holders = Object.entries(memory ?? {}).flatMap(([jid, has]) => (has ? [jid] : []));
		const present = new Set(devices);
		if (holders.length > 0 && holders.every((jid) => present.has(jid))) return new Set(holders);
		await renewSenderKey(group);
		return new Set();
	}

	/** In the order of sends: Baileys holds this lock from the group's key to the note of who has it (relayMessage). */
	async function renewSenderKey(group: string): Promise<void> {
		const { jid, lid } = me();
		const names = [jid, lid].flatMap((own) => (own ? [senderKeyName(group, own)] : []));
		await authState.keys.transaction(async () => {
			await authState.keys.set({
				'sender-key': Object.fromEntries(names.map((name) => [name, null])),
				'sender-key-memory': { [group]: null },
			});
		}, jid ?? '');
	}

	/** lib/Signal/Group/sender-key-name.js */
	function senderKeyName(group: string, own: string): string {
		const address = signalRepository.jidToSignalProtocolAddress(own);
		return `${group}::${address.replace(/\.(\d+)$/, '::$1')}`;
	}

	/** Opens the sessions that are missing. With `all` WhatsApp is asked for the keys of those, too, that had none just now. */
	async function requireSessions(devices: readonly string[], all: boolean): Promise<void> {
		const missing: string[] = [];
		for (const jid of devices) {
			const { exists } = await signalRepository.validateSession(jid);
			if (exists) keyless.delete(jid);
			else if (all || keyless.isDue(jid)) missing.push(jid);
		}
		const without = new Set(await openSessions(sock, missing));
		for (const jid of missing) {
			if (without.has(jid)) keyless.add(jid);
			else keyless.delete(jid);
		}
	}

	/** The devices that a message to the chat reaches, and whether all of these have the group's key. */
	async function reach(chat: string, audience: Audience) {
		const { others, all } = await requireAll(chat, audience);
		const isGroup = chatType(chat) === 'group';
		const holders = isGroup ? await holdersOf(chat, all) : new Set<string>();
		const needed = all.filter((jid) => !holders.has(jid) && !(isGroup && isHosted(jid)));
		await requireSessions(needed, false);
		const isReached = (jid: string) => !keyless.has(jid);
		if (others.length > 0 && !others.some(isReached)) {
			await requireSessions(others, true);
			if (!others.some(isReached)) throw NO_KEYS;
		}
		return { devices: all.filter(isReached), isKeyed: isGroup && needed.length === 0 };
	}

	async function reachPeople(jids: readonly string[], own: readonly string[]): Promise<boolean> {
		const people = jids.map(personOf);
		const everybody = [...own.map(personOf), ...people];
		await askDevices(sock, cache, everybody, now);
		cache.setUnknown(people.map(({ user }) => user));
		const withKeys = (among: readonly Person[]) =>
			knownDevices(cache, among).filter((jid) => !isHosted(jid));
		await requireSessions(withKeys(everybody), false);
		return withKeys(people).some((jid) => !keyless.has(jid));
	}

	/** Sends a message to those that have got into the chat, or have been there unknown to us. */
	async function catchUp(messageId: string, wire: string, phash: string, before: Sent) {
		const { chat } = before;
		options.forgetMetadata(chat);
		const audience = await audienceOf(chat);
		cache.forget(usersOf(audience), 'all');
		const { devices } = await reach(chat, audience);
		const known = new Set(before.devices);
		const missed = devices.filter((jid) => !known.has(jid));
		if (missed.length === 0) confirmed.set(chat, confirmationOf(phash, devices));
		const message = decodeContent(wire);
		const { additionalAttributes, additionalNodes } = stanzaDetails(message);
		for (const jid of missed) {
			const recipient = isOwn(jid, me()) && chatType(chat) !== 'group' && { recipient: chat };
			await sock.relayMessage(chat, message, {
				messageId,
				participant: { jid, count: 1 },
				additionalAttributes: { ...additionalAttributes, ...recipient },
				additionalNodes,
			});
		}
	}

	return {
		async relay(chat, messageId, relay) {
			if (!['group', 'direct'].includes(chatType(chat))) return await relay();
			const audience = await audienceOf(chat);
			const { devices, isKeyed } = await reach(chat, audience);
			sent.set(messageId, { chat, devices });
			if (isKeyed) keyed.add(audience);
			try {
				await relay();
			} finally {
				keyed.delete(audience);
			}
		},
		groupForBaileys(metadata) {
			const audience = members.get(metadata);
			return audience && keyed.has(audience) ? { ...metadata, participants: [] } : metadata;
		},
		reachPeople,
		reachPerson: async (person) =>
			(await reach(person, { people: [personOf(person)], own: [] })).devices,
		renewSenderKey,
		onAck({ attrs: { id = '', phash, error } }) {
			const before = sent.get(id);
			sent.delete(id);
			if (!before || error !== undefined || phash === undefined) return;
			const { jid, lid } = me();
			const self = before.devices.some((device) => device.endsWith('@lid')) ? lid : jid;
			if (phash === hashOf([...before.devices, ...(self ? [self] : [])])) return;
			if (confirmed.get(before.chat) === confirmationOf(phash, before.devices)) return;
			const wire = sentContent(id);
			if (wire === undefined) return;
			const chat = redactJid(before.chat);
			log.debug('WhatsApp says that a message missed devices of the chat', { chat });
			catchUp(id, wire, phash, before).catch((error: unknown) =>
				// The next message finds out which.
				log.info('They are not known yet, or could not be sent it', { chat, error: kindOf(error) }),
			);
		},
		forget(chat) {
			options.forgetMetadata(chat);
			cache.flushAll();
		},
	};
}

const NO_KEYS = new EngineError(
	'REJECTED',
	'WhatsApp has no keys of the recipient, so nothing can be encrypted for them.',
	'The recipient has to open WhatsApp on the phone, and set it up if it asks for that. Then send it again.',
);

const usersOf = ({ people, own }: Audience) => [...people, ...own].map(({ user }) => user);

function notAmong(others: readonly Person[], people: readonly Person[]): Person[] {
	const users = new Set(others.map(({ user }) => user));
	return people.filter(({ user }) => !users.has(user));
}

/** Devices of a business at its provider, which get no keys of groups (relayMessage). */
function isHosted(jid: string): boolean {
	const { device, server = '' } = parseJid(jid) ?? {};
	return device === 99 || server.startsWith('hosted');
}

/** WhatsApp's hash of recipients, as whatsmeow has it (send.go, participantListHashV2). */
function hashOf(devices: readonly string[]): string {
	const names = devices.map((jid) => {
		const { user, device, server } = parseJid(jid) ?? { user: jid, device: 0, server: '' };
		return `${user}.0:${device}@${server}`;
	});
	const hash = createHash('sha256').update(names.sort().join('')).digest();
	return `2:${hash.subarray(0, 6).toString('base64')}`;
}

const confirmationOf = (phash: string, devices: readonly string[]) => `${phash} ${hashOf(devices)}`;
