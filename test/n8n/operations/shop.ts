import {
	actionNode,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { Product } from '../../simulator';
import { png } from '../../support/files';
import { outputOf, runNode, type SourceFile, useFeatures, useStage, WITHIN_MS } from '../harness';

/** The features of what businesses sell: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('shop');

const stage = useStage(async ({ simulator }) => {
	simulator.phone(OWNER).platform = 'smba';
});
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

const own = async () => await stage.simulator.contact(OWNER);
const productOf = (id: string, more: Partial<Product> = {}): Product => ({
	...{ id, name: `Bread ${id}`, price: 12_500, currency: 'BRL', image: png() },
	...more,
});
const PICTURE = { fileName: 'bread.png', mimeType: 'image/png' };

/** What an operation that must succeed puts out. */
async function itemsOf(resource: string, operation: string, parameters: object, file?: SourceFile) {
	const node = actionNode(stage.credential, resource, operation, parameters);
	const items = await outputOf(stage, node, file);
	return items.map(({ json }) => json);
}

/** What one that must fail says. */
async function errorOf(resource: string, operation: string, parameters: object) {
	const node = actionNode(stage.credential, resource, operation, parameters);
	const { error } = await runNode(stage, node);
	return error?.message;
}

const fromBinary = { images: { entry: [{ fileFrom: 'binary', binaryField: 'data' }] } };

test('Create product', async () => {
	(await own()).catalogue = [];
	const content = png();
	const [created] = await itemsOf(
		'product',
		'create',
		{
			...{ name: 'Rye bread', ...fromBinary },
			options: {
				...{ price: '12,50', salePrice: '9.90', currency: 'BRL', hidden: true },
				...{ retailerId: 'SKU-1', url: 'https://example.com/rye', description: 'Baked today' },
			},
		},
		{ content, ...PICTURE },
	);
	const [product] = (await own()).catalogue;
	expect(product).toMatchObject({
		...{ id: created?.['id'], name: 'Rye bread', price: 12_500, salePrice: 9_900, image: content },
		...{ currency: 'BRL', retailerId: 'SKU-1', url: 'https://example.com/rye', hidden: true },
		description: 'Baked today',
	});
	expect(created).toMatchObject({ price: 12.5, salePrice: 9.9, hidden: true });

	// What people type wrong.
	const wrong = { name: 'X', ...fromBinary };
	const files = Array.from({ length: 11 }, () => ({ url: 'https://example.com/bread.jpg' }));
	const many = { name: 'X', imagesDefine: 'json', imagesJson: JSON.stringify(files) };
	expect(await errorOf('product', 'create', many)).toContain('11 images; WhatsApp takes up to 10');
	const unknown = { ...wrong, options: { price: '1', currency: 'XYZ' } };
	expect(
		await runNode(stage, actionNode(stage.credential, 'product', 'create', unknown), {
			content: png(),
			...PICTURE,
		}),
	).toMatchObject({ error: { message: expect.stringContaining('"XYZ" is not a currency') } });
});

test('Update product', async () => {
	(await own()).catalogue = [productOf('1', { url: 'https://example.com/1' })];
	const content = png();
	const [updated] = await itemsOf(
		'product',
		'update',
		{
			...{ productId: '1', replaceImages: true, ...fromBinary },
			options: { price: '20', salePrice: '15.5' },
		},
		{ content, ...PICTURE },
	);
	expect(updated).toMatchObject({ id: '1', name: 'Bread 1', price: 20, salePrice: 15.5 });
	expect((await own()).catalogue).toMatchObject([
		{ id: '1', price: 20_000, salePrice: 15_500, url: 'https://example.com/1', image: content },
	]);
});

test('Delete product', async () => {
	(await own()).catalogue = [productOf('1')];
	expect(await itemsOf('product', 'delete', { productId: '1' })).toEqual([
		{ id: '1', deleted: true },
	]);
	expect((await own()).catalogue).toEqual([]);
	expect(await errorOf('product', 'delete', { productId: '1' })).toContain('no product 1');
});

test('Visibility of product', async () => {
	(await own()).catalogue = [productOf('1')];
	expect(await itemsOf('product', 'setVisibility', { productId: '1', hidden: true })).toEqual([
		{ id: '1', hidden: true },
	]);
	expect((await own()).catalogue).toMatchObject([{ hidden: true }]);
});

test('Product by ID', async () => {
	(await own()).catalogue = [productOf('1'), productOf('2')];
	expect(await itemsOf('product', 'get', { productId: '2' })).toMatchObject([
		{ id: '2', name: 'Bread 2', price: 12.5, imageUrl: expect.stringContaining('https://') },
	]);
});

test('My catalog', async () => {
	(await own()).catalogue = [productOf('1'), productOf('2')];
	expect(await itemsOf('product', 'getAll', { returnAll: true })).toMatchObject([
		{ id: '1' },
		{ id: '2' },
	]);
});

test('Catalog of a number', async () => {
	stage.contact.catalogue = [productOf('7')];
	const theirs = { returnAll: false, limit: 1, options: { business: CONTACT } };
	expect(await itemsOf('product', 'getAll', theirs)).toMatchObject([{ id: '7' }]);
});

/** The collections of the linked number. */
const collections = async () => (await own()).collections;

async function collectionOf(name: string, productIds: string[]) {
	const contact = await own();
	contact.catalogue = [productOf('1'), productOf('2')];
	contact.collections = [{ id: '77', name, productIds }];
	return '77';
}

test('List collections', async () => {
	const id = await collectionOf('Bread', ['1']);
	expect(await itemsOf('collection', 'getAll', { returnAll: true })).toMatchObject([
		{ id, name: 'Bread', reviewStatus: 'approved' },
	]);
});

test('Products of a collection', async () => {
	const collectionId = await collectionOf('Bread', ['2']);
	const listed = { collectionId, returnAll: true };
	expect(await itemsOf('collection', 'getProducts', listed)).toMatchObject([{ id: '2' }]);
});

test('Create collection', async () => {
	await collectionOf('Bread', ['1']);
	const parameters = { name: 'Cake', products: '1, 2' };
	const [created] = await itemsOf('collection', 'create', parameters);
	expect((await collections())[1]).toEqual({
		...{ id: created?.['id'], name: 'Cake', productIds: ['1', '2'] },
	});
});

test('Edit collection', async () => {
	const collectionId = await collectionOf('Bread', ['1']);
	const [changed] = await itemsOf('collection', 'update', { collectionId, name: 'Cake' });
	expect(changed).toMatchObject({ previousId: collectionId, name: 'Cake' });
	expect(await collections()).toMatchObject([{ id: changed?.['id'], name: 'Cake' }]);
});

test('Delete collection', async () => {
	const collectionId = await collectionOf('Bread', ['1']);
	await itemsOf('collection', 'delete', { collectionId });
	expect(await collections()).toEqual([]);
	expect(await errorOf('collection', 'delete', { collectionId })).toContain('no collection 77');
});

test('Add products to collection', async () => {
	const collectionId = await collectionOf('Bread', ['1']);
	const [changed] = await itemsOf('collection', 'addProducts', { collectionId, products: '2' });
	expect(changed).toMatchObject({ previousId: collectionId, added: ['2'] });
	expect(await collections()).toMatchObject([{ productIds: ['1', '2'] }]);
});

test('Remove products from collection', async () => {
	const collectionId = await collectionOf('Bread', ['1', '2']);
	const parameters = { collectionId, products: '2' };
	const [changed] = await itemsOf('collection', 'removeProducts', parameters);
	expect(changed).toMatchObject({ previousId: collectionId, removed: ['2'] });
	expect(await collections()).toMatchObject([{ productIds: ['1'] }]);
});

/** What the contact has got of an order: the name of its button, and what that says. */
async function orderIn(id: unknown) {
	const { message } = await stage.contact.waitForMessage(String(id));
	const { body, nativeFlowMessage } = message.interactiveMessage ?? {};
	const [button] = nativeFlowMessage?.buttons ?? [];
	const said = JSON.parse(button?.buttonParamsJson ?? '{}') as object;
	return { button: button?.name, text: body?.text, said };
}

const to = () => ({ __rl: true, mode: 'phone', value: CONTACT });
const items = { entry: [{ name: 'Rye bread', price: '12,50', quantity: 2 }] };

async function sendOrder(more: object = {}) {
	const [sent] = await itemsOf('order', 'sendOrder', {
		...{ to: to(), currency: 'BRL', items, text: 'Your order' },
		...more,
	});
	return String(sent?.['messageId']);
}

test('Send order / charge', async () => {
	const pix = { pixKey: '529.982.247-25', pixKeyType: 'CPF', pixReceiver: 'Ana Ltda' };
	const id = await sendOrder({
		options: {
			...pix,
			discount: '5',
			tax: '1',
			shipping: '7,5',
			referenceId: 'order-1',
			card: true,
		},
	});
	expect(await orderIn(id)).toMatchObject({
		...{ button: 'review_and_pay', text: 'Your order' },
		said: {
			...{ reference_id: 'order-1', total_amount: { value: 28_500, offset: 1_000 } },
			payment_settings: [
				{ pix_static_code: { key: '52998224725', merchant_name: 'Ana Ltda' } },
				{ cards: { enabled: true } },
			],
		},
	});
	const wrong = { to: to(), currency: 'Reais', items };
	expect(await errorOf('order', 'sendOrder', wrong)).toContain('"Reais" is not a currency');
});

test('Order status', async () => {
	const messageId = await sendOrder();
	const parameters = { to: to(), messageId, status: 'shipped', text: 'On its way' };
	const [update] = await itemsOf('order', 'updateStatus', parameters);
	expect(await orderIn(update?.['messageId'])).toEqual({
		...{ button: 'review_order', text: 'On its way' },
		said: { reference_id: messageId, order: { status: 'shipped' } },
	});
});

test('Order payment', async () => {
	const messageId = await sendOrder();
	const [update] = await itemsOf('order', 'updatePayment', {
		to: to(),
		messageId,
		status: 'paid',
	});
	expect(await orderIn(update?.['messageId'])).toMatchObject({
		button: 'payment_status',
		said: { reference_id: messageId, payment_status: 'captured', currency: 'BRL' },
	});
});

test('Products of a received cart', async () => {
	const products = [{ id: '5327', name: 'Rye bread', price: 12_500, quantity: 2 }];
	const cart = { id: '422', token: 'AR5d==', createdAt: 1_700_000_000, currency: 'BRL', products };
	(await own()).carts = [cart];
	const asked = { orderId: '422', token: 'AR5d==' };
	expect(await itemsOf('order', 'getCart', asked)).toMatchObject([
		{ orderId: '422', total: 25, products: [{ productId: '5327', quantity: 2, price: 12.5 }] },
	]);
	expect(await errorOf('order', 'getCart', { ...asked, token: 'x' })).toContain('no cart 422');
});

test('a cart that comes in has its products, and comes without them where WhatsApp does not tell', async () => {
	const products = [{ id: '5327', name: 'Rye bread', price: 12_500, quantity: 2 }];
	const cart = { id: '423', token: 'AR5d==', createdAt: 1_700_000_000, currency: 'BRL', products };
	(await own()).carts = [cart];
	const trigger = whatsAppTrigger(stage.credential, ['message.incoming'], { format: 'zapi' });
	const published = await stage.rest.createWorkflow(workflow('Carts', trigger));
	await stage.rest.publish(published);
	const orderOf = async (token: string) => {
		const messageId = await stage.contact.sendMessage(OWNER, {
			orderMessage: {
				...{
					orderId: cart.id,
					token,
					itemCount: 2,
					orderTitle: 'Bakery',
					sellerJid: (await own()).jid,
				},
				...{ totalAmount1000: 25_000, totalCurrencyCode: 'BRL' },
			},
		});
		const started = await stage.rest.executionWhere(
			published.id,
			`the cart with ${token}`,
			WITHIN_MS,
			({ output }) => output[TRIGGER_NAME]?.[0]?.json['messageId'] === messageId,
		);
		return started.output[TRIGGER_NAME]?.[0]?.json['order'];
	};

	expect(await orderOf(cart.token)).toMatchObject({
		...{ orderId: '423', total: 25_000 },
		products: [
			{
				...{ productId: '5327', name: 'Rye bread', quantity: 2, price: 12_500 },
				...{ retailerId: '', currencyCode: 'BRL' },
			},
		],
	});
	expect(await orderOf('x')).toMatchObject({ orderId: '423', total: 25_000, products: [] });
});
