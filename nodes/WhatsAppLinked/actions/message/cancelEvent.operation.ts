import type { INodeProperties } from 'n8n-workflow';

import type { EventCancelContent } from '../../../../engine/gateway/contract';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Cancel Event',
	action: 'Cancel event',
	description: 'Show everyone that an event of yours does not take place',
};

export const description: INodeProperties[] = actionProperties('The ID of the event to cancel');

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<EventCancelContent>(call, { type: 'eventCancel' });
}
