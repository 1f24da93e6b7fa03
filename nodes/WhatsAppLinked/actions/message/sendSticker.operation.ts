import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { sendFile } from './file';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Sticker',
	action: 'Send sticker',
	description:
		'Send any image as a sticker. Animated GIF and WebP stay animated; the image is converted for WhatsApp.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('image', 'e.g. https://example.com/sticker.png'),
	sendOptionsProperty([
		{
			displayName: 'Author',
			name: 'author',
			type: 'string',
			default: '',
			placeholder: 'e.g. My shop',
			description: 'Who made the sticker, shown when somebody taps it',
		},
		{
			displayName: 'Pack',
			name: 'pack',
			type: 'string',
			default: '',
			placeholder: 'e.g. Greetings',
			description: 'Name of the sticker pack, shown when somebody taps it',
		},
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const option = (name: string) => textOf(functions, itemIndex, `options.${name}`).trim();
	const shown = { author: option('author'), pack: option('pack') };
	return await sendFile(call, { kind: 'sticker', ...shown }, ({ mediaId }) => ({
		type: 'sticker',
		mediaId,
	}));
}
