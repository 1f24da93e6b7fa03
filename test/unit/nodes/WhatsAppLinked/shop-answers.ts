import type { Cart, CatalogCollection, CatalogProduct } from '../../../../engine/gateway/contract';
import type { gatewayDouble } from '../doubles';

const AT = '2026-01-01T00:00:01.000Z';

const leastProduct: CatalogProduct = {
	...{ id: '5327486330123456', name: 'Rye bread', description: null, price: null },
	...{ salePrice: null, saleStartsAt: null, saleEndsAt: null, currency: null },
	...{ retailerId: null, url: null, hidden: false, availability: null, reviewStatus: null },
	imageUrls: [],
};
const mostProduct: CatalogProduct = {
	...{ ...leastProduct, description: 'Baked today', price: 12.5, salePrice: 9.9 },
	...{ saleStartsAt: AT, saleEndsAt: AT, currency: 'BRL', retailerId: 'SKU-1234' },
	...{ url: 'https://example.com/rye-bread', availability: 'in stock', reviewStatus: 'approved' },
	imageUrls: ['https://media.fgru1-1.fna.whatsapp.net/v/1.jpg'],
};

const leastCollection: CatalogCollection = {
	...{ id: '4123456789012345', name: 'Bread', reviewStatus: null, rejectReason: null },
};
const mostCollection = { ...leastCollection, reviewStatus: 'rejected', rejectReason: 'POLICY' };

const leastCart: Cart = {
	...{ orderId: '422508169684569', createdAt: null, currency: null, total: null },
	...{ subTotal: null, products: [] },
};
const mostCart: Cart = {
	...{ ...leastCart, createdAt: AT, currency: 'BRL', total: 25, subTotal: 25 },
	products: [
		{ productId: '1', name: 'A', quantity: 1, price: null, currency: null, imageUrl: null },
		{ productId: '2', name: 'B', quantity: 2, price: 12.5, currency: 'BRL', imageUrl: 'https://…' },
	],
};

/** What the engine answers about what is sold: as little as there can be, or all there can be. */
export function shopAnswers(isAll: boolean) {
	const product = isAll ? mostProduct : leastProduct;
	const { id } = product;
	const collection = isAll ? mostCollection : leastCollection;
	const { name, reviewStatus } = collection;
	const changed = { id: collection.id, previousId: '4123456789012344', reviewStatus };
	return {
		'product.getMany': () => [product],
		'product.get': () => product,
		'product.create': () => product,
		'product.update': () => product,
		'product.delete': () => ({ id, deleted: true }),
		'product.setVisibility': ({ hidden }) => ({ id, hidden }),
		'collection.getMany': () => [collection],
		'collection.getProducts': () => [product],
		'collection.create': () => collection,
		'collection.rename': () => ({ ...changed, name }),
		'collection.addProducts': () => ({ ...changed, added: [id] }),
		'collection.removeProducts': () => ({ ...changed, removed: [id] }),
		'order.getCart': () => (isAll ? mostCart : leastCart),
		'collection.delete': () => ({ id: collection.id, deleted: true }),
	} satisfies Parameters<typeof gatewayDouble>[0];
}

/** What a user must fill in. */
export const SHOP = {
	productId: '5327486330123456',
	products: '5327486330123456',
	orderId: '422508169684569',
	token: 'AR5d==',
	currency: 'BRL',
	itemsDefine: 'json',
	itemsJson: [{ name: 'Rye bread', price: '12.50', quantity: 2 }],
	collectionId: '4123456789012345',
	imagesDefine: 'json',
	imagesJson: [{ base64: 'iVBORw0KGgo=' }],
};
