import { S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Channel } from './channels';
import type { Account } from './registry';
import type { RoutingContext } from './routing-context';
import { notification, stanza } from './stanza';

/** Tells the companions of who runs a channel, or follows it, what has become of it. */
export function tellChannel(
	channel: Channel,
	{ to, operation, name }: { to: 'admins' | 'all'; operation: string; name: string },
	data: object,
	{ clock }: Pick<RoutingContext, 'clock'>,
): void {
	const content = Buffer.from(JSON.stringify({ data: { [name]: { id: channel.jid, ...data } } }));
	const update = stanza('update', { op_name: operation }, content);
	for (const account of channel.roles.keys()) {
		if (to === 'admins' && !channel.isAdmin(account)) continue;
		for (const device of account.companions) {
			device.queue.push(notification('mex', S_WHATSAPP_NET, clock.seconds(), [update]));
		}
	}
}

/** Somebody becomes an admin, or is none any more. What stands in it is a guess by the names of its parts (whatsmeow, argo/). */
export function tellAdminChange(
	channel: Channel,
	change: 'promote' | 'demote',
	{ admin, actor }: { admin: Account; actor: Account },
	context: Pick<RoutingContext, 'clock'>,
): void {
	const named = (account: Account) => ({ id: account.jid('lid'), pn: account.jid('pn') });
	const operation =
		change === 'promote'
			? 'NotificationNewsletterAdminPromote'
			: 'NotificationNewsletterAdminDemote';
	tellChannel(
		channel,
		{ to: 'admins', operation, name: `xwa2_notify_newsletter_admin_${change}` },
		{
			...{ admin: named(admin), actor: named(actor) },
			user_new_role: change === 'promote' ? 'ADMIN' : 'SUBSCRIBER',
		},
		context,
	);
}
