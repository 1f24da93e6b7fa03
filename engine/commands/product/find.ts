import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import { toAmount } from '../../content/money';
import { EngineError, type CatalogProduct, type Commands } from '../../gateway/contract';
import type { ProductFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { ownerOf, type Owner } from './owner';
import { noProduct, refusedCatalog } from './refusals';

export async function getMany(
	account: Account,
	{ limit, business }: Commands['product.getMany']['input'],
): Promise<CatalogProduct[]> {
	const owner = await ownerOf(account, 'Products', business);
	const call = callOf('product.getMany', {
		gapMs: 1_000,
		refusal: (code) => refusedCatalog(owner, code),
	});
	const found = await online(account, call, ({ catalogs }) => catalogs.products(owner.jid, limit));
	return found.map(toProduct);
}

export async function get(
	account: Account,
	{ productId, business }: Commands['product.get']['input'],
): Promise<CatalogProduct> {
	const id = idOf(productId);
	const owner = await ownerOf(account, 'Products', business);
	return toProduct(await findProduct(account, owner, id));
}

/** Error: NOT_ALLOWED where there is none. */
export async function findProduct(
	account: Account,
	owner: Owner,
	productId: string,
): Promise<ProductFacts> {
	const call = callOf('product.get', {
		gapMs: 300,
		refusal: (code) => refusedCatalog(owner, code),
	});
	const found = await online(account, call, ({ catalogs }) => catalogs.find(owner.jid, productId));
	if (!found) throw noProduct(productId, owner);
	return found;
}

/** Error: INVALID_CONTENT where there is none. */
export function idOf(given: string): string {
	const id = given.trim();
	if (id) return id;
	throw new EngineError(
		'INVALID_CONTENT',
		'No product is given.',
		'Fill in Product ID. Product > Get Many puts it out as id.',
	);
}

export function toProduct({ compliance: _, ...facts }: ProductFacts): CatalogProduct {
	return {
		...facts,
		price: toAmount(facts.price),
		salePrice: toAmount(facts.salePrice),
		saleStartsAt: toIso(facts.saleStartsAt),
		saleEndsAt: toIso(facts.saleEndsAt),
	};
}
