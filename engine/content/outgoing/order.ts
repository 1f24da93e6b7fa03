import type { OrderContent } from '../../gateway/contract';
import { checkLength, invalid, MAX_DESCRIPTION } from './checks';
import { firstLine } from './first-line';
import type { Kind, WireMessage } from './kind';
import { sumOf, type OrderSum } from './order-sum';
import { pix } from './pix';
import { parsePixKey } from './pix-key';

/** WhatsApp's apps count in thousandths (WhatsApp Web's DEFAULT_OFFSET). */
const OFFSET = 1_000;
const REFERENCE = /^[\w.-]{1,35}$/;

/** An order to be looked at and paid, as WhatsApp Web's sendOrderDetailsMessageAsMerchant makes it. */
export const order: Kind<OrderContent> = {
	check(content, context) {
		const { currency } = sumOf(content);
		checkLength('The text', content.text, MAX_DESCRIPTION);
		checkReference(content.referenceId);
		if (!content.pix) return;
		pix.check({ type: 'pix', ...content.pix }, context);
		if (currency === 'BRL') return;
		throw invalid(
			`The order is in ${currency}, and PIX pays in BRL alone.`,
			'Set Currency to BRL, or leave the PIX key out.',
		);
	},
	summary: ({ items, text }) => firstLine(`Order: ${text || items[0]?.name || ''}`),
	build(content, { messageId }) {
		const sum = sumOf(content);
		const reference = content.referenceId?.trim() || messageId;
		return nativeFlow('review_and_pay', content.text, {
			reference_id: reference,
			type: 'physical-goods',
			payment_configuration: 'merchant_categorization_code',
			currency: sum.currency,
			total_amount: money(sum.total),
			order: {
				status: 'payment_requested',
				order_type: 'ORDER',
				items: itemsOf(sum, reference),
				subtotal: money(sum.subTotal),
				...(sum.tax !== null && { tax: money(sum.tax) }),
				...(sum.shipping !== null && { shipping: money(sum.shipping) }),
				...(sum.discount !== null && { discount: money(sum.discount) }),
			},
			payment_settings: paymentSettings(content),
			external_payment_configurations: [],
		});
	},
};

/** By which an order is known to both sides. Error: INVALID_CONTENT. */
export function checkReference(reference: string | undefined): void {
	if (!reference?.trim() || REFERENCE.test(reference.trim())) return;
	throw invalid(
		`"${reference.slice(0, 60)}" is no reference ID of an order.`,
		'Use up to 35 letters, digits, points, dashes and underscores.',
	);
}

/** A message of one button, which says all in JSON. */
export function nativeFlow(name: string, text: string | undefined, params: object): WireMessage {
	return {
		interactiveMessage: {
			...(text && { body: { text } }),
			nativeFlowMessage: {
				buttons: [{ name, buttonParamsJson: JSON.stringify(params) }],
				messageVersion: 1,
			},
		},
	};
}

function money(value: number): object {
	return { value, offset: OFFSET };
}

function itemsOf({ items }: OrderSum, reference: string): object[] {
	return items.map(({ name, price, quantity, productId }, index) => ({
		retailer_id: productId ?? `custom-item-${reference}-${index + 1}`,
		...(productId && { product_id: productId }),
		name,
		amount: money(price),
		quantity,
		isCustomItem: productId === null,
		isQuantitySet: true,
	}));
}

function paymentSettings({ pix: code, card = false }: OrderContent): object[] {
	return [
		...(code
			? [
					{
						type: 'pix_static_code',
						pix_static_code: {
							merchant_name: code.merchantName?.trim() || 'Pix',
							key: parsePixKey(code.keyType, code.key),
							key_type: code.keyType,
						},
					},
				]
			: []),
		{ type: 'cards', cards: { enabled: card } },
	];
}
