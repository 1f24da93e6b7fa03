import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Device } from './registry';
import type { RoutingContext } from './router';
import { childrenOf } from './stanza';

/** Children that travel with the ciphertext; others are for the server. */
const PASSED_ON = ['device-identity', 'meta'];

/** Attributes that travel with a message as they are. */
const KEPT_ATTRIBUTES = ['id', 'type', 'edit', 'category', 'expiration'] as const;

/** What of a message goes to its recipients next to the ciphertext. */
export function accompanying(message: BinaryNode): BinaryNode[] {
	return PASSED_ON.flatMap((tag) => childrenOf(message, tag));
}

export function keptAttributes({ attrs }: BinaryNode): Record<string, string | undefined> {
	return Object.fromEntries(KEPT_ATTRIBUTES.map((name) => [name, attrs[name]]));
}

/** The ciphertexts meant for one device each, by the JID of the device. */
export function addressedCiphertexts(
	message: BinaryNode,
): { jid: string | undefined; encrypted: BinaryNode[] }[] {
	const [participants] = childrenOf(message, 'participants');
	return childrenOf(participants, 'to').map((to) => ({
		jid: to.attrs.jid,
		encrypted: childrenOf(to, 'enc'),
	}));
}

/** Puts a message into the queue of a device; twice, if a test wants it so. */
export function deliver(recipient: Device, copy: BinaryNode, { faults }: RoutingContext): void {
	recipient.queue.push(copy);
	const { number } = recipient.account;
	if (recipient.id !== 0 && faults.isDuplicated({ number, id: copy.attrs.id ?? '' })) {
		recipient.queue.push(copy);
	}
}
