import { png } from '../support/files';
import { BOB, needsBusiness, productOf, useShop } from './shop-support';
import { linkAnother, OWNER, runLater } from './support';

const { bench, run, own, image, asked } = useShop();

const PLAIN = '5511900000007';
const noProduct = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `There is no product ${id} in the catalog of the linked number.`,
});

beforeEach(async () => void ((await own()).catalogue = []));

describe('product.getMany', () => {
	test('lists the own catalog, hidden products too, up to the limit', async () => {
		(await own()).catalogue = [productOf('1'), productOf('2', { hidden: true }), productOf('3')];
		expect(await run('product.getMany', { limit: 2 })).toEqual([
			{
				...{ id: '1', name: 'Bread 1', description: null, price: 12.5, currency: 'BRL' },
				...{ salePrice: null, saleStartsAt: null, saleEndsAt: null, retailerId: null },
				...{ url: null, hidden: false, availability: 'in stock', reviewStatus: 'approved' },
				imageUrls: [bench.simulator.media.urlOf(`/products/${OWNER}/1`)],
			},
			expect.objectContaining({ id: '2', hidden: true }),
		]);
	});

	test('goes on to the next pages', async () => {
		(await own()).catalogue = Array.from({ length: 203 }, (_, i) => productOf(String(i)));
		const before = asked('product_catalog');
		expect(await run('product.getMany', { limit: 1_000 })).toHaveLength(203);
		expect(asked('product_catalog')).toBe(before + 3);
	});

	test('lists the catalog of another business, but for what it hides', async () => {
		bench.bob.catalogue = [productOf('1', { hidden: true }), productOf('2', { salePrice: 9_990 })];
		expect(
			await run('product.getMany', { limit: 10, business: '+55 11 90000-0002' }),
		).toMatchObject([{ id: '2', price: 12.5, salePrice: 9.99 }]);
	});

	test('says that somebody has no catalog, and that somebody is not there', async () => {
		await bench.simulator.contact(PLAIN);
		const limit = 10;
		await expect(run('product.getMany', { limit, business: PLAIN })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `There is no catalog of +${PLAIN}.`,
		});
		await expect(run('product.getMany', { limit, business: 'Ana' })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
		});
	});

	test('says where WhatsApp has no catalogs', async () => {
		bench.simulator.faults.refuseQueries('get w:biz:catalog product_catalog', 451);
		await expect(run('product.getMany', { limit: 1 })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'WhatsApp has no catalogs in the country of this number.',
		});
	});
});

describe('product.get', () => {
	test('asks for one product', async () => {
		(await own()).catalogue = [productOf('1'), productOf('2')];
		const pages = asked('product_catalog');
		expect(await run('product.get', { productId: ' 2 ' })).toMatchObject({ id: '2' });
		expect(asked('product_catalog')).toBe(pages);
	});

	test.each([
		['99', noProduct('99')],
		['', { code: 'INVALID_CONTENT', message: 'No product is given.' }],
	])('finds no product %p', async (productId, error) => {
		await expect(run('product.get', { productId })).rejects.toMatchObject(error);
	});
});

