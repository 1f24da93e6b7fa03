import type { OrderContent } from '../../gateway/contract';
import { parseAmount, parseCurrency } from '../money';
import { checkWords, invalid, MAX_LABEL } from './checks';

/** Whole thousandths of the currency: no sum of them is off by a cent. */
export interface OrderSum {
	currency: string;
	items: { name: string; price: number; quantity: number; productId: string | null }[];
	subTotal: number;
	discount: number | null;
	tax: number | null;
	shipping: number | null;
	total: number;
}

const MAX_ITEMS = 100;

/** Error: INVALID_CONTENT. */
export function sumOf(order: OrderContent): OrderSum {
	const currency = parseCurrency(order.currency);
	checkCount(order.items.length);
	const items = order.items.map(({ name, price, quantity, productId }, index) => {
		const which = order.items.length === 1 ? 'the item' : `item ${index + 1}`;
		checkWords(`The name of ${which}`, name, MAX_LABEL);
		checkQuantity(which, quantity);
		return {
			name: name.trim(),
			price: parseAmount(`The price of ${which}`, price, currency),
			quantity,
			productId: productId?.trim() || null,
		};
	});
	const subTotal = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
	const amount = (what: string, written: string | undefined) =>
		written === undefined ? null : parseAmount(what, written, currency);
	const discount = amount('The discount', order.discount);
	const tax = amount('The tax', order.tax);
	const shipping = amount('The shipping', order.shipping);
	if ((discount ?? 0) > subTotal) {
		throw invalid('The discount is more than the items cost.', 'Use a lower discount.');
	}
	const total = subTotal + (tax ?? 0) + (shipping ?? 0) - (discount ?? 0);
	if (total <= 0 || !Number.isSafeInteger(total)) {
		throw invalid('The order costs nothing, or more than can be counted.', 'Check the prices.');
	}
	return { currency, items, subTotal, discount, tax, shipping, total };
}

function checkCount(count: number): void {
	if (count === 0) throw invalid('The order has no items.', 'Add what was ordered.');
	if (count <= MAX_ITEMS) return;
	throw invalid(
		`The order has ${count} items; at most ${MAX_ITEMS} are allowed.`,
		'Put equal items together by their quantity, or send several orders.',
	);
}

function checkQuantity(which: string, quantity: number): void {
	if (Number.isInteger(quantity) && quantity >= 1 && quantity <= 1_000_000) return;
	throw invalid(
		`The quantity of ${which} is ${Number.isNaN(quantity) ? 'no number' : String(quantity)}.`,
		'Use a whole number, 1 or more.',
	);
}
