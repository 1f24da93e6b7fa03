import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { LinkContent } from '../../../../engine/gateway/contract';
import { fileOf, fileProperties } from '../../../shared/media';
import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { textProperty } from './fields';
import { storeFile } from './file';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Link',
	action: 'Send link with custom card',
	description:
		'Send a link with title, description and image of your own. Use Send Text for the preview that the page itself has.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	{
		displayName: 'URL',
		name: 'linkUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/offers',
		description: 'Where the link leads',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Our offers',
		description: 'The bold line of the card',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Until Sunday only',
		description: 'The small line of the card',
	},
	{
		...textProperty('e.g. Have a look at our offers: https://example.com/offers', false),
		description: 'What the message says. The URL is put below if the text does not hold it.',
	},
	{
		displayName: 'Image',
		name: 'cardImage',
		type: 'options',
		options: [
			{ name: 'Large', value: 'large', description: 'An image over the full width' },
			{ name: 'None', value: 'none', description: 'A card without an image' },
			{ name: 'Small', value: 'small', description: 'A small image beside title and description' },
		],
		default: 'none',
		description: 'How the card shows an image',
	},
	...updateDisplayOptions(
		{ show: { cardImage: ['small', 'large'] } },
		fileProperties('image', 'e.g. https://example.com/offers.jpg'),
	),
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const size = functions.getNodeParameter('cardImage', itemIndex, 'none') as
		| LinkContent['size']
		| 'none';
	const content: LinkContent = {
		type: 'link',
		text: textOf(functions, itemIndex, 'text'),
		url: textOf(functions, itemIndex, 'linkUrl').trim(),
		title: textOf(functions, itemIndex, 'title'),
		description: optionalTextOf(functions, itemIndex, 'description'),
		size: size === 'large' ? 'large' : 'small',
	};
	if (size === 'none') return await send(call, content);
	return await send(call, async () => {
		const file = await fileOf(functions, itemIndex);
		const { mediaId, note } = await storeFile(call, { kind: 'linkThumbnail' }, file);
		return { content: { ...content, mediaId }, note };
	});
}
