import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { blacklistSetting } from './fields';

export const getBlacklist = defineOperation({
	name: 'Get Blacklist',
	action: 'Get privacy blacklist',
	description:
		'List the people whom one privacy setting leaves out. There are none unless the setting is My Contacts Except. Who is blocked altogether: Contact > Get Blocked.',
	command: 'privacy.getBlacklist',
	fields: { setting: blacklistSetting, limit: limit('contacts') },
});
