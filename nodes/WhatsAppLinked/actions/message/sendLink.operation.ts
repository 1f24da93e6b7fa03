import {
	choice,
	mapped,
	named,
	optionalText,
	shownWith,
	text,
	trimmedText,
	type Field,
} from '../../../shared/fields';
import { sourceFile } from '../../../shared/media';
import { defineSend, type Later } from './define-send';
import { messageText } from './fields';
import { stored } from './file';

const cardImage = choice({
	displayName: 'Image',
	options: [
		{ name: 'Large', value: 'large', description: 'An image over the full width' },
		{ name: 'None', value: 'none', description: 'A card without an image' },
		{ name: 'Small', value: 'small', description: 'A small image beside title and description' },
	],
	default: 'none',
	description: 'How the card shows an image',
});

const source = shownWith(
	{ cardImage: ['small', 'large'] },
	sourceFile('image', 'e.g. https://example.com/offers.jpg'),
);
const image: Field<Later<string> | undefined> = {
	...source,
	read: (place, name) =>
		cardImage.read(place, 'cardImage') === 'none'
			? undefined
			: stored(source.read(place, name), { kind: 'linkThumbnail' }),
};

export const sendLink = defineSend({
	name: 'Send Link',
	action: 'Send link with custom card',
	description:
		'Send a link with title, description and image of your own. Use Send Text for the preview that the page itself has.',
	type: 'link',
	fields: {
		url: named(
			'linkUrl',
			trimmedText({
				displayName: 'URL',
				required: true,
				placeholder: 'e.g. https://example.com/offers',
				description: 'Where the link leads',
			}),
		),
		title: text({
			displayName: 'Title',
			required: true,
			placeholder: 'e.g. Our offers',
			description: 'The bold line of the card',
		}),
		description: optionalText({
			displayName: 'Description',
			placeholder: 'e.g. Until Sunday only',
			description: 'The small line of the card',
		}),
		text: messageText('e.g. Have a look at our offers: https://example.com/offers', {
			required: false,
			description: 'What the message says. The URL is put below if the text does not hold it.',
		}),
		size: named(
			'cardImage',
			mapped(cardImage, (size) => (size === 'large' ? 'large' : 'small')),
		),
		mediaId: image,
	},
});
