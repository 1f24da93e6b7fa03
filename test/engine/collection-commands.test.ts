import { BOB, needsBusiness, productOf, useShop } from './shop-support';
import { linkAnother, runLater } from './support';

const { bench, run, own } = useShop();

const noCollection = (id: string, name = 'the linked number') => ({
	code: 'NOT_ALLOWED',
	message: `There is no collection ${id} in the catalog of ${name}.`,
});
const shown = async () => (await own()).collections;

beforeEach(async () => {
	(await own()).catalogue = ['1', '2', '3'].map((id) => productOf(id));
});

describe('a collection', () => {
	test('is created, renamed, gets and loses products, and is deleted', async () => {
		const created = await run('collection.create', { name: ' Bread ', products: ['1', ' 2', '1'] });
		expect(created).toMatchObject({ name: 'Bread', reviewStatus: 'approved', rejectReason: null });
		expect(await shown()).toEqual([{ id: created.id, name: 'Bread', productIds: ['1', '2'] }]);

		const renamed = await run('collection.rename', { collectionId: created.id, name: 'Cake' });
		const [{ id } = { id: '' }] = await shown();
		expect(renamed).toEqual({
			...{ id, previousId: created.id, name: 'Cake', reviewStatus: 'approved' },
		});
		expect(id).not.toBe(created.id);

		const more = { collectionId: renamed.id, products: ['3'] };
		const added = await run('collection.addProducts', more);
		expect(added).toMatchObject({ previousId: renamed.id, added: ['3'] });
		const removed = await run('collection.removeProducts', {
			...{ collectionId: added.id, products: ['1', '2'] },
		});
		expect(removed).toMatchObject({ previousId: added.id, removed: ['1', '2'] });
		expect(await shown()).toEqual([{ id: removed.id, name: 'Cake', productIds: ['3'] }]);

		expect(
			await run('collection.getProducts', { collectionId: removed.id, limit: 5 }),
		).toMatchObject([{ id: '3', price: 12.5 }]);
		expect(await run('collection.delete', { collectionId: removed.id })).toEqual({
			...{ id: removed.id, deleted: true },
		});
		expect(await shown()).toEqual([]);
	});

	test('is called by the ID that it has now', async () => {
		const { id } = await run('collection.create', { name: 'Bread', products: ['1'] });
		await run('collection.rename', { collectionId: id, name: 'Cake' });
		const old = { collectionId: id };
		const error = noCollection(id);
		await expect(run('collection.rename', { ...old, name: 'X' })).rejects.toMatchObject(error);
		const more = { ...old, products: ['2'] };
		await expect(run('collection.addProducts', more)).rejects.toMatchObject(error);
		await expect(run('collection.removeProducts', more)).rejects.toMatchObject(error);
		await expect(run('collection.delete', old)).rejects.toMatchObject(error);
		await expect(run('collection.getProducts', { ...old, limit: 1 })).rejects.toMatchObject(error);
	});

	test.each([
		['that is there already', ['1']],
		['of a product that is not there', ['99']],
	])('%s WhatsApp does not accept', async (_what, products) => {
		await run('collection.create', { name: 'Bread', products: ['1'] });
		await expect(run('collection.create', { name: 'More', products })).rejects.toMatchObject({
			code: 'REJECTED',
			message: 'WhatsApp did not accept the collection. Nothing was changed.',
		});
		expect(await shown()).toHaveLength(1);
	});

	test('keeps one product at least', async () => {
		const { id } = await run('collection.create', { name: 'Bread', products: ['1'] });
		const all = { collectionId: id, products: ['1'] };
		await expect(run('collection.removeProducts', all)).rejects.toMatchObject({
			code: 'REJECTED',
		});
	});

	test.each<[string, () => Promise<unknown>]>([
		[
			'The name of the collection is empty.',
			() => run('collection.create', { name: ' ', products: ['1'] }),
		],
		[
			'The name of the collection is empty.',
			() => run('collection.rename', { collectionId: '1', name: '' }),
		],
		['No products are given.', () => run('collection.create', { name: 'X', products: [' '] })],
		[
			'No products are given.',
			() => run('collection.addProducts', { collectionId: '1', products: [] }),
		],
		['No collection is given.', () => run('collection.delete', { collectionId: ' ' })],
	])('is refused before WhatsApp is asked: %s', async (message, work) => {
		await expect(work()).rejects.toMatchObject({ code: 'INVALID_CONTENT', message });
	});
});

describe('collections', () => {
	test('are listed page by page, those of other businesses, too', async () => {
		bench.bob.catalogue = Array.from({ length: 60 }, (_, i) => productOf(String(i)));
		bench.bob.collections = Array.from({ length: 60 }, (_, i) => ({
			...{ id: `c${i}`, name: `Shelf ${i}`, productIds: [String(i)] },
		}));
		const all = await run('collection.getMany', { limit: 1_000, business: BOB });
		expect(all).toHaveLength(60);
		expect(all[59]).toEqual({
			...{ id: 'c59', name: 'Shelf 59', reviewStatus: 'approved', rejectReason: null },
		});
		expect(await run('collection.getMany', { limit: 2, business: BOB })).toHaveLength(2);
		const theirs = { collectionId: 'c7', limit: 5, business: BOB };
		expect(await run('collection.getProducts', theirs)).toMatchObject([{ id: '7' }]);
		await expect(
			run('collection.getProducts', { ...theirs, collectionId: 'c99' }),
		).rejects.toMatchObject(noCollection('c99', `+${BOB}`));
	});

	test('need WhatsApp Business, where they are not those of others', async () => {
		const plain = await linkAnother(bench, '5511900000008');
		const needs = needsBusiness('Collections');
		await expect(runLater(plain, 'collection.getMany', { limit: 1 })).rejects.toMatchObject(needs);
		const create = { name: 'Bread', products: ['1'] };
		await expect(runLater(plain, 'collection.create', create)).rejects.toMatchObject(needs);
		const change = { collectionId: '1', products: ['1'] };
		await expect(runLater(plain, 'collection.addProducts', change)).rejects.toMatchObject(needs);
		await expect(runLater(plain, 'collection.delete', change)).rejects.toMatchObject(needs);
	});
});
