import type { Account } from '../../account/account';
import {
	EngineError,
	type AddStatus,
	type ChangeStatus,
	type Commands,
	type MemberChange,
} from '../../gateway/contract';
import { addTo } from '../group/add-participants';
import { ADDED } from '../group/additions';
import { askFor } from '../group/change-participants';
import { OWN, type Outcomes } from '../group/outcomes';
import { changeCall } from '../group/change-call';
import { announcementGroupIn, COMMUNITY, findCommunity, subGroupsOf } from './find-community';

const NOT_THERE = ['notAMember', 'Not in the community.'] as const;
const CREATOR = [
	'refused',
	'WhatsApp does not let this be done to whoever created the community.',
] as const;

/** What WhatsApp's numbers mean for somebody who was to be removed, or to get another role. */
const CHANGED: Readonly<Record<MemberChange, Outcomes<ChangeStatus>>> = {
	remove: {
		200: ['removed', 'Removed from the community and all its groups.'],
		404: NOT_THERE,
		406: CREATOR,
		[OWN]: ['refused', 'This is the linked number itself. Leave the community on the phone.'],
	},
	promote: {
		200: ['promoted', 'An admin of the community now.'],
		403: NOT_THERE,
		404: NOT_THERE,
		419: ['refused', 'The community has as many admins as WhatsApp allows.'],
	},
	demote: {
		200: ['demoted', 'No admin of the community any more.'],
		404: NOT_THERE,
		406: CREATOR,
	},
};

const ADDED_TO_COMMUNITY: Outcomes<AddStatus> = {
	...ADDED,
	200: ['added', 'Added to the community.'],
	409: ['alreadyMember', 'In the community already.'],
	419: ['groupFull', 'The community is full.'],
};

/** WhatsApp adds nobody to a community itself (evolution-api#2616), but to its announcement group. */
export async function addParticipants(
	account: Account,
	{ community, participants, inviteFrom }: Commands['community.addParticipants']['input'],
): Promise<Commands['community.addParticipants']['output']> {
	const { id } = await findCommunity(account, community);
	const group = announcementGroupIn(await subGroupsOf(account, id));
	if (!group) throw noAnnouncementGroup(id);
	const added = await addTo(account, group, {
		...{ participants, inviteFrom, outcomes: ADDED_TO_COMMUNITY },
		call: changeCall('community.addParticipants', id, COMMUNITY),
	});
	return { id, participants: added };
}

function noAnnouncementGroup(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`WhatsApp names no announcement group of the community ${id}, and people are added to that one.`,
		'Look on the phone whether the community still has it.',
	);
}

export async function changeParticipants(
	account: Account,
	{ community, participants, change }: Commands['community.changeParticipants']['input'],
): Promise<Commands['community.changeParticipants']['output']> {
	const { id } = await findCommunity(account, community);
	const call = changeCall('community.changeParticipants', id, COMMUNITY);
	const outcomes = await askFor(account, participants, CHANGED[change], call, (groups, members) =>
		groups.changeCommunityMembers(id, members, change),
	);
	return { id, participants: outcomes };
}
