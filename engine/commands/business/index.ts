import type { businessCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { searchCategories } from './categories';
import { removeCover, setCover } from './cover';
import { getProfile } from './profile';
import { updateProfile } from './update';

/** What an account can do with the profiles of businesses, its own among them. */
export const business: { readonly [C in keyof typeof businessCommands]: Run<C> } = {
	'business.getProfile': getProfile,
	'business.updateProfile': updateProfile,
	'business.searchCategories': searchCategories,
	'business.setCover': setCover,
	'business.removeCover': removeCover,
};
