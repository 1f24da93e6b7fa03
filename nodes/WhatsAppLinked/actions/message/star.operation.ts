import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { setStar, starProperties } from './star';

export const option: Operation['option'] = {
	name: 'Star',
	action: 'Star message',
	description: 'Mark a message with a star. Only you see it, on all your devices.',
};

export const description: INodeProperties[] = starProperties('The ID of the message to star');

export async function execute(call: OperationCall): Promise<Outcome> {
	return await setStar(call, true);
}
