import {
	ORDER_STATUSES,
	PAYMENT_STATUSES,
	type OrderPaymentContent,
	type OrderStatus,
	type OrderStatusContent,
} from '../../gateway/contract';
import { quotation } from './context';
import { checkLength, checkOneOf, invalid, MAX_DESCRIPTION } from './checks';
import { firstLine } from './first-line';
import type { BuildContext, CheckContext, Kind, Target, WireMessage } from './kind';
import { checkReference, nativeFlow } from './order';
import { requireOwn, targetIn } from './target';

/** WhatsApp Web's OrderStatus. */
const WIRE_STATUS: Readonly<Record<OrderStatus, string>> = {
	pending: 'pending',
	processing: 'processing',
	preparingToShip: 'preparing_to_ship',
	partiallyShipped: 'partially_shipped',
	shipped: 'shipped',
	delivered: 'delivered',
	completed: 'completed',
	canceled: 'canceled',
};

/** As WhatsApp Web's sendOrderStatusMessageAsMerchant makes it. */
export const orderStatus: Kind<OrderStatusContent> = {
	check(content, context) {
		checkOneOf('a status of an order', content.status, ORDER_STATUSES);
		check(content, context);
	},
	summary: ({ status }) => firstLine(`Order: ${status}`),
	build: (content, context) =>
		about(content, context, 'review_order', (reference) => ({
			reference_id: reference,
			order: { status: WIRE_STATUS[content.status] },
		})),
};

/** As WhatsApp Web's sendOrderPaymentStatusMessageAsMerchant makes it; what the order says is left out where nobody remembers. */
export const orderPayment: Kind<OrderPaymentContent> = {
	check(content, context) {
		checkOneOf('a status of a payment', content.status, PAYMENT_STATUSES);
		check(content, context);
	},
	summary: ({ status }) => firstLine(`Payment: ${status}`),
	build: (content, context) =>
		about(content, context, 'payment_status', (reference, said) => ({
			reference_id: reference,
			payment_status: content.status === 'paid' ? 'captured' : 'pending',
			payment_timestamp: Math.floor(context.now / 1000),
			...(said && { currency: said.currency, total_amount: said.total_amount, order: said.order }),
		})),
};

type Update = OrderStatusContent | OrderPaymentContent;

function check({ text, referenceId }: Update, context: CheckContext): void {
	checkLength('The text', text, MAX_DESCRIPTION);
	checkReference(referenceId);
	const target = orderIn(context);
	// What waits yet is looked at again when this leaves, after it.
	if (!target.content || saidIn(target)) return;
	throw invalid(
		`Message ${target.messageId} is no order, so there is nothing to update.`,
		'Use the message ID that Order > Send Order put out.',
	);
}

/** The message that the order was sent by. Errors: UNKNOWN_MESSAGE, NOT_ALLOWED. */
function orderIn(context: CheckContext): Target {
	const target = targetIn(context, 'updated');
	requireOwn(target, 'updated');
	return target;
}

function about(
	{ text, referenceId }: Update,
	context: BuildContext,
	button: string,
	params: (reference: string, said: Said | undefined) => object,
): WireMessage {
	const target = orderIn(context);
	const said = saidIn(target);
	// An order that got no reference of its own goes by the ID of its message.
	const reference = referenceId?.trim() || said?.reference_id || target.messageId;
	const message = nativeFlow(button, text, params(reference, said));
	const contextInfo = quotation(target, context.chat);
	return { interactiveMessage: { ...message.interactiveMessage, contextInfo } };
}

/** What an order says, in WhatsApp's words. */
interface Said {
	reference_id?: string;
	currency?: unknown;
	total_amount?: unknown;
	order?: unknown;
}

/** Undefined where it is not known any more, or none. */
function saidIn({ content }: Target): Said | undefined {
	const [button] = content?.interactiveMessage?.nativeFlowMessage?.buttons ?? [];
	if (button?.name !== 'review_and_pay') return undefined;
	// It is JSON of our own making.
	return JSON.parse(button.buttonParamsJson ?? '{}') as Said;
}
