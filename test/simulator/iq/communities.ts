import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	type Community,
	createCommunity,
	deactivate,
	isCommunity,
	linkedGroups,
	linkGroup,
	MAX_LINKED_GROUPS,
	removeFromCommunity,
	unlinkGroup,
} from '../communities';
import { announce, changeRoles } from '../group-changes';
import { writeDescription, writeGroup, writeParticipant } from '../group-stanzas';
import type { Group } from '../groups';
import type { Account } from '../registry';
import { childOf, childrenOf, requiredChild, stanza, textOf } from '../stanza';
import { groups } from './groups';
import { type IqContext, IqError, type IqHandler, type IqHandlers, type Query } from './handler';

/** The community a query is about, for its members only. */
function communityFor({ iq, device }: Query, context: IqContext): Community {
	const group = context.groups.find(iq.attrs.to);
	if (!group) throw new IqError(404, 'item-not-found');
	if (!isCommunity(group)) throw new IqError(400, 'bad-request');
	if (!group.isMember(device.account)) throw new IqError(403, 'forbidden');
	return group;
}

function communityForAdmin(query: Query, context: IqContext): Community {
	const community = communityFor(query, context);
	if (!community.isAdmin(query.device.account)) throw new IqError(401, 'not-authorized');
	return community;
}

/** `<create subject><description/><parent/>…</create>`; without `<parent>` it is any other group. */
const create: IqHandler = (query, context) => {
	const { child, device } = query;
	if (!childOf(child, 'parent')) return handled('set w:g2 create', query, context);
	const { subject = '' } = child.attrs;
	if (!subject) throw new IqError(406, 'not-acceptable');
	const birth = {
		...{ subject, members: [], groups: [] },
		membersAddGroups: childOf(child, 'allow_non_admin_sub_group_creation') !== undefined,
		hasGeneralChat: childOf(child, 'create_general_chat') !== undefined,
	};
	const community = createCommunity(device, birth, context);
	const description = childOf(child, 'description');
	if (description) {
		community.description = {
			...{ id: description.attrs.id ?? '', text: textOf(childOf(description, 'body')) },
			...{ by: device.account, atSeconds: context.clock.seconds() },
		};
		const [change] = writeDescription(community);
		if (change) announce(community, device, change, context);
	}
	return [writeGroup(community)];
};

const listSubGroups: IqHandler = (query, context) => {
	const community = communityFor(query, context);
	const listed = context.groups
		.subGroupsOf(community)
		.map((group) => writeSubGroup(group, community));
	return [stanza('sub_groups', {}, listed)];
};

function writeSubGroup(group: Group, { community }: Community): BinaryNode {
	const { jid, subject, createdAtSeconds } = group;
	return stanza(
		'group',
		{ id: jid.split('@')[0], subject: subject.text, creation: String(createdAtSeconds) },
		group === community.announcementGroup ? [stanza('default_sub_group')] : undefined,
	);
}

const link: IqHandler = (query, context) => {
	const community = communityFor(query, context);
	const { child, device } = query;
	if (!community.community.membersAddGroups && !community.isAdmin(device.account)) {
		throw new IqError(401, 'not-authorized');
	}
	const answers = childrenOf(requiredChild(child, 'link'), 'group').map(({ attrs: { jid } }) => {
		const group = context.groups.find(jid);
		const error = objectionToLink(group, community, device.account, context);
		if (!group || error !== undefined) return writeOutcome(jid, error);
		const unwilling = linkGroup(community, group, device, context);
		return writeOutcome(
			jid,
			undefined,
			unwilling.map((account) => writeUnwilling(account, group)),
		);
	});
	return [stanza('links', {}, [stanza('link', { link_type: 'sub_group' }, answers)])];
};

/** WhatsApp Web's names for these codes are its own: SubGroupNotAuthorized and so on. */
function objectionToLink(
	group: Group | undefined,
	community: Community,
	account: Account,
	{ groups: all }: IqContext,
): number | undefined {
	if (!group) return 404;
	if (!group.isMember(account)) return 403;
	if (group.community) return 400;
	if (group.parent) return 409;
	if (!group.isAdmin(account)) return 401;
	return linkedGroups(community, all).length >= MAX_LINKED_GROUPS ? 406 : undefined;
}