describe('product.create', () => {
	test('puts a product on offer, with its images as they are', async () => {
		const [first, second] = [png(), png()];
		const created = await run('product.create', {
			...{ name: ' Rye bread ', description: 'Baked today', price: '12,50', salePrice: '9.99' },
			...{ currency: 'brl', retailerId: 'SKU-1', url: 'https://example.com/rye', hidden: true },
			mediaIds: [await image(first), await image(second)],
		});
		const [product] = (await own()).catalogue;
		expect(product).toMatchObject({
			...{ id: created.id, name: 'Rye bread', description: 'Baked today', price: 12_500 },
			...{ salePrice: 9_990, currency: 'BRL', retailerId: 'SKU-1', hidden: true },
			...{ url: 'https://example.com/rye', image: first },
		});
		expect(created).toMatchObject({ price: 12.5, salePrice: 9.99, imageUrls: product?.imageUrls });
		const at = new URL(product?.imageUrls[1] ?? '').pathname;
		expect(at).toMatch(/^\/product\/image\//);
		expect(bench.simulator.media.load(at)).toEqual(second);
	});

	test('needs no price', async () => {
		const created = await run('product.create', { name: 'Advice', mediaIds: [await image()] });
		expect(created).toMatchObject({ name: 'Advice', price: null, currency: null, hidden: false });
	});

	test.each<[string, object]>([
		['The name of the product is empty.', { name: ' ' }],
		['The name of the product has 151 characters.', { name: 'x'.repeat(151) }],
		['The description has 5001 characters.', { description: 'x'.repeat(5_001) }],
		['"XYZ" is not a currency.', { price: '1', currency: 'XYZ' }],
		['The product has a price, but no currency.', { price: '1' }],
		[
			'The product has no price that the sale price or the currency could belong to.',
			{ currency: 'BRL', salePrice: '1' },
		],
		['The price is "cheap", which is not an amount.', { price: 'cheap', currency: 'BRL' }],
		[
			'The sale price is not lower than the price.',
			{ price: '1', salePrice: '1', currency: 'BRL' },
		],
		['"example.com" is not a web address.', { url: 'example.com' }],
	])('is refused before anything is uploaded: %s', async (message, wrong) => {
		const before = bench.simulator.media.uploads.length;
		const input = { name: 'Bread', mediaIds: [await image()], ...wrong };
		await expect(run('product.create', input)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message,
		});
		expect(bench.simulator.media.uploads).toHaveLength(before);
		// The image is gone, too.
		await expect(run('product.create', { ...input, ...RIGHT })).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
		});
	});
	const RIGHT = {
		...{ name: 'Bread', description: '', price: undefined, salePrice: undefined },
		...{ currency: undefined, url: undefined },
	};

	test.each([
		[0, 'The product has no image, and WhatsApp wants one.'],
		[11, 'The product has 11 images; WhatsApp takes up to 10.'],
	])('takes no %d images', async (count, message) => {
		const mediaIds = Array.from({ length: count }, (_, i) => `image-${i}`);
		await expect(run('product.create', { name: 'Bread', mediaIds })).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message,
		});
	});

	test('says that WhatsApp does not take the image, or the product', async () => {
		bench.simulator.faults.failMediaUpload(500, 2);
		await expect(
			run('product.create', { name: 'Bread', mediaIds: [await image()] }),
		).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
		bench.simulator.faults.clear();
		bench.simulator.faults.refuseQueries('set w:biz:catalog product_catalog_add', 406);
		await expect(
			run('product.create', { name: 'Bread', mediaIds: [await image()] }),
		).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not accept the product. Nothing was changed.',
		});
		expect((await own()).catalogue).toEqual([]);
	});

	test('may have been done where no answer came', async () => {
		bench.simulator.faults.swallowAnswers('set w:biz:catalog product_catalog_add');
		const before = asked('product_catalog_add');
		const waiting = bench.clock.timerOf(25_000);
		const failed = expect(
			run('product.create', { name: 'Bread', mediaIds: [await image()] }),
		).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		await bench.simulator.traffic.waitFor(() => asked('product_catalog_add') === before + 1);
		await waiting;
		bench.clock.skip(25_000);
		await failed;
	});
});

