import type { IncomingOrderDetails, MessageBody } from '../../../engine/gateway/contract';
import { personOf } from './address';

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

/** Which products it holds WhatsApp tells only to those who ask. */
export function order({ order: cart, text }: MessageBody): object | undefined {
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
			total: cart.total,
			subTotal: cart.total,
			products: [],
		}
	);
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
