import { getBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys';
import {
	parseAbout,
	parseAccountSync,
	parseIdentity,
	parseNumberChange,
	parsePicture,
	type ContactNotice,
} from './contact-notifications';
import { memberLinkChange } from './group-changes';
import { parseGroupNotices, type GroupNotice } from './group-notifications';
import type { Me } from './incoming';
import { textOf, timeIn } from './stanzas';

/** What WhatsApp tells of groups and people in `<notification>` stanzas. */
export type Notice = GroupNotice | ContactNotice;

const PARSERS = new Map<string, (node: BinaryNode, me: Me, now: number) => Notice[]>([
	['w:gp2', parseGroupNotices],
	['mex', parseMemberLinkMode],
	['picture', parsePicture],
	['status', parseAbout],
	['contacts', parseNumberChange],
	['encrypt', parseIdentity],
	['account_sync', parseAccountSync],
]);

export function parseNotices(node: BinaryNode, me: Me, now: number): Notice[] {
	return PARSERS.get(node.attrs.type ?? '')?.(node, me, now) ?? [];
}

/** What WhatsApp's GraphQL says of a group. */
interface GroupPropertyChange {
	id?: string;
	properties?: { member_link_mode?: string };
	updated_by?: { id?: string; pn?: string };
}

/**
 * `<notification type="mex" id t><update op_name="NotificationGroupMemberLinkPropertyUpdate">{"data":{...}}</update>`: who may
 * hand out the invite link (WhatsApp Web's WAWebMexGroupPropertyUpdateNotificationHandler).
 */
function parseMemberLinkMode(node: BinaryNode, _me: Me, now: number): Notice[] {
	const { id } = node.attrs;
	const updates = getBinaryNodeChildren(node, 'update').filter(
		({ attrs }) => attrs.op_name === 'NotificationGroupMemberLinkPropertyUpdate',
	);
	return updates.flatMap((update) => {
		const { id: group, properties, updated_by: by } = propertyChangeIn(textOf(update));
		const change = memberLinkChange(properties?.member_link_mode ?? '');
		if (!id || !group || !change) return [];
		return {
			type: 'groupChange',
			id,
			group,
			by: by?.id ? { jid: by.id, alt: by.pn } : null,
			at: timeIn(node) ?? now,
			change,
		};
	});
}

/** What cannot be read is nothing to tell: with an error it would come again and again. */
function propertyChangeIn(json: string): GroupPropertyChange {
	try {
		const { data } = JSON.parse(json) as {
			data?: { xwa2_notify_group_on_prop_change?: GroupPropertyChange };
		};
		return data?.xwa2_notify_group_on_prop_change ?? {};
	} catch {
		return {};
	}
}
