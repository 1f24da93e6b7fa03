import type { GroupRights } from '../commands/group';
import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** Something that happened to a group. */
interface GroupEvent extends EventEnvelope {
	/** The group. */
	chat: EventChat;
	/** Who did it; null where WhatsApp does not tell. */
	by: Person | null;
}

/** `added`: by themselves too, where they joined by a link. `left`: by themselves. */
export type ParticipantChange = 'added' | 'removed' | 'left' | 'promoted' | 'demoted';

/** Members of a group came, went, or became admins or members again. */
export interface GroupParticipantsChangedEvent extends GroupEvent {
	event: 'group.participantsChanged';
	change: ParticipantChange;
	/** Whom it happened to. */
	participants: Person[];
	/** Whether the linked number is among them. */
	includesMe: boolean;
	/** Who did it; null where WhatsApp does not tell. Whoever leaves, or joins by a link, does it to themselves. */
	by: Person | null;
	/** Why, in WhatsApp's words (`invite`: by a link); null where it says nothing. */
	reason: string | null;
}

/** The number is in a group that it was not in before. */
export interface GroupJoinedEvent extends GroupEvent {
	event: 'group.joined';
	/** It created the group, was added by somebody else, or joined by itself. */
	how: 'created' | 'added' | 'joined';
	/** Whether the group was created just now. */
	isNew: boolean;
	/** How many members it has; null where WhatsApp does not tell. */
	size: number | null;
	/** Why, in WhatsApp's words (`invite`: by a link); null where it says nothing. */
	reason: string | null;
}

/** `withdrawn`: by whoever had asked. `rejected`: by an admin. */
export type JoinRequestChange = 'requested' | 'withdrawn' | 'rejected';

/** Somebody asks to be let into a group. Only its admins are told. */
export interface GroupJoinRequestEvent extends GroupEvent {
	event: 'group.joinRequest';
	change: JoinRequestChange;
	/** Who wants to join. */
	requesters: Person[];
	/**
	 * How, in WhatsApp's words: `invite_link`, `linked_group_join` (out of the community), `non_admin_add` (`by`, who is no admin,
	 * wants to add them). Null where it says nothing, as of requests that are over.
	 */
	method: string | null;
}

/** What has changed of a group, and to what. */
export type GroupChange =
	| { change: 'name'; name: string }
	/** Null: it has none any more. */
	| { change: 'description'; description: string | null }
	| { change: 'picture'; picture: 'set' | 'removed' }
	/** Only those that have changed. */
	| { change: 'settings'; settings: Partial<GroupRights> }
	/** The new link. The one before leads nowhere any more. */
	| { change: 'inviteLink'; inviteLink: string }
	/** After how many seconds new messages disappear; 0: never. */
	| { change: 'ephemeral'; ephemeralSeconds: number };

export type GroupChangedEvent = GroupEvent & { event: 'group.changed' } & GroupChange;

/** Groups became part of a community, or are part of it no more. */
export interface CommunityGroupsChangedEvent extends GroupEvent {
	event: 'community.groupsChanged';
	/** The community. */
	chat: EventChat;
	change: 'linked' | 'unlinked';
	groups: Array<{ id: string; name: string | null }>;
	/** Why, in WhatsApp's words (`delete_parent`: the community was deactivated); null where it says nothing. */
	reason: string | null;
}
