import {
	EngineError,
	MAX_PRODUCT_IMAGES,
	type ProductChanges,
} from '../../../../engine/gateway/contract';
import {
	entries,
	mapped,
	optionalText,
	optionalToggle,
	trimmedText,
	type Field,
	type FieldsOf,
} from '../../../shared/fields';
import type { Later } from '../message/define-send';
import { file } from '../message/file';

export const productId = trimmedText({
	displayName: 'Product ID',
	required: true,
	placeholder: 'e.g. 5327486330123456',
	description: "The product's ID in the catalog. Get Many puts it out as id.",
});

export const business = optionalText({
	displayName: 'Business Phone Number',
	placeholder: 'e.g. +55 11 90000-0001',
	description:
		"The number of another business, with country code, to look into its catalog. Without it: the linked number's own catalog.",
});

export const name = trimmedText({
	displayName: 'Name',
	required: true,
	placeholder: 'e.g. Rye bread',
	description: 'What the product is called, up to 150 characters',
});

/** What else is said of a product. A number of an expression comes as text, too: 12.5. */
export const details: FieldsOf<Omit<ProductChanges, 'name' | 'mediaIds'>> = {
	currency: optionalText({
		displayName: 'Currency',
		placeholder: 'e.g. BRL',
		description: 'The three letters of the currency that the price is in',
	}),
	description: optionalText({
		displayName: 'Description',
		typeOptions: { rows: 3 },
		placeholder: 'e.g. Baked today',
		description: 'What the product is like, up to 5,000 characters',
	}),
	hidden: optionalToggle({
		displayName: 'Hidden',
		default: true,
		description: 'Whether only the business itself sees the product in its catalog',
	}),
	url: optionalText({
		displayName: 'Link',
		placeholder: 'e.g. https://example.com/rye-bread',
		description: 'Address of the page of the product on the web',
	}),
	retailerId: optionalText({
		displayName: 'Own ID',
		placeholder: 'e.g. SKU-1234',
		description: 'The ID that the product has in your own shop or stock',
	}),
	price: optionalText({
		displayName: 'Price',
		placeholder: 'e.g. 12.50',
		description:
			'What the product costs, as 12.50 or 12,50, without the sign of the currency. Without it none is shown. A price needs Currency.',
	}),
	salePrice: optionalText({
		displayName: 'Sale Price',
		placeholder: 'e.g. 9.90',
		description: 'What the product costs for now, less than its price. 0 ends the sale.',
	}),
};

const written = entries<{ mediaId: Later<string> }>({
	label: 'Images',
	entry: 'Image',
	description: '1 to 10 images. The first one is shown in the list of products.',
	values: { mediaId: file('productImage', 'image', 'e.g. https://example.com/bread.jpg') },
	initially: 1,
	example: [{ url: 'https://example.com/bread.jpg' }, { binaryField: 'data' }],
	jsonDescription:
		'A list of 1 to 10 objects, each with an image as "url", "base64" or "binaryField"',
});

/** Images of a product, which are taken in when all are known to be few enough. */
export const images: Field<Later<string[]>> = mapped(written, (all) => {
	const sources = all.map(({ mediaId }) => mediaId);
	// The engine would say so too, but only after all of them have been downloaded.
	if (sources.length > MAX_PRODUCT_IMAGES) throw tooMany(sources.length);
	return async (call) => {
		const mediaIds: string[] = [];
		try {
			for (const take of sources) mediaIds.push(await take(call));
		} finally {
			// Where it cannot be done they go after an hour.
			if (mediaIds.length < sources.length) {
				await call.request('media.discard', { mediaIds }).catch(() => null);
			}
		}
		return mediaIds;
	};
});

function tooMany(count: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`The product has ${count} images; WhatsApp takes up to ${MAX_PRODUCT_IMAGES}.`,
		'Remove images.',
	);
}
