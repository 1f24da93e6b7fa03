import type { Cart } from '../order';
import { query } from './command';

/** Orders are messages: see `OrderContent`. */
export const orderCommands = {
	/**
	 * What is in a cart that came in: the message has `orderId` and `token`. It needs the connection. Errors: DISCONNECTED,
	 * RATE_LIMITED, INVALID_CONTENT, NOT_ALLOWED where WhatsApp has no such cart.
	 */
	'order.getCart': query<{ orderId: string; token: string }, Cart>(),
};
