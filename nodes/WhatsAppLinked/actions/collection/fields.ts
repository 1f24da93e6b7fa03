import { list, trimmedText } from '../../../shared/fields';

export const collectionId = trimmedText({
	displayName: 'Collection ID',
	required: true,
	placeholder: 'e.g. 4123456789012345',
	description:
		'The ID of the collection. Get Many puts it out as id. WhatsApp gives the collection another one with each change.',
});

export const name = trimmedText({
	displayName: 'Name',
	required: true,
	placeholder: 'e.g. Bread',
	description: 'What the collection is called',
});

export const products = list({
	displayName: 'Product IDs',
	required: true,
	placeholder: 'e.g. 5327486330123456, 5327486330123457',
	description:
		'IDs of products in the own catalog, with commas between them, or a list that an expression yields. Product > Get Many puts each out as id.',
});
