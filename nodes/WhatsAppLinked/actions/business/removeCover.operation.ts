import { defineOperation } from '../define-operation';

export const removeCover = defineOperation({
	name: 'Remove Cover',
	action: 'Remove business cover',
	description:
		'Take the wide picture above the business profile of the linked number away, so that it has none',
	command: 'business.removeCover',
	fields: {},
	output: ({ coverId }) => ({ deleted: true, coverId }),
});
