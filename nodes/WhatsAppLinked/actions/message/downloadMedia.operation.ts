import type { INodeProperties } from 'n8n-workflow';

import {
	DEFAULT_MAX_MEGABYTES,
	maxSizeOf,
	maxSizeOption,
	storeFile,
} from '../../../shared/download';
import { textOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { referenceOption } from './fields';
import { messageIdProperty } from './target';

export const option: Operation['option'] = {
	name: 'Download Media',
	action: 'Download media of message',
	description:
		'Get the image, video, audio, document or sticker of a message as a binary file. WhatsApp keeps files for about 30 days.',
};

export const description: INodeProperties[] = [
	messageIdProperty('The ID of the message that the file came with'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			maxSizeOption,
			referenceOption,
			{
				displayName: 'Put Output File in Field',
				name: 'binaryField',
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data',
				hint: 'The name of the output binary field to put the file in',
			},
		],
	},
];

export async function execute({
	functions,
	itemIndex,
	openMedia,
}: OperationCall): Promise<Outcome> {
	const text = (name: string) => textOf(functions, itemIndex, name).trim();
	const messageId = text('messageId');
	const reference = text('options.reference');
	const maxSize = maxSizeOf(
		functions.getNodeParameter('options.maxSize', itemIndex, DEFAULT_MAX_MEGABYTES),
	);
	const opened = await openMedia({ messageId, ...(reference && { reference }), maxSize });
	const { kind, mimetype, fileName, size } = opened.info;
	const file = await storeFile(functions, opened);
	const field = text('options.binaryField') || 'data';
	return {
		output: [{ json: { messageId, kind, mimetype, fileName, size }, binary: { [field]: file } }],
	};
}
