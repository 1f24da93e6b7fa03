import { product } from '../../../../../engine/content/outgoing/product';
import type { Product } from '../../../../../engine/content/outgoing';
import { BOB, buildContext, checkContext, FILE, lookUps, refusal } from './support';

const SHOP = '5511900000003@s.whatsapp.net';
const content = { type: 'product', business: '+55 11 90000-0003', productId: 'p1' } as const;
const bread: Product = {
	name: 'Bread',
	description: null,
	currency: 'BRL',
	price: 12_500,
	retailerId: 'SKU-1',
	url: 'https://example.com/bread',
	imageUrl: 'https://media.whatsapp.net/bread',
};

describe('A product', () => {
	test('is looked up in the catalog, and its image put where messages have theirs', async () => {
		const find = jest.fn(async () => bread);
		const takeOver = jest.fn(async () => FILE);
		const whatsApp = lookUps({ product: find, takeOver });
		expect(await product.lookUp?.(content, whatsApp, BOB)).toEqual({ ...bread, image: FILE });
		expect(find.mock.calls).toEqual([[SHOP, 'p1']]);
		expect(takeOver.mock.calls).toEqual([[bread.imageUrl]]);
	});

	test('may have no image', async () => {
		const whatsApp = lookUps({ product: async () => ({ ...bread, imageUrl: null }) });
		expect(await product.lookUp?.(content, whatsApp, BOB)).toMatchObject({ image: null });
	});

	test('shows what the catalog says', () => {
		const built = product.build(
			{ ...content, text: 'This one', footer: 'Fresh' },
			buildContext({ ...bread, description: 'Rye', image: FILE }),
		);
		expect(built).toEqual({
			productMessage: {
				product: {
					productImage: expect.objectContaining({ directPath: FILE.directPath }),
					productId: 'p1',
					title: 'Bread',
					description: 'Rye',
					currencyCode: 'BRL',
					priceAmount1000: 12_500,
					retailerId: 'SKU-1',
					url: 'https://example.com/bread',
					productImageCount: 1,
				},
				businessOwnerJid: SHOP,
				body: 'This one',
				footer: 'Fresh',
			},
		});
		expect(product.summary(content)).toBe('Product: p1');
	});

	test('needs a business and an ID', () => {
		expect(() => product.check(content, checkContext())).not.toThrow();
		expect(refusal(product, { ...content, productId: ' ' })).toBe(
			'The ID of the product is empty.',
		);
		expect(refusal(product, { ...content, business: 'Shop' })).toBe(
			'"Shop" is not a phone number.',
		);
	});
});
