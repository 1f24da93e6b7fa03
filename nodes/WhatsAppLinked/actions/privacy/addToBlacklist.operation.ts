import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { blacklistSetting, contacts } from './fields';

export const addToBlacklist = defineOperation({
	name: 'Add to Blacklist',
	action: 'Add contacts to privacy blacklist',
	description:
		'Leave people out of a privacy setting. It becomes My Contacts Except by that, whatever it was: all contacts but those on the list see it. Puts out the whole list as it is then.',
	command: 'privacy.changeBlacklist',
	fields: {
		setting: blacklistSetting,
		contacts: contacts('is left out'),
		action: fixed('add'),
	},
});
