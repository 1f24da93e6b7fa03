import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { MemberChange, SubGroup } from '../gateway/contract';
import type { GroupCache } from './group-cache';
import {
	groupJid,
	readCreated,
	readFacts,
	readMetadata,
	type Created,
	type GroupFacts,
} from './group-facts';
import type { GroupMembers } from './group-members';
import { askForMembers, listOf, type MemberAnswer } from './group-participants';
import { ALL_GROUPS, type AskGroups } from './group-query';
import { QueryTimeout } from './query-errors';

/** What WhatsApp tells of a community, or of any other group. */
export interface CommunityFacts extends GroupFacts {
	/** Whether everybody in it may add groups, or admins alone. */
	membersAddGroups: boolean;
}

/** What WhatsApp says of a group that was to be linked or unlinked. */
export interface LinkAnswer {
	id: string;
	/** 200: it was done. */
	code: number;
	/** How many of its members did not come along: they want to be asked before they join. */
	leftOut: number;
}

/**
 * What communities have beside other groups: they are groups for WhatsApp. Not by Baileys' functions
 * (lib/Socket/communities.js): they look for a `<community>` that WhatsApp does not send, and leave out what it says of each
 * group. The stanzas are WhatsApp Web's (WAWebGroupCommunityJob).
 */
export interface Communities {
	getCommunity(id: string): Promise<CommunityFacts>;
	createCommunity(subject: string, description: string): Promise<Created>;
	/** The announcement group among them. */
	subGroups(community: string): Promise<SubGroup[]>;
	linkGroups(community: string, groups: readonly string[]): Promise<LinkAnswer[]>;
	unlinkGroups(community: string, groups: readonly string[]): Promise<LinkAnswer[]>;
	/** In the community and all its groups. */
	changeCommunityMembers(
		community: string,
		people: readonly string[],
		change: MemberChange,
	): Promise<MemberAnswer[]>;
	setMembersAddGroups(community: string, on: boolean): Promise<void>;
	deactivateCommunity(id: string): Promise<void>;
}

const MEMBERS_ADD_GROUPS = 'allow_non_admin_sub_group_creation';

/** `onNamed`: what the groups of the number are called has changed. */
export function createCommunities(
	ask: AskGroups,
	cache: Pick<GroupCache, 'set' | 'forget' | 'forgetCommunity'>,
	onNamed: (id: string, name: string) => void,
	members: Pick<GroupMembers, 'member'>,
): Communities {
	/** What WhatsApp answers, under this tag. */
	async function answerTo(
		type: 'get' | 'set',
		to: string,
		question: BinaryNode,
		tag = question.tag,
	): Promise<BinaryNode> {
		const answer = getBinaryNodeChild(await ask(type, to, question), tag);
		if (!answer) throw new QueryTimeout();
		return answer;
	}

	/** What is known of who is in its groups is not true any more, nor in others that come or go. */
	async function change(
		community: string,
		question: BinaryNode,
		others: readonly string[] = [],
	): Promise<BinaryNode> {
		try {
			return await answerTo('set', community, question);
		} finally {
			cache.forgetCommunity(community);
			others.forEach(cache.forget);
		}
	}

	return {
		async getCommunity(id) {
			const question = { tag: 'query', attrs: { request: 'interactive' } };
			const group = await answerTo('get', id, question, 'group');
			const membersAddGroups = getBinaryNodeChild(group, MEMBERS_ADD_GROUPS) !== undefined;
			cache.set(readMetadata(group));
			return { ...readFacts(group), membersAddGroups };
		},

		async createCommunity(subject, description) {
			const content = [
				...(description ? [toDescription(description)] : []),
				{ tag: 'parent', attrs: { default_membership_approval_mode: 'request_required' } },
				{ tag: MEMBERS_ADD_GROUPS, attrs: {} },
				{ tag: 'create_general_chat', attrs: {} },
			];
			const question = { tag: 'create', attrs: { subject }, content };
			const created = readCreated(await answerTo('set', ALL_GROUPS, question, 'group'));
			onNamed(created.id, subject);
			return created;
		},

		async subGroups(community) {
			const list = await answerTo('get', community, { tag: 'sub_groups', attrs: {} });
			return getBinaryNodeChildren(list, 'group').map(toSubGroup);
		},

		async linkGroups(community, groups) {
			const content = [toList('link', { link_type: 'sub_group' }, groups)];
			const links = await change(community, { tag: 'links', attrs: {}, content }, groups);
			return toAnswers(getBinaryNodeChild(links, 'link'));
		},

		async unlinkGroups(community, groups) {
			const question = toList('unlink', { unlink_type: 'sub_group' }, groups);
			return toAnswers(await change(community, question, groups));
		},

		changeCommunityMembers: (community, people, wanted) =>
			askForMembers(community, people, members, async (found) => {
				const question = toMemberChange(wanted, listOf(found));
				const answer = await change(community, question);
				return getBinaryNodeChildren(answer, 'participant');
			}),

		async setMembersAddGroups(community, on) {
			const tag = on ? MEMBERS_ADD_GROUPS : `not_${MEMBERS_ADD_GROUPS}`;
			await ask('set', community, { tag, attrs: {} });
		},

		async deactivateCommunity(id) {
			await ask('set', id, { tag: 'delete_parent', attrs: {} });
			cache.forgetCommunity(id);
			onNamed(id, '');
		},
	};
}

function toDescription(text: string): BinaryNode {
	const body = { tag: 'body', attrs: {}, content: Buffer.from(text) };
	const id = randomBytes(6).toString('hex').toUpperCase();
	return { tag: 'description', attrs: { id }, content: [body] };
}

/** Not as in other groups: WAWebGroupModifyParticipantsJob, and Baileys#2004. */
function toMemberChange(change: MemberChange, people: BinaryNode[]): BinaryNode {
	if (change === 'remove') {
		return { tag: 'remove', attrs: { linked_groups: 'true' }, content: people };
	}
	return { tag: 'admin', attrs: {}, content: [{ tag: change, attrs: {}, content: people }] };
}

function toList(tag: string, attrs: BinaryNode['attrs'], groups: readonly string[]): BinaryNode {
	return { tag, attrs, content: groups.map((jid) => ({ tag: 'group', attrs: { jid } })) };
}

/** `<group id subject>[<default_sub_group/>]</group>`; some have `jid` in place of `id` (whatsmeow, group.go). */
function toSubGroup(node: BinaryNode): SubGroup {
	const { id, jid = '', subject = '' } = node.attrs;
	return {
		id: groupJid(id ?? jid),
		subject,
		isAnnouncementGroup: getBinaryNodeChild(node, 'default_sub_group') !== undefined,
	};
}

/** `<group jid [error]>[<participant jid error="403"/>…]</group>` */
function toAnswers(list: BinaryNode | undefined): LinkAnswer[] {
	return getBinaryNodeChildren(list, 'group').map((node) => ({
		id: groupJid(node.attrs.jid ?? ''),
		code: Number(node.attrs.error ?? 200),
		leftOut: getBinaryNodeChildren(node, 'participant').length,
	}));
}
