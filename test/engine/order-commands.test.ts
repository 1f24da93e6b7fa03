import type { MessageContent, SendMessage } from '../../engine/gateway/contract';
import { BOB, needsBusiness, useShop } from './shop-support';
import { linkAnother, runLater, send } from './support';

const { bench, run, own } = useShop();

let sends = 0;
const request = (content: MessageContent): SendMessage => ({
	...{ to: BOB, content },
	origin: { key: `order-${sends++}` },
});

/** What Bob has decrypted, and what the stanza says besides. */
async function arrives(content: MessageContent) {
	const { messageId } = await send(bench, request(content));
	const { message, extras } = await bench.bob.waitForMessage(messageId);
	const { contextInfo, nativeFlowMessage } = message.interactiveMessage ?? {};
	const [button] = nativeFlowMessage?.buttons ?? [];
	const params = JSON.parse(button?.buttonParamsJson ?? '') as object;
	return { messageId, button: button?.name, params, contextInfo, extras };
}

const flow = (name: string) =>
	expect.objectContaining({
		tag: 'biz',
		content: [
			expect.objectContaining({
				tag: 'interactive',
				content: [expect.objectContaining({ tag: 'native_flow', attrs: { name } })],
			}),
		],
	});

const items = [{ name: 'Rye bread', price: '12,50', quantity: 2 }];
const order: MessageContent = { type: 'order', currency: 'brl', items, shipping: '5' };

describe('an order', () => {
	test('arrives, and so does what becomes of it', async () => {
		const sent = await arrives(order);
		expect(sent.button).toBe('review_and_pay');
		expect(sent.params).toMatchObject({
			...{ reference_id: sent.messageId, currency: 'BRL' },
			total_amount: { value: 30_000, offset: 1_000 },
		});
		expect(sent.extras).toContainEqual(flow('order_details'));

		const target = { messageId: sent.messageId };
		const shipped = await arrives({ type: 'orderStatus', target, status: 'shipped' });
		expect(shipped).toMatchObject({
			button: 'review_order',
			params: { reference_id: sent.messageId, order: { status: 'shipped' } },
			contextInfo: { stanzaId: sent.messageId },
		});
		expect(shipped.extras).toContainEqual(flow('order_status'));

		const paid = await arrives({ type: 'orderPayment', target, status: 'paid' });
		expect(paid).toMatchObject({
			button: 'payment_status',
			params: {
				...{ reference_id: sent.messageId, payment_status: 'captured' },
				total_amount: { value: 30_000, offset: 1_000 },
			},
			contextInfo: { stanzaId: sent.messageId },
		});
		expect(paid.extras).toContainEqual(flow('payment_status'));
	});

	test('of which there is none has nothing to be told of', async () => {
		const text = request({ type: 'text', text: 'Hi' });
		const { messageId } = await send(bench, text);
		await bench.bob.waitForMessage(messageId);
		const wrong = request({ type: 'orderStatus', target: { messageId }, status: 'shipped' });
		await expect(send(bench, wrong)).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: `Message ${messageId} is no order, so there is nothing to update.`,
		});
	});

	test('needs WhatsApp Business', async () => {
		const plain = await linkAnother(bench, '5511900000008');
		await expect(send(plain, request(order))).rejects.toMatchObject(needsBusiness('Orders'));
	});
});

describe('order.getCart', () => {
	const cart = {
		...{ id: '422508169684569', token: 'AR5d==', createdAt: 1_700_000_000, currency: 'BRL' },
		products: [
			{ id: '5327', name: 'Rye bread', price: 12_500, quantity: 2 },
			{ id: '5328', name: 'Cake', price: 990, quantity: 1 },
		],
	};
	beforeAll(async () => void ((await own()).carts = [cart]));

	test('tells what a customer has put into the cart', async () => {
		const asked = { orderId: ` ${cart.id} `, token: cart.token };
		expect(await run('order.getCart', asked)).toEqual({
			...{ orderId: cart.id, createdAt: '2023-11-14T22:13:20.000Z', currency: 'BRL' },
			...{ total: 25.99, subTotal: 25.99 },
			products: [
				{
					...{ productId: '5327', name: 'Rye bread', quantity: 2, price: 12.5, currency: 'BRL' },
					imageUrl: null,
				},
				expect.objectContaining({ productId: '5328', quantity: 1, price: 0.99 }),
			],
		});
	});

	test.each([
		[{ orderId: '1', token: cart.token }, `WhatsApp has no cart 1 with this token.`],
		[{ orderId: cart.id, token: 'x' }, `WhatsApp has no cart ${cart.id} with this token.`],
		[{ orderId: '', token: 'x' }, 'Order ID is empty.'],
		[{ orderId: cart.id, token: ' ' }, 'Token is empty.'],
	])('says what is wrong with %p', async (input, message) => {
		await expect(run('order.getCart', input)).rejects.toMatchObject({ message });
	});

	test('is asked by those with plain WhatsApp in vain', async () => {
		const plain = await linkAnother(bench, '5511900000009');
		const asked = { orderId: cart.id, token: cart.token };
		await expect(runLater(plain, 'order.getCart', asked)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
		});
	});
});
