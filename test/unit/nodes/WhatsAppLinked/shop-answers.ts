import type { CatalogProduct } from '../../../../engine/gateway/contract';
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

/** What the engine answers about what is sold: as little as there can be, or all there can be. */
export function shopAnswers(isAll: boolean) {
	const product = isAll ? mostProduct : leastProduct;
	const { id } = product;
	return {
		'product.getMany': () => [product],
		'product.get': () => product,
		'product.create': () => product,
		'product.update': () => product,
		'product.delete': () => ({ id, deleted: true }),
		'product.setVisibility': ({ hidden }) => ({ id, hidden }),
	} satisfies Parameters<typeof gatewayDouble>[0];
}

/** What a user must fill in. */
export const SHOP = {
	productId: '5327486330123456',
	imagesDefine: 'json',
	imagesJson: [{ base64: 'iVBORw0KGgo=' }],
};
