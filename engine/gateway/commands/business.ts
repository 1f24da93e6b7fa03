import { idempotent, query, type NoInput } from './command';

/** In the order of the week. */
export const WEEKDAYS = [
	'monday',
	'tuesday',
	'wednesday',
	'thursday',
	'friday',
	'saturday',
	'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Either an interval of a day, of which it may have several, or the whole day. Times are `hh:mm`; the last one is 24:00. */
export type OpeningHours =
	| { day: Weekday; mode: 'specificHours'; opens: string; closes: string }
	| { day: Weekday; mode: 'open24Hours' | 'appointmentOnly' };

export interface BusinessCategory {
	id: string;
	name: string;
}

/** What a business shows of itself. Null: it says nothing of that. */
export interface BusinessProfile {
	phone: string | null;
	lid: string | null;
	description: string | null;
	email: string | null;
	address: string | null;
	websites: string[];
	categories: BusinessCategory[];
	/** Days that are not named are closed. */
	hours: { timezone: string | null; days: OpeningHours[] } | null;
	/** The picture at the top of the profile: it stops working after some days. */
	cover: { id: string; url: string } | null;
	/** Whether its catalog has a cart. */
	cartEnabled: boolean | null;
}

/** What is named changes; an empty text or list takes away what was there. */
export interface BusinessChanges {
	description?: string;
	email?: string;
	address?: string;
	websites?: string[];
	/** By ID, or by name in English. */
	categories?: string[];
	hours?: OpeningHours[];
	/** Of the hours: as IANA calls it. Without it that of the hours that were set before. */
	timezone?: string;
}

/**
 * They need the connection. Errors: DISCONNECTED, RATE_LIMITED, REJECTED. What changes the own profile: NOT_ALLOWED for a number
 * that is no business, INVALID_CONTENT.
 */
export const businessCommands = {
	/** Without a contact of the linked number. Errors: INVALID_RECIPIENT, NOT_ON_WHATSAPP. */
	'business.getProfile': query<{ contact: string | null }, BusinessProfile>(),
	/** The profile as it is then. */
	'business.updateProfile': idempotent<BusinessChanges, BusinessProfile>(),
	'business.searchCategories': query<{ query: string; limit: number }, BusinessCategory[]>(),
	/** What `storeMedia` has made of a file of the kind `cover`. Errors: MEDIA_UNREACHABLE, PROXY_FAILED, UNSUPPORTED_MEDIA. */
	'business.setCover': idempotent<{ mediaId: string }, { coverId: string }>(),
	/** Null: there was none. */
	'business.removeCover': idempotent<NoInput, { coverId: string | null }>(),
};
