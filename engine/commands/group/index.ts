import type { groupCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { addParticipants } from './add-participants';
import { changeParticipants } from './change-participants';
import { create } from './create';
import { setDisappearing } from './disappearing';
import { get, getMany } from './get';
import { getInviteLink, resetInviteLink } from './invite-link';
import { getInvited } from './invited';
import { joinByLink, joinByMessage } from './join';
import { leave } from './leave';
import { answerRequests, getRequests } from './requests';
import { updateSettings } from './settings';
import { setDescription, setSubject } from './texts';

/** What an account can do with groups. */
export const group: { readonly [C in keyof typeof groupCommands]: Run<C> } = {
	'group.get': get,
	'group.getMany': getMany,
	'group.create': create,
	'group.addParticipants': addParticipants,
	'group.changeParticipants': changeParticipants,
	'group.setSubject': setSubject,
	'group.setDescription': setDescription,
	'group.updateSettings': updateSettings,
	'group.setDisappearing': setDisappearing,
	'group.requests': getRequests,
	'group.answerRequests': answerRequests,
	'group.getInviteLink': getInviteLink,
	'group.resetInviteLink': resetInviteLink,
	'group.getInvited': getInvited,
	'group.joinByLink': joinByLink,
	'group.joinByMessage': joinByMessage,
	'group.leave': leave,
};
