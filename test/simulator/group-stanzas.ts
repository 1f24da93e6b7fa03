import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Addressing } from './address';
import type { Group } from './groups';
import type { Account } from './registry';
import { stanza } from './stanza';

/** The name a group does not use for its members. */
const OTHER: Record<Addressing, Addressing> = { pn: 'lid', lid: 'pn' };

/** An account under the name the group uses, and under the other one: `creator` and `creator_pn`. */
export function named(
	attribute: string,
	account: Account,
	{ addressing }: Group,
): Record<string, string> {
	const other = OTHER[addressing];
	return {
		[attribute]: account.jid(addressing),
		[`${attribute}_${other}`]: account.jid(other),
	};
}

/** Somebody in a list of participants. */
export function writeParticipant(
	account: Account,
	{ addressing }: Group,
	attrs: Record<string, string | undefined> = {},
): BinaryNode {
	const other = addressing === 'pn' ? 'lid' : 'phone_number';
	return stanza('participant', {
		jid: account.jid(addressing),
		[other]: account.jid(OTHER[addressing]),
		...attrs,
	});
}

/** Everything a member may know of a group. */
export function writeGroup(group: Group): BinaryNode {
	const { subject, members, addressing } = group;
	return stanza(
		'group',
		{
			id: group.jid.split('@')[0],
			subject: subject.text,
			s_t: String(subject.atSeconds),
			...named('s_o', subject.by, group),
			creation: String(group.createdAtSeconds),
			...named('creator', group.creator, group),
			addressing_mode: addressing,
			size: String(members.size),
		},
		[
			...[...members].map(([account, role]) =>
				writeParticipant(account, group, { type: role === 'member' ? undefined : role }),
			),
			...writeDescription(group),
			...writeSettings(group),
			...writeCommunity(group),
		],
	);
}

/** Somebody who asks to be let in. */
export function writeRequest(account: Account, atSeconds: number, group: Group): BinaryNode {
	const attrs = { request_method: 'invite_link', request_time: String(atSeconds) };
	return { ...writeParticipant(account, group, attrs), tag: 'membership_approval_request' };
}

/** What a group has to do with communities. */
function writeCommunity(group: Group): BinaryNode[] {
	const { community, parent } = group;
	const approval = { default_membership_approval_mode: 'request_required' };
	return [
		...(community ? [stanza('parent', approval)] : []),
		...(community?.membersAddGroups ? [stanza('allow_non_admin_sub_group_creation')] : []),
		...(parent ? [stanza('linked_parent', { jid: parent.jid })] : []),
		...(parent?.community?.announcementGroup === group ? [stanza('default_sub_group')] : []),
	];
}

/** The description, if there is one. */
export function writeDescription(group: Group): BinaryNode[] {
	const { description } = group;
	if (!description) return [];
	const attrs = {
		id: description.id,
		t: String(description.atSeconds),
		...named('participant', description.by, group),
	};
	return [stanza('description', attrs, [stanza('body', {}, Buffer.from(description.text))])];
}

function writeSettings(group: Group): BinaryNode[] {
	const expiration = String(group.ephemeralSeconds);
	return [
		...(group.announcement ? [stanza('announcement')] : []),
		...(group.locked ? [stanza('locked')] : []),
		...(group.ephemeralSeconds > 0 ? [stanza('ephemeral', { expiration })] : []),
		stanza('member_add_mode', {}, Buffer.from(group.memberAddMode)),
		stanza('member_link_mode', {}, Buffer.from(group.memberLinkMode)),
		...(group.joinApproval
			? [stanza('membership_approval_mode', {}, [stanza('group_join', { state: 'on' })])]
			: []),
	];
}
