import type { Person } from '../incoming';
import { idempotent, query } from './command';

/** Somebody that the number knows. `name` is the first of the three names that there is. */
export interface Contact extends Person {
	/** In the address book of the phone. */
	savedName: string | null;
	/** Of a business. */
	verifiedName: string | null;
	/** As they call themselves. */
	pushName: string | null;
}

export interface ContactDetails extends Contact {
	/** Null where there is none, or their privacy settings hide it; of the picture, too. */
	about: string | null;
	/** It stops working after some days. */
	pictureUrl: string | null;
	isBusiness: boolean;
	isBlocked: boolean;
}

export interface ContactPicture extends Person {
	/** It stops working after some days. Null: there is none to be seen. */
	url: string | null;
	/** Why there is none. */
	note: string | null;
}

/** Whether a phone number is on WhatsApp. */
export interface CheckedNumber {
	/** As it was given. */
	given: string;
	/** Null: WhatsApp was not asked. */
	exists: boolean | null;
	/** As WhatsApp has it, which is not always as it is written: Brazil's ninth digit, Mexico's 1, Argentina's 9. */
	phone: string | null;
	lid: string | null;
	/** The same in words. */
	message: string;
}

export interface CheckedNumbers {
	numbers: CheckedNumber[];
	/** How many of them WhatsApp was not asked for, as it wanted a break or the connection was lost. */
	left: number;
}

/** Both addresses of somebody, as far as they are known. */
export interface ResolvedContact extends Person {
	/** Why one is missing. */
	note: string | null;
}

/** Whether somebody wants messages of the number. */
export interface OptOut extends Person {
	optedOut: boolean;
	/** Null where they have not opted out. */
	since: string | null;
	/** `word`: they wrote one of the words of the credential; `operation`: n8n did it. */
	reason: 'word' | 'operation' | null;
}

/**
 * People are named by their phone number or LID. All but `getMany` need the connection. Errors: DISCONNECTED, RATE_LIMITED,
 * INVALID_RECIPIENT where it is no person, or one whose number has to be known and is not; NOT_ON_WHATSAPP.
 */
export const contactCommands = {
	/** Those whose name or number holds the words, best first; all by name where there are none. */
	'contact.getMany': query<{ search: string; limit: number }, Contact[]>(),
	'contact.get': query<{ contact: string }, ContactDetails>(),
	'contact.getPicture': query<{ contact: string }, ContactPicture>(),
	/** In the order in which they were given. Error: INVALID_RECIPIENT where there are none, or too many. */
	'contact.check': query<{ numbers: string[] }, CheckedNumbers>(),
	'contact.resolve': query<{ contact: string }, ResolvedContact>(),
	/** Writes somebody into the address book, the phone's as well. Error: INVALID_CONTENT. */
	'contact.save': idempotent<{ contact: string; fullName: string; firstName?: string }, Contact>(),
	/** Takes somebody out of the address book. Nothing happens where they are not in it. */
	'contact.delete': idempotent<{ contact: string }, Person>(),
	'contact.setBlocked': idempotent<{ contact: string; blocked: boolean }, Person>(),
	'contact.getBlocked': query<{ limit: number }, Person[]>(),
	/** These need no connection: a number that was never looked up counts as it is written. */
	'contact.setOptedOut': idempotent<{ contact: string; optedOut: boolean }, OptOut>(),
	'contact.isOptedOut': query<{ contact: string }, OptOut>(),
};
