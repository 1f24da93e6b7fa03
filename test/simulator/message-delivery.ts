import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childrenOf } from './stanza';

/**
 * Children that travel with the ciphertext: what a client needs to open it (`device-identity`), to show it (`meta`: what
 * a poll or event stanza is about; `biz`: that buttons are to be drawn; `bot`), and to report it (`reporting`). Others
 * are for the server, like the token by which it lets strangers write (`tctoken`).
 */
const PASSED_ON = ['device-identity', 'meta', 'biz', 'bot', 'reporting'];

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