describe('product.update', () => {
	const full = {
		...{ description: 'Rye', retailerId: 'SKU-1', url: 'https://example.com', hidden: true },
		salePrice: 9_990,
	};

	test('changes what is given, and leaves the rest as it is', async () => {
		(await own()).catalogue = [productOf('1', full)];
		const [{ imageUrls } = {}] = (await own()).catalogue;
		const updated = await run('product.update', { productId: '1', name: 'Rye bread' });
		expect(updated).toMatchObject({ id: '1', name: 'Rye bread', price: 12.5, salePrice: 9.99 });
		expect((await own()).catalogue).toMatchObject([
			{ ...productOf('1', full), image: expect.any(Buffer), name: 'Rye bread', imageUrls },
		]);
	});

	test('takes new images, ends a sale, and removes texts', async () => {
		(await own()).catalogue = [productOf('1', full)];
		const content = png();
		await run('product.update', {
			...{ productId: '1', price: '20', salePrice: '0', description: '', hidden: false },
			mediaIds: [await image(content)],
		});
		expect((await own()).catalogue).toMatchObject([
			{
				...{ id: '1', price: 20_000, salePrice: undefined, description: undefined },
				...{ hidden: false, image: content, url: 'https://example.com' },
			},
		]);
	});

	test.each<[string, object, object]>([
		['a product that is not there', { productId: '99', name: 'X' }, noProduct('99')],
		[
			'nothing',
			{ productId: '1' },
			{ code: 'INVALID_CONTENT', message: 'Nothing is to be changed of the product.' },
		],
		[
			'a price in the wrong currency',
			{ productId: '1', price: '12,555' },
			{ code: 'INVALID_CONTENT', message: expect.stringContaining('may be read as') },
		],
		[
			'a sale price above the price that it has',
			{ productId: '1', salePrice: '13' },
			{ code: 'INVALID_CONTENT', message: 'The sale price is not lower than the price.' },
		],
		[
			'11 images',
			{ productId: '1', mediaIds: Array.from({ length: 11 }, String) },
			{ message: 'The product has 11 images; WhatsApp takes up to 10.' },
		],
	])('does not change %s', async (_what, input, error) => {
		(await own()).catalogue = [productOf('1')];
		const before = asked('product_catalog_edit');
		await expect(run('product.update', input as { productId: string })).rejects.toMatchObject(
			error,
		);
		expect(asked('product_catalog_edit')).toBe(before);
	});
});

describe('product.delete and product.setVisibility', () => {
	test('take a product off the catalog, for others or for good', async () => {
		(await own()).catalogue = [productOf('1'), productOf('2')];
		expect(await run('product.setVisibility', { productId: '1', hidden: true })).toEqual({
			...{ id: '1', hidden: true },
		});
		expect((await own()).catalogue).toMatchObject([{ id: '1', hidden: true }, { id: '2' }]);
		await run('product.setVisibility', { productId: '1', hidden: false });
		expect((await own()).catalogue).toMatchObject([{ id: '1', hidden: false }, { id: '2' }]);
		expect(await run('product.delete', { productId: '2' })).toEqual({ id: '2', deleted: true });
		expect((await own()).catalogue).toMatchObject([{ id: '1' }]);
	});

	test('say that there is no such product', async () => {
		await expect(run('product.delete', { productId: '99' })).rejects.toMatchObject(noProduct('99'));
		await expect(
			run('product.setVisibility', { productId: '99', hidden: true }),
		).rejects.toMatchObject(noProduct('99'));
	});

	test('say that WhatsApp does not let the number change its catalog', async () => {
		bench.simulator.faults.refuseQueries('set w:biz:catalog product_catalog_delete', 403);
		await expect(run('product.delete', { productId: '1' })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'WhatsApp does not let the linked number change its catalog.',
		});
	});
});

test('a number with plain WhatsApp has no catalog, and reads those of others', async () => {
	const plain = await linkAnother(bench, '5511900000008');
	const needs = needsBusiness('Products');
	await expect(runLater(plain, 'product.getMany', { limit: 1 })).rejects.toMatchObject(needs);
	await expect(runLater(plain, 'product.get', { productId: '1' })).rejects.toMatchObject(needs);
	const create = { name: 'Bread', mediaIds: ['a'] };
	await expect(runLater(plain, 'product.create', create)).rejects.toMatchObject(needs);
	const update = { productId: '1', name: 'Bread' };
	await expect(runLater(plain, 'product.update', update)).rejects.toMatchObject(needs);
	await expect(runLater(plain, 'product.delete', { productId: '1' })).rejects.toMatchObject(needs);
	const hide = { productId: '1', hidden: true };
	await expect(runLater(plain, 'product.setVisibility', hide)).rejects.toMatchObject(needs);
	bench.bob.catalogue = [productOf('1')];
	const theirs = { productId: '1', business: BOB };
	expect(await runLater(plain, 'product.get', theirs)).toMatchObject({ id: '1' });
});
