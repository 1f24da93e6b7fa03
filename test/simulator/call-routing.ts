import type { BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { parseAddress } from './address';
import type { Calls } from './calls';
import type { Device } from './registry';
import { routeOffer, routeStep } from './rings';
import type { RoutingContext } from './routing-context';
import { allChildren, childOf, stanza } from './stanza';

const BAD_REQUEST = '400';

/** What a client wants of a call. Each is answered by an acknowledgement of the class `call`. */
export function routeCall(sender: Device, call: BinaryNode, context: RoutingContext): void {
	const { calls } = context;
	const [wanted] = allChildren(call);
	if (!wanted) return;
	const acknowledge = (error?: string, content?: BinaryNode[]) => {
		const { id, to } = call.attrs;
		const attrs = { class: 'call', type: wanted.tag, id, from: to, error };
		sender.queue.push(stanza('ack', attrs, content));
	};
	switch (wanted.tag) {
		case 'link_create':
			// A link by which people join a call. Of the answer rc14 reads the child only (Socket/chats.js, createCallLink).
			acknowledge(undefined, [
				stanza('link_create', {
					media: wanted.attrs.media,
					token: randomBytes(16).toString('base64url'),
				}),
			]);
			break;
		case 'reject':
			// Phones also turn down what companions ring them with.
			if (sender.id !== 0 || calls.find(wanted.attrs['call-id'])) {
				acknowledge(reject(sender, call, calls) ? undefined : BAD_REQUEST);
				break;
			}
			routeStep(sender, call, wanted, context);
			acknowledge();
			break;
		case 'offer':
			acknowledge(
				context.faults.queryFailure('call offer')?.toString() ??
					routeOffer(sender, call, wanted, context),
			);
			break;
		case 'accept':
		case 'terminate':
			routeStep(sender, call, wanted, context);
			acknowledge();
			break;
	}
}

/** It has to name the call, and whoever makes it, as the offer did. What WhatsApp answers to others is a guess. */
function reject(sender: Device, { attrs, content }: BinaryNode, calls: Calls): boolean {
	const named = childOf({ tag: 'call', attrs, content }, 'reject')?.attrs ?? {};
	const call = calls.find(named['call-id']);
	if (!call || call.called !== sender.account) return false;
	if (named['call-creator'] !== call.creator || parseAddress(attrs.to)?.device) return false;
	call.reject(sender);
	return true;
}
