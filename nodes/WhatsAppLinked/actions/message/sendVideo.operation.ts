import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { captionOf, captionProperty, isViewOnce, sendFile, viewOnceOption } from './file';
import { mentionOptions, mentionsOf } from './mentions';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Video',
	action: 'Send a video',
	description: 'Send a video, with or without a caption. MP4 plays everywhere.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('video', 'e.g. https://example.com/clip.mp4'),
	captionProperty,
	sendOptionsProperty([viewOnceOption, ...mentionOptions]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const said = {
		caption: captionOf(call),
		viewOnce: isViewOnce(call),
		...mentionsOf(call.functions, call.itemIndex),
	};
	return await sendFile(call, { kind: 'video' }, ({ mediaId }) => ({
		type: 'video',
		mediaId,
		...said,
	}));
}
