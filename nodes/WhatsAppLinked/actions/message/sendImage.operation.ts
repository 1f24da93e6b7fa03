import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { captionOf, captionProperty, isViewOnce, sendFile, viewOnceOption } from './file';
import { mentionOptions, mentionsOf } from './mentions';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Image',
	action: 'Send an image',
	description: 'Send an image, with or without a caption',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('image', 'e.g. https://example.com/photo.jpg'),
	captionProperty,
	sendOptionsProperty([viewOnceOption, ...mentionOptions]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const said = {
		caption: captionOf(call),
		viewOnce: isViewOnce(call),
		...mentionsOf(call.functions, call.itemIndex),
	};
	return await sendFile(call, { kind: 'image' }, ({ mediaId }) => ({
		type: 'image',
		mediaId,
		...said,
	}));
}
