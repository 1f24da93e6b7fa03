import type { INodeProperties } from 'n8n-workflow';

import type { PinContent } from '../../../../engine/gateway/contract';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Unpin',
	action: 'Unpin message',
	description: 'Take a message from the top of its chat, for everyone in it',
};

export const description: INodeProperties[] = actionProperties('The ID of the message to unpin');

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<PinContent>(call, { type: 'pin', seconds: 0 });
}
