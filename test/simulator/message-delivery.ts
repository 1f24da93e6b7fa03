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

/** Puts a message into the queue of a device; twice, or damaged, if a test wants it so. */
export function deliver(recipient: Device, copy: BinaryNode, { faults }: RoutingContext): void {
	const message = { number: recipient.account.number, id: copy.attrs.id ?? '' };
	const isCompanion = recipient.id !== 0;
	const isDamaged = isCompanion && copy.attrs.category !== 'peer' && faults.isDamaged(message);
	recipient.queue.push(isDamaged ? damaged(copy) : copy);
	if (isCompanion && faults.isDuplicated(message)) recipient.queue.push(copy);
}

/** Half of each ciphertext. */
function damaged({ tag, attrs, content }: BinaryNode): BinaryNode {
	if (content instanceof Uint8Array) {
		return {
			tag,
			attrs,
			content: tag === 'enc' ? content.subarray(0, content.length >> 1) : content,
		};
	}
	return { tag, attrs, content: Array.isArray(content) ? content.map(damaged) : content };
}
