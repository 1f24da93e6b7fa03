import type { WASocket } from '@whiskeysockets/baileys';
import type { Product } from '../content/outgoing/index';
import { phoneOf } from '../content/jid';
import { EngineError } from '../gateway/contract';
import { detectTimeout } from './query-errors';

const PAGE = 100;
/** A product that is further down is not found. */
const MAX_PAGES = 20;
const NOT_FOUND = 404;

type CatalogSocket = Pick<WASocket, 'getCatalog'>;

export interface Catalogs {
	/** A product in the catalog of a business. Error: INVALID_CONTENT when there is none. */
	product(business: string, productId: string): Promise<Product>;
}

export function createCatalogs(sock: CatalogSocket, now: () => number): Catalogs {
	return {
		product: (business, productId) =>
			detectTimeout(now, () => findProduct(sock, business, productId)),
	};
}

/** Looks a product up in the catalog of a business, page by page. */
export async function findProduct(
	sock: CatalogSocket,
	business: string,
	productId: string,
): Promise<Product> {
	let cursor: string | undefined;
	for (let page = 0; page < MAX_PAGES; page++) {
		const { products, nextPageCursor } = await pageOf(sock, business, cursor);
		const found = products.find(({ id }) => id === productId);
		if (found) return toProduct(found);
		if (!nextPageCursor) break;
		cursor = nextPageCursor;
	}
	throw new EngineError(
		'INVALID_CONTENT',
		`There is no product ${productId} in the catalog of +${phoneOf(business)}.`,
		'Check the ID of the product in the catalog.',
	);
}

type Page = Awaited<ReturnType<CatalogSocket['getCatalog']>>;

async function pageOf(sock: CatalogSocket, business: string, cursor?: string): Promise<Page> {
	try {
		return await sock.getCatalog({ jid: business, limit: PAGE, cursor });
	} catch (error) {
		// The number of a refusal is the `data` of Baileys' error (lib/WABinary/generic-utils.js, assertNodeErrorFree).
		if ((error as { data?: unknown }).data !== NOT_FOUND) throw error;
		throw new EngineError(
			'INVALID_CONTENT',
			`+${phoneOf(business)} has no catalog.`,
			'Use the number of a business that has a catalog in WhatsApp Business.',
		);
	}
}

function toProduct(product: Page['products'][number]): Product {
	const { name, description, currency, price, retailerId, url, imageUrls } = product;
	return {
		name,
		description: description || null,
		currency,
		price: Number.isFinite(price) ? price : 0,
		retailerId: retailerId ?? null,
		url: url ?? null,
		imageUrl: imageUrls.original ?? imageUrls.requested ?? null,
	};
}
