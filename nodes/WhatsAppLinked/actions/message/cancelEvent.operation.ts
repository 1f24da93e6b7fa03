import { defineAction } from './define-send';

export const cancelEvent = defineAction({
	name: 'Cancel Event',
	action: 'Cancel event',
	description: 'Show everyone that an event of yours does not take place',
	type: 'eventCancel',
	messageId: 'The ID of the event to cancel',
	fields: {},
});
