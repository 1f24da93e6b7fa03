import type { BinaryNode } from '@whiskeysockets/baileys';
import { addMembers, announce, type ChangeContext, removeMembers } from './group-changes';
import { writeGroup } from './group-stanzas';
import type { CommunityTraits, Group, Groups } from './groups';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';

/** How many groups a community has at most, its announcement group not counted. (Z-API's documentation) */
export const MAX_LINKED_GROUPS = 50;

/** A group that is a community. */
export type Community = Group & { community: CommunityTraits };

export function isCommunity(group: Group): group is Community {
	return group.community !== undefined;
}

/** What a community is made of. */
export interface CommunityBirth {
	readonly subject: string;
	readonly membersAddGroups: boolean;
	/** Whether there is a group at once in which everybody may write. */
	readonly hasGeneralChat: boolean;
	/** Everyone but the creator, and but the members of its groups. */
	readonly members: readonly Account[];
	/** Groups that exist, and belong to it from the beginning. */
	readonly groups: readonly Group[];
}

/** Founds a community with its announcement group. Its people go by their LIDs. */
export function createCommunity(
	actor: Device,
	{ subject, membersAddGroups, hasGeneralChat, members, groups }: CommunityBirth,
	context: ChangeContext,
): Community {
	const creator = actor.account;
	const everybody = [...members, ...groups.flatMap((group) => [...group.members.keys()])];
	const others = [...new Set(everybody)].filter((account) => account !== creator);
	const found = (name: string) =>
		context.groups.create({
			...{ subject: name, members: others, creator },
			...{ addressing: 'lid', atSeconds: context.clock.seconds() },
		});
	const parent = found(subject);
	const announcementGroup = found(subject);
	const community = Object.assign(parent, { community: { announcementGroup, membersAddGroups } });
	// Whoever is in the community is in this group, in the same role.
	announcementGroup.members = community.members;
	announcementGroup.announcement = true;
	const generalChat = hasGeneralChat ? [found('General')] : [];
	for (const group of [announcementGroup, ...generalChat, ...groups]) group.parent = community;
	for (const group of [community, announcementGroup]) {
		group.locked = true;
		group.memberAddMode = 'admin_add';
	}
	for (const group of [community, announcementGroup, ...generalChat]) {
		announce(group, actor, stanza('create', { type: 'new' }, [writeGroup(group)]), context);
	}
	return community;
}

/** The groups of a community but its announcement group. */
export function linkedGroups(community: Community, groups: Groups): Group[] {
	const { announcementGroup } = community.community;
	return groups.subGroupsOf(community).filter((group) => group !== announcementGroup);
}

/** Links a group; its members join the community, but for those who want to be asked, who are returned. */
export function linkGroup(
	community: Community,
	group: Group,
	actor: Device,
	context: RoutingContext,
): Account[] {
	const strangers = [...group.members.keys()].filter((account) => !community.isMember(account));
	const unwilling = strangers.filter(({ number }) => context.faults.additionFailure(number));
	const willing = strangers.filter((account) => !unwilling.includes(account));
	group.parent = community;
	const { announcementGroup } = community.community;
	addMembers(announcementGroup, actor, willing, context, { reason: 'auto_add' });
	announceLink('link', {}, community, group, actor, context);
	return unwilling;
}

export function unlinkGroup(
	community: Community,
	group: Group,
	actor: Device,
	context: ChangeContext,
): void {
	group.parent = undefined;
	const reason = { unlink_reason: 'unlink_group' };
	announceLink('unlink', reason, community, group, actor, context);
}

/** The community and its announcement group are no more; the other groups go on without it. */
export function deactivate(community: Community, actor: Device, context: ChangeContext): void {
	const { groups } = context;
	const reason = 'delete_parent';
	for (const group of linkedGroups(community, groups)) {
		group.parent = undefined;
		const attrs = { unlink_type: 'parent_group', unlink_reason: reason };
		announce(group, actor, stanza('unlink', attrs, [writeLink(community)]), context);
	}
	for (const group of [community.community.announcementGroup, community]) {
		announce(group, actor, stanza('delete', { reason }), context);
		groups.remove(group);
	}
}

/** Takes people out of the community and of all its groups. */
export function removeFromCommunity(
	community: Community,
	actor: Device,
	accounts: readonly Account[],
	context: ChangeContext,
): void {
	for (const group of linkedGroups(community, context.groups)) {
		const members = accounts.filter((account) => group.isMember(account));
		removeMembers(group, actor, members, context);
	}
	removeMembers(community, actor, accounts, context);
}

/** A group as another one tells of it. */
function writeLink({ jid, subject }: Group): BinaryNode {
	return stanza('group', { jid, subject: subject.text, s_t: String(subject.atSeconds) });
}

/** Tells the community, the group itself, and its siblings. */
function announceLink(
	tag: 'link' | 'unlink',
	attrs: Record<string, string>,
	community: Community,
	group: Group,
	actor: Device,
	context: ChangeContext,
): void {
	const tell = (listener: Group, type: string, about: Group) => {
		const change = stanza(tag, { [`${tag}_type`]: type, ...attrs }, [writeLink(about)]);
		announce(listener, actor, change, context);
	};
	tell(community, 'sub_group', group);
	tell(group, 'parent_group', community);
	const siblings = linkedGroups(community, context.groups).filter((other) => other !== group);
	for (const sibling of siblings) tell(sibling, 'sibling_group', group);
}
