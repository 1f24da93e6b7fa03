import type { Person } from '../incoming';
import type { MessageOrigin } from '../messages';
import { idempotent, mutation, query } from './command';
import type {
	AddedParticipant,
	ChangeStatus,
	GroupParticipant,
	InviteLink,
	MemberChange,
	ParticipantOutcome,
} from './group';

/** A group that belongs to a community. */
export interface SubGroup {
	id: string;
	subject: string;
	/** Whether it is the one in which admins write to everybody in the community. */
	isAnnouncementGroup: boolean;
}

/** A community as the list of all has it. */
export interface ListedCommunity {
	id: string;
	subject: string;
	description: string | null;
	/** Who created it, where WhatsApp tells. */
	owner: Person | null;
	createdAt: string | null;
	/** Where admins write to everybody in the community: a message to it is a message to the community. */
	announcementGroupId: string | null;
}

export interface Community extends ListedCommunity {
	/** Whether everybody in it may add groups, or admins alone. */
	membersAddGroups: boolean;
	subGroups: SubGroup[];
	/** Who is in it, as far as WhatsApp tells the number. */
	participants: GroupParticipant[];
}

export interface CreatedCommunity
	extends Pick<Community, 'id' | 'subject' | 'createdAt' | 'announcementGroupId' | 'subGroups'> {
	/** What was not done besides; null where all was. */
	note: string | null;
}

export type LinkStatus =
	| 'linked'
	| 'alreadyLinked'
	| 'inOtherCommunity'
	| 'notAdmin'
	| 'notMember'
	| 'notFound'
	| 'communityFull'
	| 'refused';

export type UnlinkStatus = 'unlinked' | 'notLinked' | 'lastGroup' | 'refused';

/** What became of a group that was to be linked or unlinked. */
export interface GroupResult<Status> {
	id: string;
	/** The group as it was given. */
	given: string;
	status: Status;
	/** The same in words, with what can be done. */
	message: string;
}

interface GroupsOfCommunity {
	community: string;
	/** By ID or subject. */
	groups: string[];
}

/**
 * They need the connection. A community is named by its ID or its subject, people by their phone number or LID. Errors: DISCONNECTED, RATE_LIMITED,
 * INVALID_RECIPIENT where it is no community or no group, NOT_ALLOWED.
 */
export const communityCommands = {
	'community.get': query<{ community: string }, Community>(),
	/** The communities that the number is in, by subject. */
	'community.getMany': query<{ limit: number }, ListedCommunity[]>(),
	'community.create': mutation<{ subject: string; description?: string }, CreatedCommunity>(),
	'community.linkGroups': idempotent<
		GroupsOfCommunity,
		{ id: string; groups: GroupResult<LinkStatus>[] }
	>(),
	'community.unlinkGroups': idempotent<
		GroupsOfCommunity,
		{ id: string; groups: GroupResult<UnlinkStatus>[] }
	>(),
	/** `inviteFrom`: those who cannot be added are invited, by a message of this origin. */
	'community.addParticipants': mutation<
		{ community: string; participants: string[]; inviteFrom?: MessageOrigin },
		{ id: string; participants: AddedParticipant[] }
	>(),
	/** In the community and all its groups. */
	'community.changeParticipants': idempotent<
		{ community: string; participants: string[]; change: MemberChange },
		{ id: string; participants: ParticipantOutcome<ChangeStatus>[] }
	>(),
	/** `membersAddGroups`: whether everybody in it may add groups, or admins alone. */
	'community.updateSettings': idempotent<
		{ community: string; membersAddGroups: boolean },
		{ id: string; membersAddGroups: boolean }
	>(),
	/** A blank one is removed. */
	'community.setDescription': idempotent<
		{ community: string; description: string },
		{ id: string; description: string | null }
	>(),
	'community.getInviteLink': query<{ community: string }, InviteLink>(),
	/** Each time it is another one. */
	'community.resetInviteLink': mutation<{ community: string }, InviteLink>(),
	/** The community ends for good; its groups go on without it. */
	'community.deactivate': mutation<{ community: string }, { id: string }>(),
};
