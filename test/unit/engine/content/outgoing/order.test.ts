import { order } from '../../../../../engine/content/outgoing/order';
import { orderPayment, orderStatus } from '../../../../../engine/content/outgoing/order-update';
import { sumOf } from '../../../../../engine/content/outgoing/order-sum';
import type { Target, WireMessage } from '../../../../../engine/content/outgoing';
import type { OrderContent, OrderStatus } from '../../../../../engine/gateway/contract';
import { errorOf } from '../../support';
import { BOB, buildContext, checkContext, MESSAGE_ID, refusal } from './support';

const bread = { name: 'Rye bread', price: '12,50', quantity: 2 };
const content: OrderContent = { type: 'order', currency: 'BRL', items: [bread] };
const amount = (value: number) => ({ value, offset: 1_000 });

function saidIn(message: WireMessage) {
	const { body, contextInfo, nativeFlowMessage } = message.interactiveMessage ?? {};
	const [{ name, buttonParamsJson } = {}] = nativeFlowMessage?.buttons ?? [];
	const params = JSON.parse(buttonParamsJson ?? '') as Record<string, unknown>;
	return { name, text: body?.text, contextInfo, params };
}

describe('An order', () => {
	test('is a button with all of it, in whole thousandths', () => {
		const full: OrderContent = {
			...content,
			items: [bread, { name: 'Cake', price: '0.10', quantity: 3, productId: ' 5327 ' }],
			...{ discount: '1,30', tax: '2', shipping: '7.00', text: 'Here you are' },
			...{ referenceId: 'order-1042', card: true },
			pix: { key: '529.982.247-25', keyType: 'CPF', merchantName: 'Ana Ltda' },
		};
		expect(saidIn(order.build(full, buildContext(undefined)))).toEqual({
			...{ name: 'review_and_pay', text: 'Here you are', contextInfo: undefined },
			params: {
				...{ reference_id: 'order-1042', type: 'physical-goods', currency: 'BRL' },
				payment_configuration: 'merchant_categorization_code',
				total_amount: amount(33_000),
				order: {
					...{ status: 'payment_requested', order_type: 'ORDER', subtotal: amount(25_300) },
					...{ tax: amount(2_000), shipping: amount(7_000), discount: amount(1_300) },
					items: [
						{
							...{ retailer_id: 'custom-item-order-1042-1', name: 'Rye bread', quantity: 2 },
							...{ amount: amount(12_500), isCustomItem: true, isQuantitySet: true },
						},
						{
							...{ retailer_id: '5327', product_id: '5327', name: 'Cake', quantity: 3 },
							...{ amount: amount(100), isCustomItem: false, isQuantitySet: true },
						},
					],
				},
				payment_settings: [
					{
						type: 'pix_static_code',
						pix_static_code: { merchant_name: 'Ana Ltda', key: '52998224725', key_type: 'CPF' },
					},
					{ type: 'cards', cards: { enabled: true } },
				],
				external_payment_configurations: [],
			},
		});
	});

	test('may say no more than what it is, and goes by the ID of its message', () => {
		const { text, params } = saidIn(order.build(content, buildContext(undefined)));
		expect(text).toBeUndefined();
		expect(params).toMatchObject({
			...{ reference_id: MESSAGE_ID, total_amount: amount(25_000) },
			payment_settings: [{ type: 'cards', cards: { enabled: false } }],
		});
	});

	test('adds up what floating point numbers do not', () => {
		const cents = { name: 'Sweet', price: '0.1', quantity: 1 };
		const items = [cents, { ...cents, price: '0.2' }, { ...cents, price: '1.10', quantity: 3 }];
		expect(sumOf({ ...content, items }).total).toBe(3_600);
	});

	test.each<[string, Partial<OrderContent>]>([
		['"XYZ" is not a currency.', { currency: 'XYZ' }],
		['The order has no items.', { items: [] }],
		[
			'The order has 101 items; at most 100 are allowed.',
			{ items: Array.from({ length: 101 }, () => bread) },
		],
		['The name of the item is empty.', { items: [{ ...bread, name: ' ' }] }],
		[
			'The price of item 2 is "cheap", which is not an amount.',
			{ items: [bread, { ...bread, price: 'cheap' }] },
		],
		['The quantity of the item is 1.5.', { items: [{ ...bread, quantity: 1.5 }] }],
		['The quantity of the item is 0.', { items: [{ ...bread, quantity: 0 }] }],
		['The quantity of the item is no number.', { items: [{ ...bread, quantity: NaN }] }],
		['The discount is more than the items cost.', { discount: '25.01' }],
		['The shipping is -1.', { shipping: '-1' }],
		['The order costs nothing, or more than can be counted.', { discount: '25' }],
		['"order 1" is no reference ID of an order.', { referenceId: 'order 1' }],
		['The PIX key is not of the type CPF.', { pix: { key: '1', keyType: 'CPF' } }],
		[
			'The order is in USD, and PIX pays in BRL alone.',
			{ currency: 'USD', pix: { key: '529.982.247-25', keyType: 'CPF' } },
		],
	])('is refused: %s', (message, wrong) => {
		expect(refusal(order, { ...content, ...wrong })).toBe(message);
	});

	test('is one line in the queue', () => {
		expect(order.summary(content)).toBe('Order: Rye bread');
	});
});

