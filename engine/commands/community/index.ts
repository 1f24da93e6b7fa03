import type { communityCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { create } from './create';
import { deactivate } from './deactivate';
import { get, getMany } from './get';
import { getInviteLink, resetInviteLink } from './invite-link';
import { linkGroups, unlinkGroups } from './link-groups';
import { addParticipants, changeParticipants } from './participants';
import { setDescription, updateSettings } from './settings';

/** What an account can do with communities. */
export const community: { readonly [C in keyof typeof communityCommands]: Run<C> } = {
	'community.get': get,
	'community.getMany': getMany,
	'community.create': create,
	'community.linkGroups': linkGroups,
	'community.unlinkGroups': unlinkGroups,
	'community.addParticipants': addParticipants,
	'community.changeParticipants': changeParticipants,
	'community.updateSettings': updateSettings,
	'community.setDescription': setDescription,
	'community.getInviteLink': getInviteLink,
	'community.resetInviteLink': resetInviteLink,
	'community.deactivate': deactivate,
};
