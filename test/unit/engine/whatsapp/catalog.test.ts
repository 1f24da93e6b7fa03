import { findProduct } from '../../../../engine/whatsapp/catalog';

const SHOP = '5511900000003@s.whatsapp.net';
type CatalogSocket = Parameters<typeof findProduct>[0];
type Page = Awaited<ReturnType<CatalogSocket['getCatalog']>>;

const listed = (id: string) =>
	({
		id,
		name: 'Bread',
		description: '',
		currency: 'BRL',
		price: NaN,
		imageUrls: { requested: 'https://media.whatsapp.net/small' },
	}) as unknown as Page['products'][number];

/** A catalog without end: each page has one product, named after where it begins. */
function endless() {
	return jest.fn(async ({ cursor = '0' }: { cursor?: string }) => ({
		products: [listed(`p${cursor}`)],
		nextPageCursor: String(Number(cursor) + 1),
	}));
}

describe('A product in a catalog', () => {
	test('is found on a later page', async () => {
		const getCatalog = endless();
		expect(await findProduct({ getCatalog }, SHOP, 'p2')).toEqual({
			name: 'Bread',
			description: null,
			currency: 'BRL',
			price: 0,
			retailerId: null,
			url: null,
			imageUrl: 'https://media.whatsapp.net/small',
		});
		expect(getCatalog.mock.calls.map(([{ cursor }]) => cursor)).toEqual([undefined, '1', '2']);
	});

	test('is not looked for for ever', async () => {
		const getCatalog = endless();
		await expect(findProduct({ getCatalog }, SHOP, 'other')).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'There is no product other in the catalog of +5511900000003.',
		});
		expect(getCatalog).toHaveBeenCalledTimes(20);
	});

	test('cannot be where there is no catalog', async () => {
		const getCatalog = () =>
			Promise.reject(Object.assign(new Error('item-not-found'), { data: 404 }));
		await expect(findProduct({ getCatalog }, SHOP, 'p1')).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: '+5511900000003 has no catalog.',
		});
	});

	test('is looked for again after other trouble', async () => {
		const trouble = new Error('Timed out');
		const getCatalog = () => Promise.reject(trouble);
		await expect(findProduct({ getCatalog }, SHOP, 'p1')).rejects.toBe(trouble);
	});
});
