import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseAddress, STATUS } from './address';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';
import { statusAudience } from './statuses';

/** For one device: it asked, or it sent the message that another own device got a copy of. */
const FOR_ONE_DEVICE = new Set(['retry', 'sender']);

/** Between a companion and the server, or its phone. */
const NOT_RELAYED = new Set(['hist_sync', 'peer_msg', 'server-error']);

/** What the sender of a receipt tells its own other devices, so that they clear their badges too. */
const SELF_TYPES: Record<string, string> = {
	read: 'read-self',
	'read-self': 'read-self',
	played: 'played-self',
	'played-self': 'played-self',
};

/** Confirms a receipt to who sent it and passes it on. */
export function routeReceipt(sender: Device, receipt: BinaryNode, context: RoutingContext): void {
	const { id, to, type = '', recipient, participant } = receipt.attrs;
	sender.queue.push(
		stanza('ack', { class: 'receipt', id, from: to, type: receipt.attrs.type, participant }),
	);
	if (NOT_RELAYED.has(type)) return;
	const group = to === STATUS ? statusAudience([]) : context.groups.find(to);
	const addressing = group?.addressing ?? parseAddress(to)?.addressing ?? 'pn';
	const oneDevice = FOR_ONE_DEVICE.has(type);
	// In a group, and for a status, a receipt comes from the group, and names who sent it.
	const origin = (name: string) =>
		group ? { from: group.jid, participant: name } : { from: name, participant: undefined };
	// Which of its names and devices it answers from is the sender's choice.
	const name =
		receipt.attrs.from ?? (oneDevice ? sender.jid(addressing) : sender.account.jid(addressing));
	const t = String(context.clock.seconds());
	const attrs = { id, type: receipt.attrs.type, t, ...origin(name), recipient };
	const relayed = stanza('receipt', attrs, receipt.content);
	const selfType = SELF_TYPES[type];
	if (selfType) {
		const selfAttrs = {
			...attrs,
			type: selfType,
			...origin(sender.jid(addressing)),
			recipient: group ? undefined : to,
		};
		sender.account.broadcast(stanza('receipt', selfAttrs, receipt.content), sender);
	}
	if (type === selfType) return;
	const author = group ? participant : to;
	// rc14 leaves `to` out of its `sender` receipts for PN chats: then all own devices are meant.
	if (author === undefined) sender.account.broadcast(relayed, sender);
	else if (oneDevice) context.registry.deviceOf(author)?.queue.push(relayed);
	else deliver(relayed, sender, context.registry.accountOf(author), context);
}

function deliver(
	receipt: BinaryNode,
	sender: Device,
	author: Account | undefined,
	{ faults }: RoutingContext,
): void {
	const collector = receipt.attrs.participant && author && faults.collectorFor(author.number);
	if (collector) collector.keep(receipt);
	else author?.broadcast(receipt, sender);
}