const unlink: IqHandler = (query, context) => {
	const community = communityForAdmin(query, context);
	const { child, device } = query;
	const answers = childrenOf(child, 'group').map(({ attrs: { jid } }) => {
		const linked = linkedGroups(community, context.groups);
		const group = linked.find((each) => each.jid === jid);
		if (!group) return writeOutcome(jid, 404);
		if (linked.length === 1) return writeOutcome(jid, 406);
		unlinkGroup(community, group, device, context);
		return writeOutcome(jid, undefined);
	});
	return [stanza('unlink', { unlink_type: 'sub_group' }, answers)];
};

/** What became of a group, or of somebody. */
function writeOutcome(
	jid: string | undefined,
	error: number | undefined,
	content?: BinaryNode[],
): BinaryNode {
	return stanza('group', { jid, error: error?.toString() }, content);
}

/** A member of a group who did not come along to the community. */
function writeUnwilling(account: Account, group: Group): BinaryNode {
	return writeParticipant(account, group, { error: '403' });
}

const deleteParent: IqHandler = (query, context) => {
	deactivate(communityForAdmin(query, context), query.device, context);
	return [];
};

const setMembersAddGroups =
	(on: boolean): IqHandler =>
	(query, context) => {
		const community = communityForAdmin(query, context);
		community.community.membersAddGroups = on;
		announce(community, query.device, query.child, context);
		return [];
	};

/** `<admin><promote><participant jid/></promote></admin>`, or `<demote>`: the way admins of a community are made. */
const changeAdmins: IqHandler = (query, context) => {
	const community = communityForAdmin(query, context);
	const { child, device } = query;
	const answers = (['promote', 'demote'] as const).flatMap((tag) => {
		const role = tag === 'promote' ? 'admin' : 'member';
		return changeEach(childOf(child, tag), community, context, (account) =>
			changeRoles(community, device, [account], role, context),
		);
	});
	return [stanza('admin', {}, answers)];
};

/** Nobody is added to a community itself (evolution-api#2616), but to its announcement group. */
const add: IqHandler = (query, context) => {
	const { iq, child } = query;
	const group = context.groups.find(iq.attrs.to);
	if (!group || !isCommunity(group)) return handled('set w:g2 add', query, context);
	const refused = childrenOf(child, 'participant').map(({ attrs: { jid } }) =>
		stanza('participant', { jid, error: '403' }),
	);
	return [stanza('add', {}, refused)];
};

/** With `linked_groups` people are taken out of a community; without, out of any other group. */
const remove: IqHandler = (query, context) => {
	const { child, device } = query;
	if (child.attrs.linked_groups !== 'true') return handled('set w:g2 remove', query, context);
	const community = communityForAdmin(query, context);
	const answers = changeEach(child, community, context, (account) =>
		removeFromCommunity(community, device, [account], context),
	);
	return [stanza('remove', {}, answers)];
};

/** Nobody who is not there can be changed, and not who has created the community. */
function changeEach(
	list: BinaryNode | undefined,
	community: Community,
	{ registry }: IqContext,
	change: (account: Account) => void,
): BinaryNode[] {
	return childrenOf(list, 'participant').map(({ attrs: { jid } }) => {
		const account = registry.accountOf(jid);
		if (!account || !community.isMember(account)) {
			return stanza('participant', { jid, error: '404' });
		}
		if (account === community.creator) return stanza('participant', { jid, error: '406' });
		change(account);
		return stanza('participant', { jid });
	});
}

/** As for groups that are no communities. */
function handled(name: string, query: Query, context: IqContext): BinaryNode[] {
	const handler = groups[name];
	if (!handler) throw new Error(`There is no handler of ${name}`);
	return handler(query, context);
}

/** Communities: their groups, and who may do what in them. They stand in front of the handlers of groups. */
export const communities: IqHandlers = {
	'get w:g2 sub_groups': listSubGroups,
	'set w:g2 create': create,
	'set w:g2 links': link,
	'set w:g2 unlink': unlink,
	'set w:g2 delete_parent': deleteParent,
	'set w:g2 allow_non_admin_sub_group_creation': setMembersAddGroups(true),
	'set w:g2 not_allow_non_admin_sub_group_creation': setMembersAddGroups(false),
	'set w:g2 admin': changeAdmins,
	'set w:g2 add': add,
	'set w:g2 remove': remove,
};
