import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { blacklistSetting, contacts } from './fields';

export const removeFromBlacklist = defineOperation({
	name: 'Remove From Blacklist',
	action: 'Remove contacts from privacy blacklist',
	description:
		'Let people whom a privacy setting leaves out be like all other contacts again. Who is not on the list stays as they are. Puts out the whole list as it is then.',
	command: 'privacy.changeBlacklist',
	fields: {
		setting: blacklistSetting,
		contacts: contacts('is left out no longer'),
		action: fixed('remove'),
	},
});
