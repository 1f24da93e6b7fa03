import { getBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import { readChannelUpdate, type ChannelNotice, type ChannelUpdate } from './channel-notifications';
import { changeOf, toldBy, type ContactNotice } from './contact-notifications';
import { memberLinkSetting } from './group-changes';
import type { GroupNotice } from './group-notifications';
import type { Me } from './incoming';
import { textOf } from './stanzas';

type MexNotice = GroupNotice | ContactNotice | ChannelNotice;

/** What updates of WhatsApp's GraphQL hold, as far as it is told. */
interface Update extends ChannelUpdate {
	/** WhatsApp Web's WAWebMexGroupPropertyUpdateNotificationHandler. */
	xwa2_notify_group_on_prop_change?: {
		id?: string;
		properties?: { member_link_mode?: string };
		updated_by?: { id?: string; pn?: string };
	};
	/** WAWebMexTextStatusUpdateNotificationHandler. */
	xwa2_notify_text_status_on_update?: {
		jid?: string;
		text?: string | null;
		emoji?: { content?: string } | null;
	};
	/** Read by `new-chat-cap.ts`. */
	xwa2_notify_new_chat_messages_capping_info_update?: unknown;
}

/**
 * `<notification type="mex" id t><update op_name>{"data":{...}}</update></notification>`: who may share the invite link of a
 * group, the "About" of people since it is a note with an emoji, and what happens to channels.
 */
export function parseMex(node: BinaryNode, me: Me, now: number): MexNotice[] {
	const told = toldBy(node, now);
	if (!told) return [];
	return updatesIn(node).flatMap(
		({ xwa2_notify_group_on_prop_change: property, ...update }): MexNotice[] => {
			const settings = memberLinkSetting(property?.properties?.member_link_mode ?? '');
			if (property?.id && settings.adminsInvite !== undefined) {
				const { id: jid, pn } = property.updated_by ?? {};
				const by = jid ? { jid: withoutDevice(jid), alt: pn } : null;
				const change = { change: 'settings' as const, settings };
				return [{ ...told, type: 'groupChange' as const, group: property.id, by, change }];
			}
			const ofChannel = readChannelUpdate(update, told);
			if (ofChannel.length > 0) return ofChannel;
			const { jid, text, emoji } = update.xwa2_notify_text_status_on_update ?? {};
			const about = [emoji?.content, text].filter(Boolean).join(' ') || null;
			return jid ? [changeOf(jid, me, told, { change: 'about', about })] : [];
		},
	);
}

export function updatesIn(node: BinaryNode): Update[] {
	return getBinaryNodeChildren(node, 'update').map((update) => updateIn(textOf(update)));
}

/** What cannot be read is nothing to tell: with an error it would come again and again. */
function updateIn(json: string): Update {
	try {
		return (JSON.parse(json) as { data?: Update } | null)?.data ?? {};
	} catch {
		return {};
	}
}
