import { labelColor, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const create = defineOperation({
	name: 'Create',
	action: 'Create label',
	description:
		'Make a new label in WhatsApp Business, to mark chats and messages with. There can be twenty, each with a name of its own.',
	command: 'label.create',
	fields: {
		name: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. New customer',
			description: 'What the label is called, up to 100 characters',
		}),
	},
	options: { color: labelColor },
});
