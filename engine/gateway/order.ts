/** Orders, as a business sends them to a customer. */

/** In the words of WhatsApp's apps, from first to last. */
export const ORDER_STATUSES = [
	'pending',
	'processing',
	'preparingToShip',
	'partiallyShipped',
	'shipped',
	'delivered',
	'completed',
	'canceled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PAYMENT_STATUSES = ['pending', 'paid'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export interface OrderItem {
	name: string;
	/** Of one of them, as people write it: 12.50 or 12,50. */
	price: string;
	/** A whole number, 1 or more. */
	quantity: number;
	/** Where it is in the catalog. */
	productId?: string;
}

/** What a customer has put into the cart of a catalog. Amounts are in the currency: 12.5. */
export interface Cart {
	orderId: string;
	createdAt: string | null;
	currency: string | null;
	total: number | null;
	subTotal: number | null;
	products: CartProduct[];
}

export interface CartProduct {
	productId: string;
	name: string;
	quantity: number;
	/** Of one of them. */
	price: number | null;
	currency: string | null;
	/** It stops working after some days. */
	imageUrl: string | null;
}
