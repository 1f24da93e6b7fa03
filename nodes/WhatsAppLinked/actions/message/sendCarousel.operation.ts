import type { INodeProperties } from 'n8n-workflow';

import type { CarouselCard } from '../../../../engine/gateway/contract';
import { EngineError, MAX_CAROUSEL_CARDS } from '../../../../engine/gateway/contract';
import { fileProperties, openFile, type FileSource } from '../../../shared/media';
import { asText, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { buttonFields, toButton } from './buttons';
import { collectionOf, entriesOf, entriesProperties, fieldsOf } from './entries';
import { noticeProperty, textProperty } from './fields';
import { storeFile } from './file';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Carousel',
	action: 'Send carousel',
	description: 'Send 2 to 10 cards with image, text and buttons to swipe through',
};

const CARDS = { name: 'cards', label: 'Cards' };

export const description: INodeProperties[] = [
	noticeProperty(
		'Phones show the cards; WhatsApp Web and desktop often do not, and WhatsApp may stop showing them at any time.',
	),
	recipientProperty,
	textProperty('e.g. These are new in our store'),
	...entriesProperties({
		...CARDS,
		entry: 'Card',
		description: '2 to 10 cards',
		values: [
			...fileProperties('image', 'e.g. https://example.com/photo.jpg'),
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: '',
				placeholder: 'e.g. Tea pot',
				description: 'A bold line below the image',
			},
			{
				displayName: 'Text',
				name: 'text',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '',
				required: true,
				placeholder: 'e.g. For four cups',
				description: 'What the card says',
			},
			{
				displayName: 'Footer',
				name: 'footer',
				type: 'string',
				default: '',
				placeholder: 'e.g. In stock',
				description: 'A small line below the text',
			},
			{
				displayName: 'Buttons',
				name: 'buttons',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, sortable: true },
				placeholder: 'Add button',
				default: {},
				description: 'Up to 10 buttons',
				options: [{ displayName: 'Button', name: 'entry', values: buttonFields }],
			},
		],
		initially: 2,
		example: [
			{
				url: 'https://example.com/tea-pot.jpg',
				text: 'For four cups',
				buttons: [{ type: 'url', text: 'Buy', url: 'https://example.com/tea-pot' }],
			},
			{
				url: 'https://example.com/tea-cup.jpg',
				text: 'Goes with the pot',
				buttons: [{ type: 'reply', text: 'Order', id: 'tea-cup' }],
			},
		],
		jsonDescription:
			'A list of 2 to 10 objects with "text", "buttons", if you like "title" and "footer", and the image as "url", "base64" or "binaryField"',
	}),
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const text = textOf(functions, itemIndex, 'text');
	const cards = entriesOf(functions, itemIndex, CARDS).map(fieldsOf);
	if (cards.length > MAX_CAROUSEL_CARDS) throw tooMany(cards.length);
	return await send(call, async () => {
		const stored: CarouselCard[] = [];
		try {
			for (const card of cards) stored.push(await toCard(call, card));
		} finally {
			const mediaIds = stored.map(({ mediaId }) => mediaId);
			// Where it cannot be done they go after an hour.
			if (stored.length < cards.length) {
				await call.request('media.discard', { mediaIds }).catch(() => null);
			}
		}
		return { content: { type: 'carousel', text, cards: stored } };
	});
}

/** The engine would say so too, but only after all the images have been downloaded. */
function tooMany(cards: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`The carousel has ${cards} cards; it takes 2 to ${MAX_CAROUSEL_CARDS}.`,
		'Remove cards, or send several carousels.',
	);
}

/** The field that holds the image, for each place that it may come from. */
const IMAGE_FIELDS: Record<FileSource, string> = {
	binary: 'binaryField',
	url: 'url',
	base64: 'base64',
};

async function toCard(call: OperationCall, card: Record<string, unknown>): Promise<CarouselCard> {
	const { functions, itemIndex } = call;
	const source = sourceOf(card);
	const field = (name: string) => asText(card[name]).trim();
	const said = {
		text: field('text'),
		title: field('title') || undefined,
		footer: field('footer') || undefined,
		buttons: (Array.isArray(card.buttons) ? card.buttons : collectionOf(card.buttons)).map(
			toButton,
		),
	};
	const file = await openFile(functions, itemIndex, source, card[IMAGE_FIELDS[source]]);
	const { mediaId } = await storeFile(call, { kind: 'image' }, file);
	return { mediaId, ...said };
}

/** In JSON the field that is there says it. */
function sourceOf(card: Record<string, unknown>): FileSource {
	if (card.fileFrom) return card.fileFrom as FileSource;
	if (card.base64) return 'base64';
	return card.binaryField ? 'binary' : 'url';
}
