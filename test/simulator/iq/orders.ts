import { text } from '../catalogue';
import { childOf, stanza, textOf } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

/** A cart is told to whom it was sent, and who shows the token of its message. What others are answered is a guess. */
const get: IqHandler = ({ iq, child, device }) => {
	if (iq.attrs.smax_id !== '5' || child.attrs.op !== 'get') throw new IqError(400, 'bad-request');
	const cart = device.account.carts.find(({ id }) => id === child.attrs.id);
	if (!cart) throw new IqError(404, 'item-not-found');
	if (textOf(childOf(child, 'token')) !== cart.token) throw new IqError(403, 'forbidden');
	const { id, createdAt, currency, products } = cart;
	const total = String(products.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
	return [
		stanza('order', { id, creation_ts: String(createdAt) }, [
			...products.map((product) =>
				stanza('product', {}, [
					text('id', product.id),
					text('name', product.name),
					text('price', String(product.price)),
					text('currency', currency),
					text('quantity', String(product.quantity)),
				]),
			),
			stanza('price', {}, [
				text('total', total),
				text('subtotal', total),
				text('currency', currency),
			]),
		]),
	];
};

/** What customers have put into their carts, as whatsmeow reads it (parseOrderDetailsNode). */
export const orders: IqHandlers = { 'get fb:thrift_iq order': get };
