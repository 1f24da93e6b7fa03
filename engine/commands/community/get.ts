import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import type { Commands, Community, ListedCommunity } from '../../gateway/contract';
import type { GroupFacts } from '../../whatsapp/index';
import { participantsOf } from '../group/get';
import { callOf, online } from '../online';
import { announcementGroupIn, findCommunity, subGroupsOf } from './find-community';

export async function get(
	account: Account,
	{ community }: Commands['community.get']['input'],
): Promise<Community> {
	const facts = await findCommunity(account, community);
	const subGroups = await subGroupsOf(account, facts.id);
	return {
		...toListed(account, facts, announcementGroupIn(subGroups)),
		membersAddGroups: facts.membersAddGroups,
		subGroups,
		participants: participantsOf(account, facts),
	};
}

export async function getMany(
	account: Account,
	{ limit }: Commands['community.getMany']['input'],
): Promise<ListedCommunity[]> {
	// It is the same question to WhatsApp.
	const call = callOf('group.getMany', { gapMs: 1_000 });
	const all = await online(account, call, (socket) => socket.groups.getMany());
	const announcementGroups = all.filter(({ isCommunityAnnounce }) => isCommunityAnnounce);
	return all
		.filter(({ isCommunity }) => isCommunity)
		.sort((a, b) => a.subject.localeCompare(b.subject))
		.slice(0, limit)
		.map((facts) => {
			const announcements = announcementGroups.find(({ communityId }) => communityId === facts.id);
			return toListed(account, facts, announcements?.id ?? null);
		});
}

function toListed(
	account: Account,
	{ id, subject, description, owner, createdAt }: GroupFacts,
	announcementGroupId: string | null,
): ListedCommunity {
	return {
		...{ id, subject, description, createdAt, announcementGroupId },
		owner: owner && personOf(account, owner),
	};
}
