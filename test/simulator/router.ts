import { type BinaryNode, isJidGroup } from '@whiskeysockets/baileys';
import type { Clock } from './clock';
import { fanOutDirectMessage } from './direct-messages';
import type { FaultBoard } from './faults';
import { routeChatState, routePresence } from './presence';
import { routeReceipt } from './receipts';
import type { Device, Registry } from './registry';
import { stanza } from './stanza';

/** What routing needs of the server. */
export interface RoutingContext {
	readonly registry: Registry;
	readonly clock: Clock;
	readonly faults: FaultBoard;
	/** Takes errors nobody waits for. */
	readonly report: (error: unknown) => void;
}

/** Takes a stanza that is no `<iq>` from a device to whom it concerns. */
export function route(sender: Device, item: BinaryNode, context: RoutingContext): void {
	switch (item.tag) {
		case 'message':
			routeMessage(sender, item, context);
			break;
		case 'receipt':
			sender.queue.acknowledge(item);
			routeReceipt(sender, item, context);
			break;
		case 'ack':
			sender.queue.acknowledge(item);
			break;
		case 'presence':
			routePresence(sender, item, context);
			break;
		case 'chatstate':
			routeChatState(sender, item, context);
			break;
		// <ib>: telemetry and batch sizes; the server says nothing to them.
	}
}

function routeMessage(sender: Device, message: BinaryNode, context: RoutingContext): void {
	const { id = '', to = '' } = message.attrs;
	const ack = (error?: number) => {
		const t = String(context.clock.seconds());
		sender.queue.push(
			stanza('ack', { class: 'message', id, from: to, t, error: error?.toString() }),
		);
	};
	// Only companions can be told to suffer; the virtual phones and contacts are the test's own hands.
	const fate =
		sender.id === 0
			? ({ kind: 'accept' } as const)
			: context.faults.fateOf({ number: sender.account.number, id, to, stanza: message });
	if (fate.kind === 'lose') return;
	if (fate.kind === 'refuse') return ack(fate.code);
	if (fate.kind === 'withhold') fate.keepAck(ack);
	else ack(isServed(to) ? undefined : NOT_FOUND);
	if (isServed(to)) fanOutDirectMessage(sender, message, context);
}

const NOT_FOUND = 404;

/** Groups, status broadcasts and channels are not simulated (yet). */
function isServed(jid: string): boolean {
	return !isJidGroup(jid) && !jid.endsWith('@broadcast') && !jid.endsWith('@newsletter');
}
