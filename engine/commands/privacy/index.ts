import type { privacyCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { changeBlacklist, getBlacklist } from './blacklist';
import { setDefaultDisappearing } from './disappearing';
import { get, set } from './settings';

/** What an account can do about who may see what of it, and reach it. */
export const privacy: { readonly [C in keyof typeof privacyCommands]: Run<C> } = {
	'privacy.get': get,
	'privacy.set': set,
	'privacy.getBlacklist': getBlacklist,
	'privacy.changeBlacklist': changeBlacklist,
	'privacy.setDefaultDisappearing': setDefaultDisappearing,
};
