import { type BinaryNode, isJidGroup } from '@whiskeysockets/baileys';
import { STATUS } from './address';
import { routeCall } from './call-routing';
import { takePost } from './channel-posts';
import { fanOutDirectMessage } from './direct-messages';
import type { MessageFate } from './faults';
import { fanOutGroupMessage } from './group-messages';
import { routeChatState, routePresence } from './presence';
import { routeReceipt } from './receipts';
import { countNewChat } from './new-chat-counting';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import { childOf, stanza } from './stanza';
import { fanOutStatus } from './statuses';

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
		case 'call':
			routeCall(sender, item, context);
			break;
		case 'ib':
			routeBatchRequest(sender, item, context);
			break;
	}
}

/** The other things that come in an `<ib>` are telemetry: the server says nothing to them. */
function routeBatchRequest(sender: Device, item: BinaryNode, { faults }: RoutingContext): void {
	const batch = childOf(item, 'offline_batch');
	if (!batch || faults.stallsBacklog(sender.account.number)) return;
	sender.queue.request(Number(batch.attrs.count));
}

function routeMessage(sender: Device, message: BinaryNode, context: RoutingContext): void {
	const { id = '', to = '' } = message.attrs;
	const ack = (error?: number, phash?: string, serverId?: number) => {
		const t = String(context.clock.seconds());
		sender.queue.push(
			stanza('ack', {
				...{ class: 'message', id, from: to, t, phash, error: error?.toString() },
				server_id: serverId?.toString(),
			}),
		);
	};
	// Only companions can be told to suffer; the virtual phones and contacts are the test's own hands.
	const fate: MessageFate =
		sender.id === 0
			? { kind: 'accept' }
			: context.faults.fateOf({ number: sender.account.number, id, to, stanza: message });
	if (fate.kind === 'lose') return;
	if (fate.kind === 'refuse') return ack(fate.code);
	if (to.endsWith('@newsletter')) {
		const answer = takePost(sender, message, context);
		const answered = () => ack(answer.error, undefined, answer.serverId);
		return fate.kind === 'withhold' ? fate.keepAck(answered) : answered();
	}
	const error = errorFor(sender, message, context);
	if (fate.kind === 'withhold') fate.keepAck(() => ack(error));
	else ack(error, fate.phash);
	if (error !== undefined) return;
	const group = context.groups.find(to);
	if (group) fanOutGroupMessage(sender, message, group, context);
	else if (to === STATUS) fanOutStatus(sender, message, context);
	else fanOutDirectMessage(sender, message, context);
}

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const STALE_ADDRESSING = 421;

/** Why the server does not take a message for this chat; `undefined` when it does. */
function errorFor(
	sender: Device,
	{ attrs: { to = '', addressing_mode } }: BinaryNode,
	context: RoutingContext,
): number | undefined {
	if (to === STATUS) return undefined;
	// Broadcast lists are not simulated (yet).
	if (to.endsWith('@broadcast')) return NOT_FOUND;
	if (!isJidGroup(to)) return countNewChat(sender, to, context);
	const group = context.groups.find(to);
	if (!group) return NOT_FOUND;
	if (!group.mayWrite(sender.account)) return FORBIDDEN;
	return (addressing_mode ?? group.addressing) === group.addressing ? undefined : STALE_ADDRESSING;
}
