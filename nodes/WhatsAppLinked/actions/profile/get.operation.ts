import { defineOperation } from '../define-operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get profile',
	description: 'Get what others see of the linked number: name, about, picture and number',
	command: 'profile.get',
	fields: {},
});
