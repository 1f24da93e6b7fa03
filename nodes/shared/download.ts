import type { BinaryHelperFunctions, IBinaryData, INodeProperties } from 'n8n-workflow';

import type { Gateway } from '../../engine/gateway/contract';
import { field, labelOf } from './fields';
import { numberBetween } from './numbers';
import { asText } from './parameters';

/** Files of messages on their way from WhatsApp into n8n. */

const MEGABYTE = 1024 * 1024;
export const DEFAULT_MAX_MEGABYTES = 100;
/** What WhatsApp takes at most. */
const LARGEST_MEGABYTES = 2048;

export const maxSizeOption: INodeProperties = {
	displayName: 'Max File Size (MB)',
	name: 'maxSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LARGEST_MEGABYTES },
	default: DEFAULT_MAX_MEGABYTES,
	description: 'Larger files are an error, and are not downloaded',
};

/** In bytes; `value` is what the user set, in megabytes. Error: INVALID_SETTING. */
export function maxSizeOf(value: unknown): number {
	const megabytes = numberBetween(labelOf(maxSizeOption), value, {
		unit: 'megabytes',
		min: 1,
		max: LARGEST_MEGABYTES,
	});
	return megabytes * MEGABYTE;
}

const FIELD = 'data';

/** The binary field that a file is put out in. */
export const outputField = field(
	{
		displayName: 'Put Output File in Field',
		type: 'string',
		default: FIELD,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
	},
	(value) => asText(value).trim() || FIELD,
);

/** Streams an open file to where n8n keeps files. */
export async function toBinaryData(
	{ helpers }: { helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'> },
	{ info, content }: Awaited<ReturnType<Gateway['openMedia']>>,
): Promise<IBinaryData> {
	try {
		return await helpers.prepareBinaryData(content, info.fileName, info.mimetype);
	} finally {
		// Where n8n cannot store it, nobody else ends the download.
		content.destroy();
	}
}
