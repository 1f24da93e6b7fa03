import type { groupCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { addParticipants } from './add-participants';
import { changeParticipants } from './change-participants';
import { create } from './create';
import { get, getMany } from './get';

/** What an account can do with groups. */
export const group: { readonly [C in keyof typeof groupCommands]: Run<C> } = {
	'group.get': get,
	'group.getMany': getMany,
	'group.create': create,
	'group.addParticipants': addParticipants,
	'group.changeParticipants': changeParticipants,
};
