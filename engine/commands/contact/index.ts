import type { contactCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { getBlocked, setBlocked } from './block';
import { check } from './check';
import { isOptedOut, setOptedOut } from './opt-out';
import { get, getMany, getPicture, resolve } from './get';
import { remove, save } from './save';

/** What an account can do with people. */
export const contact: { readonly [C in keyof typeof contactCommands]: Run<C> } = {
	'contact.getMany': getMany,
	'contact.get': get,
	'contact.getPicture': getPicture,
	'contact.check': check,
	'contact.resolve': resolve,
	'contact.save': save,
	'contact.delete': remove,
	'contact.setBlocked': setBlocked,
	'contact.getBlocked': getBlocked,
	'contact.setOptedOut': setOptedOut,
	'contact.isOptedOut': isOptedOut,
};
