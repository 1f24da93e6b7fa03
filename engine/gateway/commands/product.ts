import { idempotent, mutation, query } from './command';

/** WhatsApp takes no more for a product. */
export const MAX_PRODUCT_IMAGES = 10;

/** Something that a business offers in its catalog. */
export interface CatalogProduct {
	id: string;
	name: string;
	description: string | null;
	/** In the currency: 12.5. Null where none is told. */
	price: number | null;
	salePrice: number | null;
	/** Within which times the sale price holds; null: always. */
	saleStartsAt: string | null;
	saleEndsAt: string | null;
	/** ISO 4217. */
	currency: string | null;
	/** The business's own ID for it. */
	retailerId: string | null;
	/** Its page on the web. */
	url: string | null;
	/** Only the business itself sees it. */
	hidden: boolean;
	/** WhatsApp's words: `in stock`, `out of stock`. */
	availability: string | null;
	/** What WhatsApp's review says: `approved`, `pending`, `rejected` and the like. */
	reviewStatus: string | null;
	/** They stop working after some days. */
	imageUrls: string[];
}

/** What a product of our own says. Amounts are as people write them: 12.50 or 12,50. */
export interface ProductChanges {
	name?: string;
	description?: string;
	price?: string;
	/** What it costs for now; 0: there is no sale. */
	salePrice?: string;
	/** ISO 4217. A price needs one. */
	currency?: string;
	retailerId?: string;
	url?: string;
	hidden?: boolean;
	/** Images that were taken in: all it has from then on. */
	mediaIds?: string[];
}

/**
 * They need the connection. Without `business` (a phone number) they are about the linked number's own catalog, which needs
 * WhatsApp Business, as all changes do. Errors: DISCONNECTED, RATE_LIMITED, NOT_ALLOWED where there is no such catalog or product,
 * INVALID_CONTENT, REJECTED.
 */
export const productCommands = {
	'product.getMany': query<{ limit: number; business?: string }, CatalogProduct[]>(),
	'product.get': query<{ productId: string; business?: string }, CatalogProduct>(),
	/** `mediaIds`: 1 to `MAX_PRODUCT_IMAGES`. Errors of files besides: MEDIA_UNREACHABLE. */
	'product.create': mutation<
		ProductChanges & { name: string; mediaIds: string[] },
		CatalogProduct
	>(),
	/** What is not given stays as it is. */
	'product.update': idempotent<ProductChanges & { productId: string }, CatalogProduct>(),
	'product.delete': mutation<{ productId: string }, { id: string; deleted: true }>(),
	'product.setVisibility': idempotent<
		{ productId: string; hidden: boolean },
		{ id: string; hidden: boolean }
	>(),
};
