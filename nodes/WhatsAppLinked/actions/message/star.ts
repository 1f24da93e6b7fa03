import type { INodeProperties } from 'n8n-workflow';

import { recipient } from '../../../shared/recipient';
import type { OperationCall, Outcome } from '../operation';
import { optionsProperty } from './send';
import { chatProperty, messageIdProperty, targetOf, targetOptions } from './target';

export function starProperties(messageId: string): INodeProperties[] {
	return [chatProperty, messageIdProperty(messageId), optionsProperty(targetOptions)];
}

export async function setStar(call: OperationCall, starred: boolean): Promise<Outcome> {
	const { messageIds, ...done } = await call.request('message.star', {
		chat: recipient(call.functions, call.itemIndex),
		target: targetOf(call),
		starred,
	});
	return { output: [{ json: { messageId: messageIds[0], ...done, starred } }] };
}
