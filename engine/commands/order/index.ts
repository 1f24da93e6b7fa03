import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import { toAmount } from '../../content/money';
import { EngineError, type Cart, type Commands, type orderCommands } from '../../gateway/contract';
import { callOf, online } from '../online';
import type { Run } from '../run';

/** What an account can do with orders, besides sending them. */
export const order: { readonly [C in keyof typeof orderCommands]: Run<C> } = {
	'order.getCart': getCart,
};

async function getCart(account: Account, input: Commands['order.getCart']['input']): Promise<Cart> {
	const orderId = filled('Order ID', input.orderId);
	const token = filled('Token', input.token);
	const call = callOf('order.getCart', {
		gapMs: 300,
		refusal: (code) => (UNKNOWN.has(code) ? noCart(orderId) : undefined),
	});
	const cart = await online(account, call, ({ carts }) => carts.get(orderId, token));
	return {
		...cart,
		createdAt: toIso(cart.createdAt),
		total: toAmount(cart.total),
		subTotal: toAmount(cart.subTotal),
		products: cart.products.map((product) => ({ ...product, price: toAmount(product.price) })),
	};
}

/** That there is none, or that the token is not its own. */
const UNKNOWN: ReadonlySet<number> = new Set([400, 401, 403, 404]);

function filled(label: string, given: string): string {
	const text = given.trim();
	if (text) return text;
	throw new EngineError(
		'INVALID_CONTENT',
		`${label} is empty.`,
		'WhatsApp Linked Trigger puts it out with a cart that comes in: order.orderId and order.token.',
	);
}

function noCart(orderId: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`WhatsApp has no cart ${orderId.slice(0, 100)} with this token.`,
		'Use orderId and token of one and the same message, as WhatsApp Linked Trigger puts them out.',
	);
}
