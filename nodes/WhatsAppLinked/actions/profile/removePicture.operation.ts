import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const removePicture = defineOperation({
	name: 'Remove Picture',
	action: 'Remove profile picture',
	description: 'Take the profile picture of the linked number away, so that it has none',
	command: 'picture.remove',
	fields: { group: fixed(null) },
	output: ({ chat }) => ({ deleted: true, chat }),
});
