import { label } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const deleteLabel = defineOperation({
	name: 'Delete',
	action: 'Delete label',
	description:
		'Delete a label of WhatsApp Business for always: all chats and messages that have it lose it. To take it from one, use Remove From Chat.',
	command: 'label.delete',
	fields: { label },
	output: (deleted) => ({ deleted: true, ...deleted }),
});
