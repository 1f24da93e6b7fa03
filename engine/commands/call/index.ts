import type { callCommands } from '../../gateway/commands/call';
import type { Run } from '../run';
import { createLink } from './create-link';
import { reject } from './reject';
import { ring } from './ring';

/** What an account can do with calls. */
export const call: { readonly [C in keyof typeof callCommands]: Run<C> } = {
	'call.reject': reject,
	'call.ring': ring,
	'call.createLink': createLink,
};
