import type { MessageRef } from '../content';
import type { Person } from '../incoming';
import type { MessageOrigin } from '../messages';
import { idempotent, mutation, query } from './command';

/** WhatsApp makes no difference between them where it answers. */
export type GroupKind = 'group' | 'community';

export type GroupRole = 'member' | 'admin' | 'superadmin';

export interface GroupParticipant extends Person {
	role: GroupRole;
}

export interface GroupSettings {
	/** Only admins may write. */
	announce: boolean;
	/** Only admins may change subject, description and settings. */
	restrict: boolean;
	/** Only admins may add participants. */
	adminsAdd: boolean;
	/** Only admins may see and share the invite link. */
	adminsInvite: boolean;
	/** An admin must approve those who join by link. */
	joinApproval: boolean;
	/** After how many seconds messages disappear; 0: never. */
	ephemeralSeconds: number;
}

/** Who may do what in a group: what is on is for admins. */
export type GroupRights = Omit<GroupSettings, 'ephemeralSeconds'>;

export interface Group {
	id: string;
	subject: string;
	description: string | null;
	/** Who created it, where WhatsApp tells. */
	owner: Person | null;
	createdAt: string | null;
	size: number;
	participants: GroupParticipant[];
	settings: GroupSettings;
	/** Whether it is a community, the announcement group of one, and which one it belongs to. */
	isCommunity: boolean;
	isCommunityAnnounce: boolean;
	communityId: string | null;
	/** Where it was asked for. Null: the number may not see it, and why. */
	inviteLink?: string | null;
	inviteLinkError?: string | null;
}

export interface InviteLink {
	id: string;
	inviteLink: string;
}

/** `requested`: an admin has to approve it. */
export type JoinStatus = 'joined' | 'alreadyMember' | 'requested';

export interface JoinedGroup {
	id: string;
	subject: string | null;
	status: JoinStatus;
	/** The same in words. */
	message: string;
}

/** Somebody who waits to be let into a group. */
export interface JoinRequest extends Person {
	group: string;
	requestedAt: string | null;
	/** How they came: `invite_link`, `linked_group_join` (by its community) or `non_admin_add` (a member wants to add them). */
	method: string | null;
}

export type RequestAnswer = 'approve' | 'reject';

export type RequestStatus = 'approved' | 'rejected' | 'noRequest' | 'alreadyMember' | 'groupFull';

/** Somebody whom something was to be done to, and what became of that. */
export interface ParticipantOutcome<Status extends string> extends Person {
	/** The number or ID as it was given. */
	given: string;
	/** `refused`: WhatsApp gives another reason, or none. */
	status: Status | 'notOnWhatsApp' | 'refused';
	/** The same in words, with what can be done. */
	message: string;
}

/** What became of somebody who was to be added. */
export type AddStatus =
	| 'added'
	/** Could not be added; an invite is in the queue. */
	| 'invited'
	| 'alreadyMember'
	/** Their privacy settings let only their contacts add them: they can be invited. */
	| 'inviteNeeded'
	| 'leftRecently'
	| 'blocked'
	| 'groupFull';

export interface AddedParticipant extends ParticipantOutcome<AddStatus> {
	/** What a personal invite needs, where WhatsApp gives one. */
	invite: { code: string; expiresAt: string | null } | null;
	/** Of the invite that was queued. */
	inviteMessageId: string | null;
}

export interface CreatedGroup {
	id: string;
	subject: string;
	createdAt: string | null;
	participants: AddedParticipant[];
	/** What was not done besides; null where all was. */
	note: string | null;
}

/** What may be done to members of a group. */
export type MemberChange = 'remove' | 'promote' | 'demote';

export type ChangeStatus = 'removed' | 'promoted' | 'demoted' | 'notAMember';

/**
 * They need the connection. A group is named by its ID or its subject, people by their phone number or LID. Errors:
 * DISCONNECTED, RATE_LIMITED, INVALID_RECIPIENT where it is no group or no person, NOT_ALLOWED.
 */
export const groupCommands = {
	'group.get': query<{ group: string; withInviteLink?: boolean }, Group>(),
	/** The groups that the number is in, by subject; communities are none. */
	'group.getMany': query<{ limit: number }, Group[]>(),
	/** `inviteFrom`: those who cannot be added are invited, by a message of this origin. */
	'group.create': mutation<
		{
			subject: string;
			participants: string[];
			description?: string;
			inviteFrom?: MessageOrigin;
		},
		CreatedGroup
	>(),
	'group.addParticipants': mutation<
		{ group: string; participants: string[]; inviteFrom?: MessageOrigin },
		{ id: string; participants: AddedParticipant[] }
	>(),
	'group.changeParticipants': idempotent<
		{ group: string; participants: string[]; change: MemberChange },
		{ id: string; participants: ParticipantOutcome<ChangeStatus>[] }
	>(),
	'group.setSubject': idempotent<
		{ group: string; subject: string },
		{ id: string; subject: string }
	>(),
	/** A blank one is removed. */
	'group.setDescription': idempotent<
		{ group: string; description: string },
		{ id: string; description: string | null }
	>(),
	/** Only what differs is changed; `changed` says what that was. The error says it, too, where WhatsApp refused the rest. */
	'group.updateSettings': idempotent<
		{ group: string } & Partial<GroupRights>,
		{ id: string; settings: GroupSettings; changed: (keyof GroupRights)[] }
	>(),
	/** 0 (off), 86400, 604800 or 7776000. */
	'group.setDisappearing': idempotent<
		{ group: string; seconds: number },
		{ id: string; ephemeralSeconds: number }
	>(),
	'group.requests': query<{ group: string; limit: number }, JoinRequest[]>(),
	'group.answerRequests': idempotent<
		{ group: string; participants: string[]; answer: RequestAnswer },
		{ id: string; participants: ParticipantOutcome<RequestStatus>[] }
	>(),
	'group.getInviteLink': query<{ group: string }, InviteLink>(),
	/** Each time it is another one. */
	'group.resetInviteLink': mutation<{ group: string }, InviteLink>(),
	/** `invite`: an invite link, or the code at its end. */
	'group.getInvited': query<{ invite: string }, Group>(),
	'group.joinByLink': idempotent<{ invite: string }, JoinedGroup>(),
	/** By an invite that came as a message. Errors: UNKNOWN_MESSAGE, TOO_LATE. */
	'group.joinByMessage': idempotent<{ target: MessageRef }, JoinedGroup>(),
	/** Refused the second time: the number is no member any more. */
	'group.leave': mutation<{ group: string }, { id: string; left: true }>(),
};
