import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { setStar, starProperties } from './star';

export const option: Operation['option'] = {
	name: 'Unstar',
	action: 'Unstar message',
	description: 'Take the star off a message, on all your devices',
};

export const description: INodeProperties[] = starProperties('The ID of the message to unstar');

export async function execute(call: OperationCall): Promise<Outcome> {
	return await setStar(call, false);
}
