import type { proto } from '@whiskeysockets/baileys';
import type { IncomingPayment } from '../../gateway/contract';
import { contentOf, innermost } from '../wrappers';
import type { Read, ReadContext } from './reader';
import { amount, thousandths, timeOf, words } from './values';

/** Products, carts, and WhatsApp's own payments. */
export function product(body: proto.Message.IProductMessage, context: ReadContext): Read {
	const business = context.person(body.businessOwnerJid);
	const { product: card, catalog } = body;
	if (!card && catalog) {
		return {
			type: 'catalog',
			text: words(body.body),
			catalog: { title: words(catalog.title), description: words(catalog.description), business },
		};
	}
	return {
		type: 'product',
		text: words(body.body) ?? words(card?.title),
		product: {
			productId: card?.productId ?? '',
			title: words(card?.title),
			description: words(card?.description),
			currency: words(card?.currencyCode),
			price: thousandths(card?.priceAmount1000),
			salePrice: thousandths(card?.salePriceAmount1000),
			url: words(card?.url),
			retailerId: words(card?.retailerId),
			firstImageId: words(card?.firstImageId),
			imageCount: card?.productImageCount ?? 0,
			business,
		},
	};
}

export function order(body: proto.Message.IOrderMessage, context: ReadContext): Read {
	return {
		type: 'order',
		text: words(body.message),
		order: {
			orderId: body.orderId ?? '',
			token: body.token ?? '',
			title: words(body.orderTitle),
			itemCount: body.itemCount ?? 0,
			currency: words(body.totalCurrencyCode),
			total: thousandths(body.totalAmount1000),
			seller: context.person(body.sellerJid),
		},
	};
}

export function paymentRequest(
	body: proto.Message.IRequestPaymentMessage,
	context: ReadContext,
): Read {
	return payment('request', body.noteMessage, {
		...requested(body),
		expiresAt: timeOf(body.expiryTimestamp),
		requestFrom: context.person(body.requestFrom),
	});
}

function requested({
	amount: money,
	amount1000,
	currencyCodeIso4217,
}: proto.Message.IRequestPaymentMessage) {
	const exact = amount(money?.value);
	return {
		amount: exact === null ? thousandths(amount1000) : exact / (money?.offset || 1),
		currency: words(money?.currencyCode) ?? words(currencyCodeIso4217),
	};
}

export function paymentSent(body: proto.Message.ISendPaymentMessage): Read {
	return payment('sent', body.noteMessage);
}

export function paymentDeclined(
	{ key }: proto.Message.IDeclinePaymentRequestMessage,
	context: ReadContext,
): Read {
	return payment('declined', undefined, requestOf(key, context));
}

export function paymentCanceled(
	{ key }: proto.Message.ICancelPaymentRequestMessage,
	context: ReadContext,
): Read {
	return payment('canceled', undefined, requestOf(key, context));
}

/** The end of a request names its message only. */
function requestOf(
	key: proto.IMessageKey | null | undefined,
	context: ReadContext,
): Partial<IncomingPayment> {
	const known = context.content(key);
	const request = known && innermost(known).requestPaymentMessage;
	return request ? { ...requested(request), requestFrom: context.person(request.requestFrom) } : {};
}

export function paymentInvite(body: proto.Message.IPaymentInviteMessage): Read {
	return payment('invite', undefined, { expiresAt: timeOf(body.expiryTimestamp) });
}

function payment(
	kind: IncomingPayment['kind'],
	note?: proto.IMessage | null,
	more: Partial<IncomingPayment> = {},
): Read {
	const unsaid = { amount: null, currency: null, expiresAt: null, requestFrom: null };
	return { type: 'payment', text: wordsOf(note), payment: { kind, ...unsaid, ...more } };
}

/** A payment's note is a message of its own: a text. */
function wordsOf(note: proto.IMessage | null | undefined): string | null {
	const body = note && contentOf(innermost(note))?.body;
	return words(typeof body === 'string' ? body : (body as { text?: string } | null)?.text);
}
