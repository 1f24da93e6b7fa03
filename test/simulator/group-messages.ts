import type { BinaryNode } from '@whiskeysockets/baileys';
import { named } from './group-stanzas';
import type { Group } from './groups';
import { accompanying, addressedCiphertexts, deliver, keptAttributes } from './message-delivery';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childrenOf, stanza } from './stanza';

/**
 * Delivers a message to each device of each member: what is for the device alone (the sender key), then what is
 * for all. A device that was given no key gets the message all the same, and asks.
 */
export function fanOutGroupMessage(
	sender: Device,
	message: BinaryNode,
	group: Group,
	context: RoutingContext,
): void {
	const attrs = {
		...keptAttributes(message),
		from: group.jid,
		...named('participant', sender.account, group),
		participant: sender.jid(group.addressing),
		addressing_mode: group.addressing,
		t: String(context.clock.seconds()),
		notify: sender.account.pushName,
	};
	const further = accompanying(message);
	for (const [recipient, encrypted] of ciphertexts(message, group, context)) {
		if (recipient === sender || encrypted.length === 0) continue;
		deliver(recipient, stanza('message', attrs, [...encrypted, ...further]), context);
	}
}

/** Who gets which ciphertexts. */
function ciphertexts(
	message: BinaryNode,
	group: Group,
	{ registry }: RoutingContext,
): Map<Device, BinaryNode[]> {
	const common = childrenOf(message, 'enc');
	const { participant } = message.attrs;
	if (participant !== undefined) {
		// Sent again to the one device that asked.
		const device = registry.deviceOf(participant);
		return new Map(device && group.isMember(device.account) ? [[device, common]] : []);
	}
	const own = new Map(
		addressedCiphertexts(message).map(({ jid, encrypted }) => [registry.deviceOf(jid), encrypted]),
	);
	const devices = [...group.members.keys()].flatMap((account) => [...account.devices.values()]);
	return new Map(devices.map((device) => [device, [...(own.get(device) ?? []), ...common]]));
}
