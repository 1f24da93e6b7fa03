import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { pictureProperties, sendPicture } from './file';

export const option: Operation['option'] = {
	name: 'Send Image',
	action: 'Send image',
	description:
		'Send a picture, with or without a caption. Use Send Document to send it at full quality.',
};

export const description: INodeProperties[] = pictureProperties(
	'image',
	'e.g. https://example.com/photo.jpg',
);

export async function execute(call: OperationCall): Promise<Outcome> {
	return await sendPicture(call, 'image');
}
