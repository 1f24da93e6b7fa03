import type { BinaryNode } from '@whiskeysockets/baileys';
import { createCatalogs } from '../../../../engine/whatsapp/catalog';
import { readProduct, writeProduct } from '../../../../engine/whatsapp/product-node';

const SHOP = '5511900000003@s.whatsapp.net';

const element = (tag: string, content: BinaryNode[] | string, attrs = {}): BinaryNode => ({
	tag,
	attrs,
	content: typeof content === 'string' ? Buffer.from(content) : content,
});
const listed = (id: string) => element('product', [element('id', id), element('name', 'Bread')]);
const catalogOf = (...content: BinaryNode[]) =>
	element('iq', [element('product_catalog', content)]);
const refusal = (data: number) => Object.assign(new Error('refused'), { data });

type Query = (node: BinaryNode) => Promise<BinaryNode | undefined>;
const catalogsOver = (query: Query) => createCatalogs({ query: query as never });

/** What a question is about, and where its page begins. */
function askedIn(node: BinaryNode): { tag: string; after: string | undefined } {
	const [child] = node.content as BinaryNode[];
	const after = (child?.content as BinaryNode[]).find(({ tag }) => tag === 'after');
	return { tag: child?.tag ?? '', after: after?.content?.toString() };
}

/** A server that knows no question for one product, with a catalog without end: each page has one, named after where it begins. */
const endless = () =>
	jest.fn<Promise<BinaryNode>, [BinaryNode]>(async (node) => {
		const { tag, after = '0' } = askedIn(node);
		if (tag === 'product') throw refusal(501);
		const next = element('paging', [element('after', String(Number(after) + 1))]);
		return catalogOf(listed(`p${after}`), next);
	});

describe('A product in a catalog', () => {
	test('is asked for by its ID', async () => {
		const query = jest.fn<Promise<BinaryNode>, [BinaryNode]>(async () => catalogOf(listed('p1')));
		const found = await catalogsOver(query).product(SHOP, 'p1');
		expect(found).toEqual({
			...{ name: 'Bread', description: null, currency: '', price: 0 },
			...{ retailerId: null, url: null, imageUrl: null },
		});
		expect(query.mock.calls.map(([node]) => askedIn(node).tag)).toEqual(['product']);
	});

	test('is looked for page by page where the server knows no such question', async () => {
		const query = endless();
		expect(await catalogsOver(query).find(SHOP, 'p2')).toMatchObject({ id: 'p2' });
		const pages = query.mock.calls.map(([node]) => askedIn(node)).slice(1);
		expect(pages.map(({ after }) => after)).toEqual([undefined, '1', '2']);
	});

	test('is not looked for for ever', async () => {
		const query = endless();
		expect(await catalogsOver(query).find(SHOP, 'other')).toBeUndefined();
		expect(query).toHaveBeenCalledTimes(51);
	});

	test('may not be there', async () => {
		const catalogs = catalogsOver(() => Promise.reject(refusal(404)));
		await expect(catalogs.product(SHOP, 'p1')).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'There is no product p1 in the catalog of +5511900000003, or it has no catalog.',
		});
	});

	test('is asked for again after other trouble, and after no answer', async () => {
		const trouble = refusal(503);
		await expect(catalogsOver(() => Promise.reject(trouble)).find(SHOP, 'p1')).rejects.toBe(
			trouble,
		);
		await expect(catalogsOver(async () => undefined).find(SHOP, 'p1')).rejects.toThrow(
			'WhatsApp did not answer',
		);
	});
});

describe('What WhatsApp tells of a product', () => {
	const image = (n: number) =>
		element('image', [
			element('id', String(n)),
			element('request_image_url', `https://media.whatsapp.net/small-${n}`),
			...(n === 1 ? [element('original_image_url', 'https://media.whatsapp.net/1')] : []),
		]);

	test('is read in full', () => {
		const node = element(
			'product',
			[
				...[element('id', 'p1'), element('name', 'Bread'), element('description', 'Rye')],
				...[element('price', '12500'), element('currency', 'BRL')],
				element('sale_price', [
					element('price', '9990'),
					element('start_date', '2026-01-01T00:00:00Z'),
					element('end_date', '2026-02-01T00:00:00Z'),
				]),
				...[element('url', 'https://example.com'), element('retailer_id', 'SKU-1')],
				element('media', [image(1), image(2)]),
				element('status_info', [element('status', 'PENDING')]),
				element('compliance_info', [element('country_code_origin', 'BR')]),
			],
			{ is_hidden: 'true', availability: 'out of stock', compliance_category: 'DEFAULT' },
		);
		expect(readProduct(node)).toEqual({
			...{ id: 'p1', name: 'Bread', description: 'Rye', price: 12_500, currency: 'BRL' },
			...{ salePrice: 9_990, saleStartsAt: Date.UTC(2026, 0), saleEndsAt: Date.UTC(2026, 1) },
			...{ url: 'https://example.com', retailerId: 'SKU-1', hidden: true },
			...{ availability: 'out of stock', reviewStatus: 'pending' },
			imageUrls: ['https://media.whatsapp.net/1', 'https://media.whatsapp.net/small-2'],
			compliance: {
				category: 'DEFAULT',
				info: expect.objectContaining({ tag: 'compliance_info' }),
			},
		});
	});

	test('may be next to nothing', () => {
		expect(readProduct(listed('p1'))).toMatchObject({
			...{ id: 'p1', price: null, salePrice: null, saleStartsAt: null, currency: null },
			...{ hidden: false, availability: null, reviewStatus: null, imageUrls: [] },
		});
		expect(readProduct(element('product', []))).toBeUndefined();
		expect(readProduct(undefined)).toBeUndefined();
	});
});

describe('What is written of a product', () => {
	const draft = {
		...{ name: 'Bread', description: 'Rye', price: 12_500, salePrice: 9_990, currency: 'BRL' },
		...{ retailerId: 'SKU-1', url: 'https://example.com', hidden: true },
		imageUrls: ['https://mmg.whatsapp.net/product/image/a'],
	};
	const written = ({ content }: BinaryNode) =>
		(content as BinaryNode[]).map(({ tag, content: inner }) =>
			Array.isArray(inner) ? tag : `${tag}=${String(inner)}`,
		);

	test('has its link and its sale price, which Baileys leaves out', () => {
		const node = writeProduct('p1', draft);
		expect(node.attrs).toEqual({ is_hidden: 'true' });
		expect(written(node)).toEqual([
			...['id=p1', 'name=Bread', 'description=Rye', 'url=https://example.com'],
			...['retailer_id=SKU-1', 'media', 'price=12500', 'currency=BRL', 'sale_price=9990'],
		]);
	});

	test('leaves out what there is not, and keeps where the product comes from', () => {
		const info = element('compliance_info', [element('country_code_origin', 'BR')]);
		const node = writeProduct(null, {
			...{ ...draft, description: null, price: null, salePrice: null },
			...{ retailerId: null, url: null, hidden: false },
			compliance: { category: 'COUNTRY_ORIGIN_EXEMPT', info },
		});
		expect(node.attrs).toEqual({
			is_hidden: 'false',
			compliance_category: 'COUNTRY_ORIGIN_EXEMPT',
		});
		expect(written(node)).toEqual(['name=Bread', 'media', 'compliance_info']);
	});
});
