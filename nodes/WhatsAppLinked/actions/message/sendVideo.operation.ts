import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { pictureProperties, sendPicture } from './file';

export const option: Operation['option'] = {
	name: 'Send Video',
	action: 'Send video',
	description: 'Send a video, with or without a caption. MP4 plays everywhere.',
};

export const description: INodeProperties[] = pictureProperties(
	'video',
	'e.g. https://example.com/clip.mp4',
);

export async function execute(call: OperationCall): Promise<Outcome> {
	return await sendPicture(call, 'video');
}
