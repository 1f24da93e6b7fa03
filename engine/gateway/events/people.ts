import type { Person, PersonAddress } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** What has changed of somebody, and to what. */
export type ContactChange =
	/** In the phone's address book; `formerName`: null where they were not in it, or without a name. */
	| { change: 'name'; name: string; formerName: string | null }
	/** What they call themselves: it comes with a message of theirs. */
	| { change: 'pushName'; name: string; formerName: string }
	| { change: 'picture'; picture: 'set' | 'removed' }
	/** Null: it was taken away. */
	| { change: 'about'; about: string | null }
	/** `contact` has the new number. */
	| { change: 'number'; formerAddress: PersonAddress }
	/** Their phone has new keys: WhatsApp was installed anew, or somebody has taken the number over. */
	| { change: 'securityCode' };

/** Somebody that the number knows is not as before. */
export type ContactChangedEvent = EventEnvelope & {
	event: 'contact.changed';
	/** The chat with them. */
	chat: EventChat;
	contact: Person;
} & ContactChange;

/** How sure WhatsApp is of what a business is called. `high`: it has verified the name, and shows a badge beside it. */
export type VerifiedLevel = 'high' | 'low' | 'unknown';

/** Somebody's account is another than was known: one of WhatsApp Business, a verified one, or neither. */
export interface BusinessChangedEvent extends EventEnvelope {
	event: 'contact.businessChanged';
	/** The chat with them. */
	chat: EventChat;
	contact: Person;
	/** `registered`: it is a business, not verified; `unverified`: it was verified; `removed`: it is no business any more. */
	change: 'registered' | 'verified' | 'unverified' | 'renamed' | 'removed';
	/** Null: there is none any more, or it is not known. */
	verifiedName: string | null;
	/** Null: it is no business. */
	level: VerifiedLevel | null;
	/** What was known before; null: nothing. */
	formerName: string | null;
	formerLevel: VerifiedLevel | null;
}

export type PresenceState = 'available' | 'unavailable' | 'typing' | 'recording' | 'paused';

/** Somebody came, went, or does something in a chat. WhatsApp tells it to those who are online themselves. */
export interface PresenceChangedEvent extends EventEnvelope {
	event: 'presence.changed';
	/** Where they do it: the chat with them, or a group. */
	chat: EventChat;
	from: Person;
	/** `paused`: no longer typing or recording, and nothing was sent. */
	presence: PresenceState;
	/** When they were online last, where they are gone and let others see it. */
	lastSeen: string | null;
}

/** The number blocks people, or no more. */
export interface BlocklistChangedEvent extends EventEnvelope {
	event: 'blocklist.changed';
	/** Both are empty where WhatsApp says only that the list has changed. */
	blocked: Person[];
	unblocked: Person[];
}

/** What has changed of the number's own profile. What it is now WhatsApp tells of the name alone. */
export type ProfileChange =
	| { change: 'name'; name: string }
	| { change: 'picture' }
	| { change: 'about' };

export type ProfileChangedEvent = EventEnvelope & { event: 'profile.changed' } & ProfileChange;
