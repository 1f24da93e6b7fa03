import { isDeepStrictEqual } from 'node:util';
import type { AccountSettings } from '../gateway/contract';
import type { Settings } from '../store/account-store';

const NAME = 'settings';

/** The settings that an account had last, for a start without n8n's asking. */
export function storedSettings(stored: Settings): AccountSettings | undefined {
	return stored.get<AccountSettings>(NAME);
}

/** The credential's settings, as n8n told them last. */
export interface CurrentSettings {
	get(): AccountSettings;
	set(next: AccountSettings): void;
	/** Whether what messages say may be kept. */
	keepsContent(): boolean;
}

export function createSettings(stored: Settings, first: AccountSettings): CurrentSettings {
	let current = first;
	// At a start they mostly are what they were: a flush of the disk less for each number.
	if (!isDeepStrictEqual(current, storedSettings(stored))) stored.set(NAME, current);
	return {
		get: () => current,
		set(next) {
			if (isDeepStrictEqual(next, current)) return;
			current = next;
			stored.set(NAME, current);
		},
		keepsContent: () => current.keepContentHours > 0,
	};
}
