import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseAddress } from './address';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';

/** A device says that it is here, or wants to know when somebody else is. */
export function routePresence(
	sender: Device,
	presence: BinaryNode,
	{ registry, clock }: RoutingContext,
): void {
	const { account } = sender;
	const { type = 'available', name, to } = presence.attrs;
	if (type === 'subscribe') {
		const watched = registry.accountOf(to);
		if (!watched) return;
		const addressing = parseAddress(to)?.addressing ?? 'pn';
		watched.watchers.set(sender, { connection: sender.queue.sink, addressing });
		tell(sender, presenceOf(watched, watched.jid(addressing)));
		return;
	}
	if (name !== undefined) account.pushName = name;
	setAvailable(account, type === 'available', clock.seconds());
}

/** An account comes or goes; those who watch it are told. */
export function setAvailable(account: Account, available: boolean, nowSeconds: number): void {
	account.available = available;
	if (!available) account.lastSeen = nowSeconds;
	for (const [watcher, { connection, addressing }] of account.watchers) {
		// Whoever comes back has to ask again.
		if (watcher.queue.sink !== connection) account.watchers.delete(watcher);
		else tell(watcher, presenceOf(account, account.jid(addressing)));
	}
}

/** Companions are told of others as long as they are online themselves (whatsmeow, SubscribePresence). */
function tell(device: Device, item: BinaryNode): void {
	if (device.id === 0 || device.account.available) device.queue.push(item);
}

function tellAll(account: Account, item: BinaryNode): void {
	for (const device of account.devices.values()) tell(device, item);
}

/** Typing, recording, or no longer. */
export function routeChatState(
	sender: Device,
	chatState: BinaryNode,
	{ registry, groups }: RoutingContext,
): void {
	const { to } = chatState.attrs;
	const group = groups.find(to);
	if (group) {
		const attrs = { from: group.jid, participant: sender.account.jid(group.addressing) };
		for (const member of group.members.keys()) {
			if (member !== sender.account) {
				tellAll(member, stanza('chatstate', attrs, chatState.content));
			}
		}
		return;
	}
	const addressing = parseAddress(to)?.addressing ?? 'pn';
	const other = registry.accountOf(to);
	const from = sender.account.jid(addressing);
	if (other) tellAll(other, stanza('chatstate', { from }, chatState.content));
}

function presenceOf(account: Account, from: string): BinaryNode {
	if (account.available) return stanza('presence', { from, type: 'available' });
	const last = account.lastSeen === undefined ? 'deny' : String(account.lastSeen);
	return stanza('presence', { from, type: 'unavailable', last });
}
