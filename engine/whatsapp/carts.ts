import { getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import type { Cart } from '../gateway/contract';
import { askCatalog, IMAGE_SIZE, textNode, type CatalogSocket } from './catalog-query';
import { numberIn, wordsIn } from './product-node';

/** A cart with its prices in thousandths, and its time in milliseconds since 1970. */
export interface CartFacts extends Omit<Cart, 'createdAt'> {
	createdAt: number | null;
}

/** Carts that customers have sent. */
export interface Carts {
	/** Rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
	get(orderId: string, token: string): Promise<CartFacts>;
}

/** Not Baileys' own getOrderDetails: it leaves out the time and the sum before tax, and makes NaN of a price that is not told. */
export function createCarts(sock: CatalogSocket): Carts {
	return {
		async get(orderId, token) {
			const asked = {
				tag: 'order',
				attrs: { op: 'get', id: orderId },
				content: [
					{ tag: 'image_dimensions', attrs: {}, content: [...IMAGE_SIZE] },
					textNode('token', token),
				],
			};
			const answer = await askCatalog(sock, 'get', asked, 5, 'fb:thrift_iq');
			const order = getBinaryNodeChild(answer, 'order');
			if (!order) throw new Error('WhatsApp does not say what is in the cart');
			const price = getBinaryNodeChild(order, 'price');
			return {
				orderId,
				createdAt: Number(order.attrs.creation_ts) * 1000 || null,
				currency: wordsIn(price, 'currency'),
				total: numberIn(price, 'total'),
				subTotal: numberIn(price, 'subtotal'),
				products: getBinaryNodeChildren(order, 'product').map((product) => ({
					productId: wordsIn(product, 'id') ?? '',
					name: wordsIn(product, 'name') ?? '',
					quantity: numberIn(product, 'quantity') ?? 0,
					price: numberIn(product, 'price'),
					currency: wordsIn(product, 'currency'),
					imageUrl: wordsIn(getBinaryNodeChild(product, 'image'), 'url'),
				})),
			};
		},
	};
}
