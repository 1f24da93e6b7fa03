import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { encryptFor, writeEnc } from './enc';
import type { Group } from './groups';
import type { Device } from './registry';
import type { SignalEndpoint } from './signal-endpoint';
import { stanza } from './stanza';

/**
 * Encrypts what one device writes to groups: once for all, with a sender key that each device of each member was
 * given before, in a message of its own. Who leaves takes the key with him, but the server has nothing more for him.
 */
export class GroupSender {
	/** Who was given the sender key of a group. */
	readonly #informed = new Map<Group, WeakSet<Device>>();

	constructor(
		private readonly self: Device,
		private readonly signal: SignalEndpoint,
	) {}

	/** The content of a message stanza to a group. */
	async seal(group: Group, message: proto.IMessage): Promise<BinaryNode[]> {
		// Before it is used: who gets it can read from here on.
		const content = { senderKeyDistributionMessage: this.signal.senderKeys.give(group.jid) };
		const common = writeEnc('skmsg', this.signal.encryptForGroup(group.jid, message));
		const participants: BinaryNode[] = [];
		for (const device of this.#uninformed(group)) {
			const enc = await encryptFor(device, content, this.signal);
			if (enc.length === 0) continue;
			participants.push(stanza('to', { jid: device.jid(group.addressing) }, enc));
			this.#informedOf(group).add(device);
		}
		return participants.length > 0 ? [common, stanza('participants', {}, participants)] : [common];
	}

	/** The content for one device that could not read it, with the key for what comes next. */
	async sealAgain(
		group: Group,
		device: Device,
		message: proto.IMessage,
		attrs: Record<string, string | undefined>,
	): Promise<BinaryNode[]> {
		const senderKeyDistributionMessage = this.signal.senderKeys.give(group.jid);
		const content = { ...message, senderKeyDistributionMessage };
		return await encryptFor(device, content, this.signal, attrs);
	}

	#uninformed(group: Group): Device[] {
		const devices = [...group.members.keys()].flatMap((account) => [...account.devices.values()]);
		const informed = this.#informedOf(group);
		return devices.filter((device) => device !== this.self && !informed.has(device));
	}

	#informedOf(group: Group): WeakSet<Device> {
		const known = this.#informed.get(group);
		if (known) return known;
		const created = new WeakSet<Device>();
		this.#informed.set(group, created);
		return created;
	}
}
