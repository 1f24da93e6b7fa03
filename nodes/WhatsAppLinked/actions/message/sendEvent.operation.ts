import type { INodeProperties } from 'n8n-workflow';

import { groupProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { eventOf, eventOptions, eventProperties } from './event';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Event',
	action: 'Send event to group',
	description: 'Invite the members of a group to an event that they can accept or decline',
};

export const description: INodeProperties[] = [
	{
		...groupProperty,
		displayName: 'To',
		name: 'to',
		description: 'The group that gets the event, or its chat ID',
	},
	...eventProperties,
	sendOptionsProperty(eventOptions),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	return await send(call, { type: 'event', event: eventOf(call) });
}
