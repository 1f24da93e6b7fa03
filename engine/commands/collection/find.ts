import type { Account } from '../../account/account';
import {
	EngineError,
	type CatalogCollection,
	type CatalogProduct,
	type Commands,
} from '../../gateway/contract';
import { callOf, online } from '../online';
import { toProduct } from '../product/find';
import { ownerOf } from '../product/owner';
import { refusedCatalog } from '../product/refusals';
import { noCollection } from './refusals';

export const WHAT = 'Collections';

export async function getMany(
	account: Account,
	{ limit, business }: Commands['collection.getMany']['input'],
): Promise<CatalogCollection[]> {
	const owner = await ownerOf(account, WHAT, business);
	const call = callOf('collection.getMany', {
		gapMs: 1_000,
		refusal: (code) => refusedCatalog(owner, code),
	});
	return await online(account, call, ({ collections }) => collections.list(owner.jid, limit));
}

export async function getProducts(
	account: Account,
	{ collectionId, limit, business }: Commands['collection.getProducts']['input'],
): Promise<CatalogProduct[]> {
	const id = idOf(collectionId);
	const owner = await ownerOf(account, WHAT, business);
	const call = callOf('collection.getProducts', {
		gapMs: 1_000,
		refusal: (code) => (code === 404 ? noCollection(id, owner) : refusedCatalog(owner, code)),
	});
	const found = await online(account, call, ({ collections }) =>
		collections.products(owner.jid, id, limit),
	);
	return found.map(toProduct);
}

/** Error: INVALID_CONTENT where there is none. */
export function idOf(given: string): string {
	const id = given.trim();
	if (id) return id;
	throw new EngineError(
		'INVALID_CONTENT',
		'No collection is given.',
		'Fill in Collection ID. Collection > Get Many puts it out as id.',
	);
}
