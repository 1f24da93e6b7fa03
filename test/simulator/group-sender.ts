import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { type Addressing, STATUS } from './address';
import { encryptFor, writeEnc } from './enc';
import type { Account, Device } from './registry';
import type { SignalEndpoint } from './signal-endpoint';
import { stanza } from './stanza';

/** Those who read the same ciphertext: the members of a group, or who may see a status. */
export interface Audience {
	readonly jid: string;
	/** By which of their names its members go. */
	readonly addressing: Addressing;
	readonly members: { keys(): Iterable<Account> };
}

/**
 * Encrypts what one device writes to groups: once for all, with a sender key that each device of each member was
 * given before, in a message of its own. Who leaves takes the key with him, but the server has nothing more for him.
 */
export class GroupSender {
	/** Who was given the sender key of a group. */
	readonly #informed = new Map<string, WeakSet<Device>>();

	constructor(
		private readonly self: Device,
		private readonly signal: SignalEndpoint,
	) {}

	/** The content of a message stanza to a group. */
	async seal(
		group: Audience,
		message: proto.IMessage,
		encAttrs: Record<string, string>,
	): Promise<BinaryNode[]> {
		// Before it is used: who gets it can read from here on.
		const content = { senderKeyDistributionMessage: this.signal.senderKeys.give(group.jid) };
		const common = writeEnc('skmsg', this.signal.encryptForGroup(group.jid, message), encAttrs);
		const participants: BinaryNode[] = [];
		for (const device of this.#uninformed(group)) {
			const enc = await encryptFor(device, content, this.signal, encAttrs);
			if (enc.length === 0) continue;
			participants.push(stanza('to', { jid: device.jid(group.addressing) }, enc));
			this.#informedOf(group).add(device);
		}
		return participants.length > 0 ? [common, stanza('participants', {}, participants)] : [common];
	}

	/** The content for one device that could not read it, with the key for what comes next. */
	async sealAgain(
		group: Audience,
		device: Device,
		message: proto.IMessage,
		attrs: Record<string, string | undefined>,
	): Promise<BinaryNode[]> {
		const senderKeyDistributionMessage = this.signal.senderKeys.give(group.jid);
		const content = { ...message, senderKeyDistributionMessage };
		return await encryptFor(device, content, this.signal, attrs);
	}

	#uninformed(group: Audience): Device[] {
		const devices = [...group.members.keys()].flatMap((account) => [...account.devices.values()]);
		const informed = this.#informedOf(group);
		// A status has no members of its own: each says who gets it, and gives all of them the key.
		const everyone = group.jid === STATUS;
		return devices.filter((device) => device !== this.self && (everyone || !informed.has(device)));
	}

	#informedOf({ jid }: Audience): WeakSet<Device> {
		const known = this.#informed.get(jid);
		if (known) return known;
		const created = new WeakSet<Device>();
		this.#informed.set(jid, created);
		return created;
	}
}
