import type { CarouselCard } from '../../../../engine/gateway/contract';
import { EngineError, MAX_CAROUSEL_CARDS } from '../../../../engine/gateway/contract';
import { entries, listOf, mapped, optionalText, trimmedText } from '../../../shared/fields';
import { buttonFields, toButton } from './buttons';
import { defineSend, type Later } from './define-send';
import { messageText } from './fields';
import { file, storedAll } from './file';

type Written = Omit<CarouselCard, 'mediaId'> & { mediaId: Later<string> };

const cards = entries<Written>({
	label: 'Cards',
	entry: 'Card',
	description: '2 to 10 cards',
	values: {
		mediaId: file('image', 'image', 'e.g. https://example.com/photo.jpg'),
		title: optionalText({
			displayName: 'Title',
			placeholder: 'e.g. Tea pot',
			description: 'A bold line below the image',
		}),
		text: trimmedText({
			displayName: 'Text',
			typeOptions: { rows: 2 },
			required: true,
			placeholder: 'e.g. For four cups',
			description: 'What the card says',
		}),
		footer: optionalText({
			displayName: 'Footer',
			placeholder: 'e.g. In stock',
			description: 'A small line below the text',
		}),
		buttons: mapped(
			listOf(
				{
					displayName: 'Buttons',
					typeOptions: { multipleValues: true, sortable: true },
					placeholder: 'Add button',
					default: {},
					description: 'Up to 10 buttons',
				},
				{ displayName: 'Button', values: buttonFields },
			),
			(written) => written.map(toButton),
		),
	},
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
});

export const sendCarousel = defineSend({
	name: 'Send Carousel',
	action: 'Send carousel',
	description: 'Send 2 to 10 cards with image, text and buttons to swipe through',
	notice:
		'Phones show the cards; WhatsApp Web and desktop often do not, and WhatsApp may stop showing them at any time.',
	type: 'carousel',
	fields: {
		text: messageText('e.g. These are new in our store'),
		cards: mapped(cards, withImages),
	},
});

function withImages(written: readonly Written[]): Later<CarouselCard[]> {
	// The engine would say so too, but only after all the images have been downloaded.
	if (written.length > MAX_CAROUSEL_CARDS) throw tooMany(written.length);
	return async (call) => await storedAll(written, call);
}

function tooMany(cards: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`The carousel has ${cards} cards; it takes 2 to ${MAX_CAROUSEL_CARDS}.`,
		'Remove cards, or send several carousels.',
	);
}
