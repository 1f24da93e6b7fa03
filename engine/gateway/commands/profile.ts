import { idempotent, query, type NoInput } from './command';

/** What others see of the linked number. */
export interface Profile {
	phone: string | null;
	lid: string | null;
	name: string | null;
	/** Null where there is none; of the picture, too. */
	about: string | null;
	/** It stops working after some days. */
	pictureUrl: string | null;
	isBusiness: boolean;
	/** Of a business, as WhatsApp has verified it. */
	verifiedName: string | null;
}

/** They need the connection. Errors: DISCONNECTED, RATE_LIMITED, INVALID_CONTENT. */
export const profileCommands = {
	'profile.get': query<NoInput, Profile>(),
	'profile.setName': idempotent<{ name: string }, { name: string }>(),
	/** An empty one takes it away. */
	'profile.setAbout': idempotent<{ about: string }, { about: string }>(),
};
