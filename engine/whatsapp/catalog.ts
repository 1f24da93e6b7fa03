import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	getBinaryNodeChildString,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import type { Product } from '../content/outgoing/index';
import { phoneOf } from '../content/jid';
import { EngineError } from '../gateway/contract';
import { askCatalog, IMAGE_SIZE, textNode, type CatalogSocket } from './catalog-query';
import { readProduct, writeProduct, type ProductDraft, type ProductFacts } from './product-node';
import { refusalCode } from './query-errors';

/** Products that are asked for at a time. */
const PAGE = 100;
/** So many pages are read at most: whoever sells more has to ask for single products. */
const MAX_PAGES = 50;
const NOT_FOUND = 404;

/** What businesses sell. Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`; `owner` is a JID. */
export interface Catalogs {
	/** A product for its card in a message. Error: INVALID_CONTENT where there is none. */
	product(owner: string, productId: string): Promise<Product>;
	/** As many as there are, up to `limit`. */
	products(owner: string, limit: number): Promise<ProductFacts[]>;
	/** Undefined where there is no such product. */
	find(owner: string, productId: string): Promise<ProductFacts | undefined>;
	create(product: ProductDraft): Promise<ProductFacts>;
	/** Says the whole product anew. */
	edit(productId: string, product: ProductDraft): Promise<ProductFacts>;
	/** Whether there was one. */
	delete(productId: string): Promise<boolean>;
	setHidden(productId: string, hidden: boolean): Promise<void>;
}

/** Questions of our own, not Baileys': its answers leave out what is in `readProduct`. */
export function createCatalogs(sock: CatalogSocket): Catalogs {
	const find: Catalogs['find'] = (owner, productId) => findProduct(sock, owner, productId);

	async function change(tag: string, product: BinaryNode): Promise<ProductFacts> {
		const asked = { tag, attrs: { v: '1' }, content: [product, ...IMAGE_SIZE] };
		const answer = await askCatalog(sock, 'set', asked);
		const changed = readProduct(getBinaryNodeChild(getBinaryNodeChild(answer, tag), 'product'));
		if (!changed) throw new Error('WhatsApp does not say what became of the product');
		return changed;
	}

	return {
		find,
		async product(owner, productId) {
			const found = await find(owner, productId);
			if (!found) throw noProduct(owner, productId);
			return forCard(found);
		},
		products: async (owner, limit) => await readPages(sock, owner, limit),
		create: (draft) => change('product_catalog_add', writeProduct(null, draft)),
		edit: (id, draft) => change('product_catalog_edit', writeProduct(id, draft)),
		async delete(productId) {
			const product = { tag: 'product', attrs: {}, content: [textNode('id', productId)] };
			const asked = { tag: 'product_catalog_delete', attrs: { v: '1' }, content: [product] };
			const answer = await askCatalog(sock, 'set', asked);
			const { deleted_count: count } = getBinaryNodeChild(answer, asked.tag)?.attrs ?? {};
			return Number(count) > 0;
		},
		/** WhatsApp Web's WAWebBizProductVisibilitySetJob. */
		async setHidden(productId, hidden) {
			const product = {
				tag: 'product',
				attrs: { is_hidden: String(hidden) },
				content: [textNode('id', productId)],
			};
			const asked = { tag: 'product_visibility_update', attrs: { v: '1' }, content: [product] };
			await askCatalog(sock, 'set', asked, 23);
		},
	};
}

/**
 * By WhatsApp Web's question for one product (WAWebQueryProductJob), which Baileys does not have. A server that does not know
 * it any more is asked for the catalog page by page.
 */
async function findProduct(
	sock: CatalogSocket,
	owner: string,
	productId: string,
): Promise<ProductFacts | undefined> {
	try {
		const answer = await askCatalog(sock, 'get', {
			tag: 'product',
			attrs: { jid: owner },
			content: [
				textNode('product_id', productId),
				...IMAGE_SIZE,
				textNode('fetch_compliance_info', 'true'),
			],
		});
		const catalog = getBinaryNodeChild(answer, 'product_catalog');
		return readProduct(getBinaryNodeChild(catalog, 'product'));
	} catch (error) {
		const code = refusalCode(error);
		if (code === NOT_FOUND) return undefined;
		if (!IS_UNKNOWN_QUESTION.has(code ?? 0)) throw error;
	}
	const all = await readPages(sock, owner, Infinity, (product) => product.id === productId);
	return all.find(({ id }) => id === productId);
}

const IS_UNKNOWN_QUESTION: ReadonlySet<number> = new Set([400, 405, 501]);

/** Page by page, until `limit` are there, or `isLast` says that it is enough. */
async function readPages(
	sock: CatalogSocket,
	owner: string,
	limit: number,
	isLast: (product: ProductFacts) => boolean = () => false,
): Promise<ProductFacts[]> {
	const found: ProductFacts[] = [];
	let after: string | undefined;
	for (let page = 0; page < MAX_PAGES && found.length < limit; page++) {
		const answer = await askCatalog(sock, 'get', {
			tag: 'product_catalog',
			attrs: { jid: owner, allow_shop_source: 'true' },
			content: [
				textNode('limit', Math.min(PAGE, limit - found.length)),
				...IMAGE_SIZE,
				...(after ? [textNode('after', after)] : []),
			],
		});
		const catalog = getBinaryNodeChild(answer, 'product_catalog');
		const products = productsIn(catalog);
		found.push(...products);
		after = nextPage(catalog);
		if (!after || products.some(isLast)) break;
	}
	return found.slice(0, limit);
}

export function productsIn(node: BinaryNode | undefined): ProductFacts[] {
	return getBinaryNodeChildren(node, 'product').flatMap((product) => readProduct(product) ?? []);
}

/** Where the next page begins; undefined on the last one. */
export function nextPage(node: BinaryNode | undefined): string | undefined {
	return getBinaryNodeChildString(getBinaryNodeChild(node, 'paging'), 'after') || undefined;
}

function noProduct(owner: string, productId: string): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		`There is no product ${productId} in the catalog of +${phoneOf(owner)}, or it has no catalog.`,
		'Check the ID of the product, and that the number is that of a business with a catalog in WhatsApp Business.',
	);
}

function forCard(product: ProductFacts): Product {
	const { name, description, currency, price, retailerId, url, imageUrls } = product;
	return {
		...{ name, description, currency: currency ?? '', price: price ?? 0, retailerId, url },
		imageUrl: imageUrls[0] ?? null,
	};
}
