import type { Person } from '../incoming';
import { idempotent, mutation, query } from './command';

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
	/** An admin must approve those who join by link. */
	joinApproval: boolean;
	/** After how many seconds messages disappear; 0: never. */
	ephemeralSeconds: number;
}

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
}

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
	| 'alreadyMember'
	/** Their privacy settings let only their contacts add them: they can be invited. */
	| 'inviteNeeded'
	| 'leftRecently'
	| 'blocked'
	| 'groupFull';

export interface AddedParticipant extends ParticipantOutcome<AddStatus> {
	/** What a personal invite needs, where WhatsApp gives one. */
	invite: { code: string; expiresAt: string | null } | null;
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
	'group.get': query<{ group: string }, Group>(),
	/** The groups that the number is in, by subject. */
	'group.getMany': query<{ limit: number }, Group[]>(),
	'group.create': mutation<
		{ subject: string; participants: string[]; description?: string },
		CreatedGroup
	>(),
	'group.addParticipants': mutation<
		{ group: string; participants: string[] },
		{ id: string; participants: AddedParticipant[] }
	>(),
	'group.changeParticipants': idempotent<
		{ group: string; participants: string[]; change: MemberChange },
		{ id: string; participants: ParticipantOutcome<ChangeStatus>[] }
	>(),
};
