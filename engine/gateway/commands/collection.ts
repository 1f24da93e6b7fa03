import { mutation, query } from './command';
import type { CatalogProduct } from './product';

/** Products that a business shows together in its catalog. */
export interface CatalogCollection {
	/** WhatsApp gives it another one with each change. */
	id: string;
	name: string;
	/** What WhatsApp's review says: `approved`, `pending`, `rejected` and the like. */
	reviewStatus: string | null;
	/** Why it was rejected, in WhatsApp's words. */
	rejectReason: string | null;
}

/** What became of a collection: it has another ID from then on. */
export interface ChangedCollection {
	id: string;
	previousId: string;
	reviewStatus: string | null;
}

/**
 * They need the connection. Without `business` (a phone number) they are about the linked number's own catalog, which needs
 * WhatsApp Business, as all changes do; `products` are IDs. None of the changes can be done again: the ID is another one then. Errors:
 * DISCONNECTED, RATE_LIMITED, NOT_ALLOWED where there is no such catalog or collection, INVALID_CONTENT, REJECTED.
 */
export const collectionCommands = {
	'collection.getMany': query<{ limit: number; business?: string }, CatalogCollection[]>(),
	'collection.getProducts': query<
		{ collectionId: string; limit: number; business?: string },
		CatalogProduct[]
	>(),
	'collection.create': mutation<{ name: string; products: string[] }, CatalogCollection>(),
	'collection.rename': mutation<
		{ collectionId: string; name: string },
		ChangedCollection & { name: string }
	>(),
	'collection.addProducts': mutation<
		{ collectionId: string; products: string[] },
		ChangedCollection & { added: string[] }
	>(),
	'collection.removeProducts': mutation<
		{ collectionId: string; products: string[] },
		ChangedCollection & { removed: string[] }
	>(),
	'collection.delete': mutation<{ collectionId: string }, { id: string; deleted: true }>(),
};
