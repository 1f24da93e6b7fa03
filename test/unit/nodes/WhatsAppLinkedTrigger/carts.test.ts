import type { CartProduct } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { withProducts } from '../../../../nodes/WhatsAppLinkedTrigger/carts';
import { cart, disconnected, incoming } from './events';

const products: CartProduct[] = [
	{
		...{ productId: '5327', name: 'Rye bread', quantity: 2, price: 12.5, currency: 'BRL' },
		imageUrl: null,
	},
];

/** What becomes of an event, what WhatsApp is asked, and what is said of a failure. */
async function complete(event: Parameters<typeof withProducts>[0], failure?: EngineError) {
	const asked: object[] = [];
	const failures: unknown[] = [];
	const completed = await withProducts(
		event,
		async (key) => {
			asked.push(key);
			if (failure) throw failure;
			return { products };
		},
		(error) => failures.push(error),
	);
	return { completed, asked, failures };
}

it('A cart gets its products, by its ID and token', async () => {
	const { completed, asked } = await complete(cart);
	expect(completed).toEqual({ ...cart, order: { ...cart.order, products } });
	expect(asked).toEqual([{ orderId: '422', token: 'AR5d' }]);
});

it('Each cart among messages that were collected gets its products, and is asked for once', async () => {
	const messages = [incoming(), cart];
	const { completed, asked } = await complete({ ...cart, text: 'teste', messages });
	const filled = { ...cart, order: { ...cart.order, products } };
	expect(completed).toEqual({ ...filled, text: 'teste', messages: [incoming(), filled] });
	expect(asked).toHaveLength(1);
});

it('A cart whose products cannot be had has none, and why is told', async () => {
	const failure = new EngineError('DISCONNECTED', 'Not connected', '', true);
	const { completed, failures } = await complete(cart, failure);
	expect(completed).toEqual({ ...cart, order: { ...cart.order, products: [] } });
	expect(failures).toEqual([failure]);
});

it.each([
	['a text', incoming()],
	['an event of the connection', disconnected],
	['a cart without a token', { ...cart, order: { ...cart.order, token: '' } }],
])('Nothing is asked for %s', async (_, event) => {
	expect(await complete(event)).toEqual({ completed: event, asked: [], failures: [] });
});
