import type { INodeProperties } from 'n8n-workflow';

import type { EventEditContent } from '../../../../engine/gateway/contract';
import type { Operation, OperationCall, Outcome } from '../operation';
import { eventOf, eventOptions, eventProperties } from './event';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Edit Event',
	action: 'Edit event',
	description:
		'Change an event that was sent from this number. Fill in all of it: what is left out goes from the event.',
};

export const description: INodeProperties[] = actionProperties(
	'The ID of the event to change',
	eventProperties,
	eventOptions,
);

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<EventEditContent>(call, { type: 'eventEdit', event: eventOf(call) });
}
