import type { Person } from '../incoming';
import { idempotent, query, type NoInput } from './command';

/** Who may see or do something, in the words of WhatsApp's apps. */
export type Audience =
	| 'everyone'
	| 'contacts'
	/** All contacts but those on the black list of the setting. */
	| 'contactsExcept'
	| 'nobody'
	/** Whoever may see when the number was online last. */
	| 'sameAsLastSeen'
	/** Those whose number is saved, or who were written to. */
	| 'known';

type Visibility = 'everyone' | 'contacts' | 'contactsExcept' | 'nobody';

/** What each setting can be set to. */
export interface PrivacyChoices {
	lastSeen: Visibility;
	picture: Visibility;
	about: Visibility;
	online: 'everyone' | 'sameAsLastSeen';
	/** Who may add the number to groups. */
	groupAdd: 'everyone' | 'contacts' | 'contactsExcept';
	/** Who reaches the number with a call that rings. */
	calls: 'everyone' | 'known';
	messages: 'everyone' | 'contacts';
	/** Whether others are told that their messages were read; then they tell it, too. */
	readReceipts: boolean;
}

export type PrivacySetting = keyof PrivacyChoices;

/** `other`: a value that is not known here. Null: the account has no such setting. */
export type PrivacySettings = {
	[Name in PrivacySetting]: (Name extends 'readReceipts' ? boolean : Audience | 'other') | null;
};

/** Those with a black list. */
export type BlacklistSetting = 'lastSeen' | 'picture' | 'about' | 'groupAdd';

/** Whom a setting leaves out. */
export interface Blacklist {
	setting: BlacklistSetting;
	contacts: Person[];
}

/** They need the connection. Errors: DISCONNECTED, RATE_LIMITED, REJECTED. */
export const privacyCommands = {
	/** `defaultDisappearingSeconds`: 0: off. */
	'privacy.get': query<NoInput, PrivacySettings & { defaultDisappearingSeconds: number }>(),
	/** What differs from how it is. Error: INVALID_SETTING for what WhatsApp does not have for the account. */
	'privacy.set': idempotent<
		Partial<PrivacyChoices>,
		PrivacySettings & { changed: PrivacySetting[] }
	>(),
	/** Empty where the setting is not `contactsExcept`. */
	'privacy.getBlacklist': query<{ setting: BlacklistSetting; limit: number }, Person[]>(),
	/**
	 * To add somebody makes the setting `contactsExcept`; to remove somebody leaves it as it is. Puts out the list as it is
	 * then. Errors: INVALID_RECIPIENT, NOT_ON_WHATSAPP.
	 */
	'privacy.changeBlacklist': idempotent<
		{ setting: BlacklistSetting; contacts: string[]; action: 'add' | 'remove' },
		Blacklist
	>(),
	/** 86400, 604800 or 7776000; 0: off. Error: INVALID_SETTING. */
	'privacy.setDefaultDisappearing': idempotent<{ seconds: number }, { seconds: number }>(),
};
