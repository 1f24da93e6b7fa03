import type { BinaryNode } from '@whiskeysockets/baileys';
import { STATUS } from './address';
import type { Audience } from './group-sender';
import { accompanying, addressedCiphertexts, deliver, keptAttributes } from './message-delivery';
import { hasBlocked } from './privacy';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childrenOf, stanza } from './stanza';

/** Who sees a status. People go by phone number in it, as far as rc14 and whatsmeow show. */
export function statusAudience(viewers: readonly Account[]): Audience {
	return { jid: STATUS, addressing: 'pn', members: new Set(viewers) };
}

/**
 * Delivers a status. The server knows no lists of viewers: each stanza names all devices that are to get it, in
 * `<participants>`, with the sender key for each; so the author hands it out again with every status. Own devices
 * get it as well if they are named, with the author's own phone as `participant`.
 */
export function fanOutStatus(sender: Device, message: BinaryNode, context: RoutingContext): void {
	const attrs = {
		...keptAttributes(message),
		from: STATUS,
		participant: sender.jid('pn'),
		participant_lid: sender.account.jid('lid'),
		t: String(context.clock.seconds()),
		notify: sender.account.pushName,
	};
	const common = childrenOf(message, 'enc');
	const further = accompanying(message);
	for (const [recipient, encrypted] of ciphertexts(message, context)) {
		if (recipient === sender || hasBlocked(recipient, sender)) continue;
		deliver(recipient, stanza('message', attrs, [...encrypted, ...common, ...further]), context);
	}
}

/** What is for each device alone. */
function ciphertexts(message: BinaryNode, { registry }: RoutingContext): [Device, BinaryNode[]][] {
	const { participant } = message.attrs;
	// Sent again to the one device that asked; the ciphertext is the common one then.
	const addressed =
		participant === undefined
			? addressedCiphertexts(message)
			: [{ jid: participant, encrypted: [] }];
	return addressed.flatMap(({ jid, encrypted }) => {
		const device = registry.deviceOf(jid);
		return device ? [[device, encrypted] as [Device, BinaryNode[]]] : [];
	});
}
