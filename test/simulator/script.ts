import type { BinaryNode } from '@whiskeysockets/baileys';
import { STATUS } from './address';
import type { Clock } from './clock';
import type { Registry } from './registry';
import { receiptList, stanza } from './stanza';

/** What a receipt says besides the messages it is about. */
export interface ReceiptDetails {
	/** The chat: a person, with or without device, by either name; or a group. */
	readonly from: string;
	/** Who of a group sent it. */
	readonly participant?: string;
	/** `read`, `played`, `read-self`, …; "delivered" when left out. */
	readonly type?: string;
	/** The chat, in receipts from the account's own devices. */
	readonly recipient?: string;
	/** Seconds since 1970; now, when left out. */
	readonly t?: string;
}

/** A receipt for one message, or for a batch of them. */
export function receiptFor(ids: string | readonly string[], details: ReceiptDetails): BinaryNode {
	const [id, ...further] = [ids].flat();
	return stanza('receipt', { id, ...details }, receiptList(further));
}

/** A status whose content no key opens. @param author the JID of who posted it */
export function unreadableStatus(id: string, author: string): BinaryNode {
	const enc = stanza('enc', { v: '2', type: 'skmsg' }, Buffer.from('junk'));
	return stanza('message', { id, from: STATUS, participant: author, type: 'text' }, [enc]);
}

/** Hands stanzas a test has made up to each companion of a number. */
export function sendScript(
	number: string,
	stanzas: readonly BinaryNode[],
	{ registry, clock }: { readonly registry: Registry; readonly clock: Clock },
): void {
	const companions = registry.find(number)?.companions ?? [];
	if (companions.length === 0) throw new Error(`${number} has no companions`);
	const t = String(clock.seconds());
	for (const { tag, attrs, content } of stanzas) {
		for (const { queue } of companions) queue.push({ tag, attrs: { t, ...attrs }, content });
	}
}
