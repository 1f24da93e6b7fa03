import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseAddress } from './address';
import { hasBlocked } from './privacy';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import { allChildren, childOf, childrenOf, stanza, stanzaId } from './stanza';

/** What somebody's phone knows of a call that a companion makes. */
export interface ReceivedRing {
	readonly id: string;
	/** The device that calls. */
	readonly creator: string;
	readonly isVideo: boolean;
	state: 'ringing' | 'over';
}

const BAD_REQUEST = '400';

/**
 * A companion calls somebody: each of their devices gets the offer with its own ciphertext. Whoever has blocked the caller does
 * not notice, as with messages, and nor does the caller; the server's answer to that was never seen. Returns why the server
 * does not take it.
 */
export function routeOffer(
	sender: Device,
	call: BinaryNode,
	offer: BinaryNode,
	context: RoutingContext,
): string | undefined {
	const address = parseAddress(call.attrs.to);
	const { 'call-id': id, 'call-creator': creator } = offer.attrs;
	const targets = childrenOf(childOf(offer, 'destination'), 'to');
	const needed = ['audio', 'net', 'capability', 'encopt'];
	if (!address || address.device || !id || targets.length === 0) return BAD_REQUEST;
	if (creator !== sender.jid(address.addressing)) return BAD_REQUEST;
	if (needed.some((tag) => !childOf(offer, tag))) return BAD_REQUEST;
	const called = context.registry.accountOf(call.attrs.to);
	for (const target of targets) {
		const device = context.registry.deviceOf(target.attrs.jid);
		if (!device || device.account !== called) return BAD_REQUEST;
		if (hasBlocked(device, sender)) continue;
		const passedOn = allChildren(offer).filter(
			({ tag }) => tag !== 'destination' && tag !== 'privacy',
		);
		const content = [...passedOn, ...childrenOf(target, 'enc')];
		device.queue.push(between(sender, call, stanza('offer', offer.attrs, content), context));
	}
	return undefined;
}

/** What is said of a call that rings: to the one who calls, or to the one who is called. */
export function routeStep(
	sender: Device,
	call: BinaryNode,
	step: BinaryNode,
	context: RoutingContext,
): void {
	const to = context.registry.accountOf(call.attrs.to);
	for (const device of to?.devices.values() ?? []) {
		if (!hasBlocked(device, sender)) {
			device.queue.push(between(sender, call, step, context));
		}
	}
}

function between(
	sender: Device,
	call: BinaryNode,
	step: BinaryNode,
	{ clock }: RoutingContext,
): BinaryNode {
	const addressing = parseAddress(call.attrs.to)?.addressing ?? 'lid';
	return stanza(
		'call',
		{
			id: call.attrs.id ?? stanzaId(),
			from: sender.jid(addressing),
			t: String(clock.seconds()),
			notify: sender.account.pushName,
		},
		[step],
	);
}
