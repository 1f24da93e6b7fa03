import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { captionOf, captionProperty, sendFile } from './file';
import { mentionOptions, mentionsOf } from './mentions';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send GIF',
	action: 'Send GIF',
	description:
		'Send a short silent video that plays by itself, over and over: an MP4, or a GIF file where ffmpeg is installed',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('GIF', 'e.g. https://example.com/wave.mp4'),
	captionProperty,
	sendOptionsProperty(mentionOptions),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const said = { caption: captionOf(call), ...mentionsOf(call.functions, call.itemIndex) };
	return await sendFile(call, { kind: 'gif' }, ({ mediaId }) => ({
		type: 'gif',
		mediaId,
		...said,
	}));
}
