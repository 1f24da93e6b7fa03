import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** `added`: by themselves too, where they joined by a link. `left`: by themselves. */
export type ParticipantChange = 'added' | 'removed' | 'left' | 'promoted' | 'demoted';

/** Members of a group came, went, or became admins or members again. */
export interface GroupParticipantsChangedEvent extends EventEnvelope {
	event: 'group.participantsChanged';
	/** The group. */
	chat: EventChat;
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
