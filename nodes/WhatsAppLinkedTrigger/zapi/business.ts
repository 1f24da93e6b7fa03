import type {
	CartProduct,
	IncomingOrderDetails,
	MessageBody,
} from '../../../engine/gateway/contract';
import { personOf, thousandths } from './address';

/** What businesses sell. */

export function pix({ pix: asked }: MessageBody): object | undefined {
	return (
		asked && {
			currency: asked.currency,
			referenceId: asked.referenceId,
			key: asked.key,
			keyType: asked.keyType,
			merchantName: asked.merchantName,
		}
	);
}

export function product({ product: card }: MessageBody): object | undefined {
	return (
		card && {
			productImage: null,
			businessOwnerJid: personOf(card.business),
			currencyCode: card.currency,
			productId: card.productId,
			description: card.description ?? '',
			productImageCount: card.imageCount,
			price: card.price,
			url: card.url ?? '',
			retailerId: card.retailerId ?? '',
			firstImageId: card.firstImageId ?? '',
			title: card.title ?? '',
		}
	);
}

/** Z-API has the amounts of a cart as WhatsApp counts them: whole thousandths. */
export function order({ order: cart, text }: MessageBody): object | undefined {
	const total = thousandths(cart?.total);
	return (
		cart && {
			itemCount: cart.itemCount,
			orderId: cart.orderId,
			message: text ?? '',
			orderTitle: cart.title,
			sellerJid: personOf(cart.seller),
			thumbnailUrl: null,
			token: cart.token,
			currency: cart.currency,
			total,
			subTotal: total,
			products: cart.products?.map(cartProduct) ?? [],
		}
	);
}

/** WhatsApp does not tell the retailer ID of a product in a cart. */
function cartProduct({ quantity, name, productId, price, currency }: CartProduct): object {
	return {
		quantity,
		name,
		productId,
		retailerId: '',
		price: thousandths(price),
		currencyCode: currency,
	};
}

export function orderDetails(details: IncomingOrderDetails | undefined): object | undefined {
	return (
		details && {
			currency: details.currency,
			referenceId: details.referenceId,
			orderRequestId: details.orderRequestId,
			orderStatus: details.orderStatus,
			paymentStatus: details.paymentStatus,
			total: details.total,
			subTotal: details.subTotal,
			discount: details.discount,
			shipping: details.shipping,
			tax: details.tax,
			products: details.products.map(({ name, quantity, isCustomItem, productId, price }) => ({
				name,
				quantity,
				isCustomItem,
				productId,
				value: price,
			})),
		}
	);
}
