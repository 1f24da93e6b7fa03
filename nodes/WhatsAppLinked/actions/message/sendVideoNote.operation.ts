import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { sendFile } from './file';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Video Note',
	action: 'Send video note',
	description: 'Send a round video, as recorded in the chat. Up to 60 seconds, square looks best.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('video', 'e.g. https://example.com/hello.mp4'),
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	return await sendFile(call, { kind: 'videoNote' }, ({ mediaId }) => ({
		type: 'videoNote',
		mediaId,
	}));
}
