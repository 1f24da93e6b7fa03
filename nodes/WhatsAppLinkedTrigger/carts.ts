import type { Cart, EngineEvent, IncomingMessageEvent } from '../../engine/gateway/contract';

/** What shows WhatsApp which cart is meant, and that it was sent to this number. */
type CartKey = Record<'orderId' | 'token', string>;

/**
 * Puts its products into a cart that came in: WhatsApp tells them only to those who ask. A cart whose products cannot be had has
 * none in its list, and `onFailure` is told why.
 */
export async function withProducts<Event extends EngineEvent>(
	event: Event,
	ask: (cart: CartKey) => Promise<Pick<Cart, 'products'>>,
	onFailure: (error: unknown) => void,
): Promise<Event> {
	if ('messages' in event && event.messages) {
		const messages: IncomingMessageEvent[] = [];
		for (const one of event.messages) messages.push(await withProducts(one, ask, onFailure));
		const { order } = messages.at(-1) ?? {};
		return { ...event, ...(order && { order }), messages };
	}
	if (!('type' in event) || !event.order?.token) return event;
	const { orderId, token } = event.order;
	const { products } = await ask({ orderId, token }).catch((error: unknown) => {
		onFailure(error);
		return { products: [] };
	});
	return { ...event, order: { ...event.order, products } };
}
