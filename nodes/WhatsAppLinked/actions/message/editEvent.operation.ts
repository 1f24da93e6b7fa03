import { defineAction } from './define-send';
import { event } from './event';

export const editEvent = defineAction({
	name: 'Edit Event',
	action: 'Edit event',
	description:
		'Change an event that was sent from this number. Fill in all of it: what is left out goes from the event.',
	type: 'eventEdit',
	messageId: 'The ID of the event to change',
	fields: { event },
});
