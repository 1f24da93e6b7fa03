import type { INodeProperties } from 'n8n-workflow';

import type { EditCaptionContent } from '../../../../engine/gateway/contract';
import type { Operation, OperationCall, Outcome } from '../operation';
import { captionOf, captionProperty } from './file';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Edit Caption',
	action: 'Edit caption of message',
	description:
		'Change what stands below an image, video or document that was sent from this number at most 15 minutes ago',
};

export const description: INodeProperties[] = actionProperties(
	'The ID of the message with the image, video or document',
	[captionProperty],
);

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<EditCaptionContent>(call, {
		type: 'editCaption',
		caption: captionOf(call) ?? '',
	});
}
