import { label, labelColor, optionalText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const update = defineOperation({
	name: 'Update',
	action: 'Update label',
	description:
		'Change the name or the color of a label of WhatsApp Business. Only what is added under Options changes; chats and messages keep the label.',
	command: 'label.update',
	fields: { label },
	options: {
		color: labelColor,
		name: optionalText({
			displayName: 'Name',
			placeholder: 'e.g. Regular customer',
			description: 'What the label is called from now on, up to 100 characters',
		}),
	},
});
