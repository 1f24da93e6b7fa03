import type { IncomingOrderDetails, IncomingPix } from '../../gateway/contract';
import { listIn, member, stringIn } from './values';

/** What the buttons `payment_info` and `review_and_pay` say, in JSON of WhatsApp's own making. */

export function pix(params: unknown): IncomingPix {
	const code = listIn(params, 'payment_settings')
		.map((setting) => member(setting, 'pix_static_code'))
		.find((found) => found !== undefined);
	return {
		key: stringIn(code, 'key') ?? '',
		keyType: stringIn(code, 'key_type') ?? '',
		merchantName: stringIn(code, 'merchant_name'),
		currency: stringIn(params, 'currency'),
		referenceId: stringIn(params, 'reference_id'),
	};
}

export function orderDetails(params: unknown, isUpdate: boolean): IncomingOrderDetails {
	const order = member(params, 'order');
	return {
		isUpdate,
		type: stringIn(params, 'type'),
		currency: stringIn(params, 'currency'),
		referenceId: stringIn(params, 'reference_id'),
		orderRequestId: stringIn(order, 'order_request_id'),
		orderStatus: stringIn(order, 'status'),
		paymentStatus: stringIn(params, 'payment_status'),
		total: money(member(params, 'total_amount')),
		subTotal: money(member(order, 'subtotal')),
		discount: money(member(order, 'discount')),
		shipping: money(member(order, 'shipping')),
		tax: money(member(order, 'tax')),
		products: listIn(order, 'items').map((item) => ({
			productId: stringIn(item, 'product_id') ?? stringIn(item, 'retailer_id'),
			name: stringIn(item, 'name'),
			quantity: Number(member(item, 'quantity')) || 0,
			price: money(member(item, 'amount')),
			isCustomItem:
				member(item, 'isCustomItem') === true ||
				(stringIn(item, 'retailer_id') ?? '').startsWith('custom-item'),
		})),
	};
}

/** `{value: 60500, offset: 100}` is 605. */
function money(value: unknown): number | null {
	const number = Number(member(value, 'value') ?? NaN);
	const offset = Number(member(value, 'offset')) || 1;
	return Number.isFinite(number) ? number / offset : null;
}
