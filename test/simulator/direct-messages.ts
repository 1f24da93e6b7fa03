import type { BinaryNode } from '@whiskeysockets/baileys';
import { type Addressing, parseAddress } from './address';
import { verifiedName } from './business';
import { accompanying, addressedCiphertexts, deliver, keptAttributes } from './message-delivery';
import { hasBlocked } from './privacy';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childrenOf, stanza } from './stanza';

/** Delivers a message between two people to each device that has a ciphertext in it. */
export function fanOutDirectMessage(
	sender: Device,
	message: BinaryNode,
	context: RoutingContext,
): void {
	const further = [...accompanying(message), ...vouching(sender)];
	for (const { jid, encrypted } of ciphertexts(message)) {
		const recipient = context.registry.deviceOf(jid);
		if (!recipient || recipient === sender || hasBlocked(recipient, sender)) continue;
		const attrs = envelope(sender, recipient, message, context);
		deliver(recipient, stanza('message', attrs, [...encrypted, ...further]), context);
	}
	const unavailable = childrenOf(message, 'unavailable');
	if (unavailable.length === 0) return;
	for (const companion of context.registry.accountOf(message.attrs.to)?.companions ?? []) {
		const attrs = envelope(sender, companion, message, context);
		deliver(companion, stanza('message', attrs, unavailable), context);
	}
}

/** What a business writes says that it is one. */
function vouching({ account }: Device): BinaryNode[] {
	return account.verifiedName === undefined ? [] : [verifiedName(account.verifiedName)];
}

/** Who gets which ciphertext. */
function ciphertexts(message: BinaryNode): { jid: string | undefined; encrypted: BinaryNode[] }[] {
	const direct = { jid: message.attrs.to, encrypted: childrenOf(message, 'enc') };
	// A resend to one device (`device_fanout="false"`) by rc14 repeats the ciphertext in <participants>.
	return direct.encrypted.length > 0 ? [direct] : addressedCiphertexts(message);
}

/** The attributes a recipient sees: who wrote, in which chat, and the other name of whoever is not the reader. */
function envelope(
	sender: Device,
	recipient: Device,
	message: BinaryNode,
	{ registry, clock, faults }: RoutingContext,
): Record<string, string | undefined> {
	const { attrs } = message;
	const addressing: Addressing = parseAddress(attrs.to)?.addressing ?? 'pn';
	const alternative: Addressing = addressing === 'pn' ? 'lid' : 'pn';
	const common = {
		...keptAttributes(message),
		from: sender.jid(addressing),
		t: String(clock.seconds()),
		notify: sender.account.pushName,
	};
	if (attrs.category === 'peer') return common;
	if (recipient.account !== sender.account) {
		const { verifiedName: name, verifiedLevel } = sender.account;
		const told = { ...common, verified_level: name === undefined ? undefined : verifiedLevel };
		if (faults.namesOneAddress()) return told;
		return { ...told, [`sender_${alternative}`]: sender.account.jid(alternative) };
	}
	// A copy for another device of the sender. It must not carry sender_lid: clients take that for the other
	// name of the *chat*, which here is the recipient's.
	const chat = attrs.recipient ?? attrs.to;
	const peer = registry.accountOf(chat);
	return {
		...common,
		recipient: chat,
		[`peer_recipient_${alternative}`]: peer?.jid(alternative),
	};
}
