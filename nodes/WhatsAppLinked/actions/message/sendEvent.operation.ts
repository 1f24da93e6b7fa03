import { locator } from '../../../shared/fields';
import { groupProperty } from '../../../shared/recipient';
import { defineSend } from './define-send';
import { event } from './event';

export const sendEvent = defineSend({
	name: 'Send Event',
	action: 'Send event to group',
	description: 'Invite the members of a group to an event that they can accept or decline',
	type: 'event',
	to: locator({
		...groupProperty,
		displayName: 'To',
		description: 'The group that gets the event, or its chat ID',
	}),
	fields: { event },
});