describe('What becomes of an order', () => {
	const sent = order.build({ ...content, referenceId: 'order-1042' }, buildContext(undefined));
	const target: Target = {
		...{ chat: BOB, messageId: 'ORDER', fromMe: true, sender: 'me', at: 0 },
		...{ content: sent, isWaiting: false },
	};
	const contextOf = (found: Partial<Target> = {}) => ({
		...buildContext(undefined),
		target: () => ({ ...target, ...found }),
	});
	const about = { target: { messageId: 'ORDER' } };
	const shipped = { type: 'orderStatus', status: 'partiallyShipped', ...about } as const;
	const paid = { type: 'orderPayment', status: 'paid', ...about } as const;

	test('is its status, and quotes it', () => {
		const context = contextOf();
		orderStatus.check(shipped, context);
		const built = orderStatus.build({ ...shipped, text: 'On its way' }, context);
		expect(saidIn(built)).toEqual({
			...{ name: 'review_order', text: 'On its way' },
			params: { reference_id: 'order-1042', order: { status: 'partially_shipped' } },
			contextInfo: { stanzaId: 'ORDER', participant: 'me', quotedMessage: sent },
		});
		expect(orderStatus.summary(shipped)).toBe('Order: partiallyShipped');
	});

	test('is its payment, with all that the order says', () => {
		const context = contextOf();
		orderPayment.check(paid, context);
		const { params, name } = saidIn(orderPayment.build(paid, context));
		expect(name).toBe('payment_status');
		expect(params).toMatchObject({
			...{ reference_id: 'order-1042', payment_status: 'captured', currency: 'BRL' },
			...{ payment_timestamp: Math.floor(context.now / 1000), total_amount: amount(25_000) },
			order: { subtotal: amount(25_000), items: [{ name: 'Rye bread' }] },
		});
		const pending = orderPayment.build({ ...paid, status: 'pending' }, context);
		expect(saidIn(pending).params).toMatchObject({ payment_status: 'pending' });
		expect(orderPayment.summary(paid)).toBe('Payment: paid');
	});

	test('is told where nobody remembers the order, too', () => {
		const context = contextOf({ content: null });
		orderPayment.check(paid, context);
		const { params, contextInfo } = saidIn(orderPayment.build(paid, context));
		expect(Object.keys(params)).toEqual(['reference_id', 'payment_status', 'payment_timestamp']);
		expect(params).toMatchObject({ reference_id: 'ORDER' });
		expect(contextInfo).toEqual({});
		const named = orderStatus.build({ ...shipped, referenceId: ' order-7 ' }, context);
		expect(saidIn(named).params).toMatchObject({ reference_id: 'order-7' });
	});

	test.each<[string, object, Partial<Target>, string]>([
		['another message', {}, { content: { conversation: 'Hi' } }, 'Message ORDER is no order'],
		['what somebody else sent', {}, { fromMe: false }, 'somebody else sent it'],
		['an order of another chat', {}, { chat: '5511900000009@s.whatsapp.net' }, 'not in this chat'],
		[
			'an unknown status',
			{ status: 'lost' as OrderStatus },
			{},
			'"lost" is not a status of an order',
		],
		['a reference with spaces', { referenceId: 'a b' }, {}, '"a b" is no reference ID'],
	])('is refused: %s', (_what, wrong, found, message) => {
		const context = {
			...checkContext(),
			isAnother: () => true,
			target: () => ({ ...target, ...found }),
		};
		const error = errorOf(() => orderStatus.check({ ...shipped, ...wrong }, context));
		expect((error as Error).message).toContain(message);
	});

	test('is refused: an unknown status of a payment', () => {
		const wrong = { ...paid, status: 'stolen' as 'paid' };
		const error = errorOf(() => orderPayment.check(wrong, contextOf()));
		expect((error as Error).message).toBe('"stolen" is not a status of a payment.');
	});
});
