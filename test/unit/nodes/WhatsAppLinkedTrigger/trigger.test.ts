import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { ManualExecutionCancelledError, UserError } from 'n8n-workflow';

import type {
	Cart,
	DroppedListener,
	EventBatch,
	EventDroppedEvent,
	EventListener,
	Gateway,
	OpenMedia,
	SessionStatus,
	Subscription,
} from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { startTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/trigger';
import { gateway } from '../../../../nodes/shared/gateway';
import { credentialData, executeFunctions, gatewayDouble, node, status } from '../doubles';
import { FILE } from '../../../support/incoming';
import { cart, direct, incoming, status as statusEvent } from './events';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const batch: EventBatch = {
	batchId: 'e1',
	events: [
		{
			event: 'message.read',
			eventId: 'e1',
			timestamp: '2026-01-01T00:00:00.000Z',
			account: { id: 'credential-1', phone: null, lid: null, name: null },
			chat: { id: '1@s.whatsapp.net', type: 'direct', phone: null, lid: null, name: null },
			messageId: '3EB0',
			status: 'READ',
		},
	],
};

interface Emitted {
	data: INodeExecutionData[][];
	done: Parameters<ITriggerFunctions['emit']>[2];
	key: string | undefined;
}

/** A trigger in n8n, with an engine behind it that hands over what the test says. */
function harness({
	parameters = { events: ['message.read'] } as IDataObject,
	mode = 'trigger',
	activation = 'init' as WorkflowActivateMode,
	subscribe = undefined as Gateway['subscribe'] | undefined,
	openMedia = undefined as Gateway['openMedia'] | undefined,
	session = {} as Partial<SessionStatus>,
	answers = {} as Parameters<typeof gatewayDouble>[0],
} = {}) {
	const emitted: Emitted[] = [];
	const subscriptions: Array<{
		subscription: Subscription;
		listener: EventListener;
		onDropped: DroppedListener | undefined;
	}> = [];
	const close = jest.fn(async () => {});
	jest.mocked(gateway).mockReturnValue({
		...gatewayDouble({ 'session.status': () => ({ ...status, ...session }), ...answers }).gateway,
		subscribe:
			subscribe ??
			(async (_, subscription, listener, onDropped) => {
				subscriptions.push({ subscription, listener, onDropped });
				return { close };
			}),
		...(openMedia && { openMedia }),
	});
	const functions = {
		getNode: () => node,
		getWorkflow: () => ({ id: 'workflow-1', name: 'Test', active: true }),
		getCredentials: async () => credentialData,
		getMode: () => mode,
		getActivationMode: () => activation,
		getNodeParameter: (path: string, fallback: unknown) => {
			const [name = '', key] = path.split('.');
			const value = key ? (parameters[name] as IDataObject | undefined)?.[key] : parameters[name];
			// As n8n does (n8n-core, get-node-parameter).
			if (value === undefined && fallback === undefined) throw new Error('Could not get parameter');
			return value ?? fallback;
		},
		logger: { warn: jest.fn(), error: jest.fn() },
		helpers: {
			createDeferredPromise: deferred,
			prepareBinaryData: executeFunctions([]).functions.helpers.prepareBinaryData,
		},
		emit: (data: Emitted['data'], _: undefined, done: Emitted['done'], key: Emitted['key']) =>
			emitted.push({ data, done, key }),
	} as unknown as ITriggerFunctions;
	const handOver = async () => await subscriptions[0]!.listener(batch);
	return { functions, emitted, subscriptions, close, handOver };
}

describe('a published trigger', () => {
	it.each<[WorkflowActivateMode, Subscription['start']]>([
		['activate', 'now'],
		['update', 'resume'],
		['init', 'resume'],
		['leadershipChange', 'resume'],
	])('on %s starts with %s', async (activation, start) => {
		const { functions, subscriptions } = harness({ activation });
		await startTrigger(functions);
		expect(subscriptions[0]?.subscription).toEqual({
			durableId: 'workflow-1:node-1',
			events: ['message.read'],
			filters: { 'message.read': { chatTypes: ['direct'] } },
			start,
		});
	});

	it('has taken a batch once the execution is over', async () => {
		const { functions, emitted, handOver } = harness();
		await startTrigger(functions);
		const taken = jest.fn();
		const handedOver = handOver().then(taken);
		await new Promise(setImmediate);

		expect(emitted[0]?.data).toEqual([[{ json: batch.events[0] }]]);
		expect(emitted[0]?.key).toBe('workflow-1:node-1:e1');
		await new Promise(setImmediate);
		expect(taken).not.toHaveBeenCalled();
		emitted[0]?.done?.resolve({ status: 'error' } as IRun);
		await handedOver;
		expect(taken).toHaveBeenCalled();
	});

	it.each([
		['long', 'x'.repeat(1_000)],
		['in no alphabet of ASCII', 'é'.repeat(20)],
		['with a zero byte', 'a\0b'],
	])('is known to n8n by a key that every database takes, although its ID is %s', async (_, id) => {
		const { functions, emitted, subscriptions } = harness();
		await startTrigger(functions);
		const listen = async (batchId: string) => {
			void subscriptions[0]!.listener({ ...batch, batchId });
			await new Promise(setImmediate);
			return emitted.at(-1)?.key;
		};
		const key = await listen(id);
		expect(key).toMatch(/^[0-9a-f]{64}$/);
		expect(await listen(id)).toBe(key);
		expect(await listen(`${id}2`)).not.toBe(key);
	});

	it('says in n8n’s log which event it does not get', async () => {
		const { functions, subscriptions } = harness();
		await startTrigger(functions);
		subscriptions[0]!.onDropped?.({
			dropped: { event: 'message.read', eventId: 'e1' },
			reason: 'n8n refused it.',
		} as EventDroppedEvent);
		expect(functions.logger.error).toHaveBeenCalledWith(
			'WhatsApp Linked Trigger lost message.read: n8n refused it.',
			expect.objectContaining({ workflowId: 'workflow-1', eventId: 'e1' }),
		);
	});

	it.each([
		['was stopped', new ManualExecutionCancelledError('1')],
		['was over at once', new Error('No active execution found')],
	])('has taken a batch whose execution %s', async (_, error) => {
		const { functions, emitted, handOver } = harness();
		await startTrigger(functions);
		const handedOver = handOver();
		await new Promise(setImmediate);
		emitted[0]?.done?.reject(error);
		await handedOver;
		expect(emitted).toHaveLength(1);
	});

	it('has not taken a batch that n8n could not start', async () => {
		const { functions, emitted, handOver } = harness();
		await startTrigger(functions);
		const handedOver = handOver();
		await new Promise(setImmediate);
		emitted[0]?.done?.reject(new Error('database is locked'));
		await expect(handedOver).rejects.toThrow(
			'n8n could not start the workflow: database is locked',
		);
	});

	it("does not wait where n8n's new engine refuses that", async () => {
		const { functions, emitted, handOver } = harness();
		await startTrigger(functions);
		const handedOver = handOver();
		await new Promise(setImmediate);
		emitted[0]?.done?.reject(
			new UserError(
				'Engine 2.0 cannot run a trigger that waits for its execution to finish yet. Set the node to hand off without waiting.',
			),
		);
		await handedOver;
		expect(emitted[1]).toMatchObject({ done: undefined, key: 'workflow-1:node-1:e1' });
	});

	it.each<[string, IDataObject, Subscription['filters']]>([
		[
			'of direct chats',
			{ events: ['message.read'] },
			{ 'message.read': { chatTypes: ['direct'] } },
		],
		[
			'of the chosen chats and kinds, where they have such',
			{
				events: ['message.incoming', 'message.read', 'message.reaction', 'session.connected'],
				chats: ['group', 'status'],
				options: { messageTypes: ['image'] },
			},
			{
				'message.incoming': { chatTypes: ['group', 'status'], messageTypes: ['image'] },
				'message.read': { chatTypes: ['group', 'status'] },
				'message.reaction': { chatTypes: ['group', 'status'] },
				'session.connected': {},
			},
		],
		[
			'once of a status, where it is asked for by both names',
			{ events: ['message.incoming', 'status.posted'], chats: ['direct', 'status'] },
			{ 'message.incoming': { chatTypes: ['direct'] }, 'status.posted': {} },
		],
		[
			'once of a post in a channel, too',
			{
				events: ['message.incoming', 'status.posted', 'channel.posted'],
				chats: ['channel', 'direct', 'status'],
			},
			{
				'message.incoming': { chatTypes: ['direct'] },
				'status.posted': {},
				'channel.posted': {},
			},
		],
		[
			'once of a status, whichever chats are named',
			{
				events: ['message.incoming', 'status.posted'],
				options: { chats: 'status@broadcast' },
			},
			{ 'message.incoming': { chatTypes: ['channel', 'direct', 'group'] }, 'status.posted': {} },
		],
		[
			'of all groups, for what happens to groups',
			{ events: ['group.participantsChanged'] },
			{ 'group.participantsChanged': {} },
		],
		[
			'that an expression names alone',
			{ events: 'message.read', chats: 'group' },
			{ 'message.read': { chatTypes: ['group'] } },
		],
	])('asks for events %s', async (_, parameters, filters) => {
		const { functions, subscriptions } = harness({ parameters });
		await startTrigger(functions);
		expect(subscriptions[0]?.subscription).toMatchObject({ filters });
	});

	const loggedOut = {
		state: 'LOGGED_OUT' as const,
		lastError: new EngineError('LOGGED_OUT', 'The phone unlinked it', 'Link it.').toShape(),
	};

	it.each([
		[{ state: 'UNLINKED' as const }, 'No WhatsApp number is linked'],
		[{ state: 'WAITING' as const }, 'No WhatsApp number is linked'],
		[loggedOut, 'The phone unlinked it'],
	])('says that there is no number when a person publishes it (%j)', async (session, words) => {
		const { functions, subscriptions } = harness({ activation: 'activate', session });
		await expect(startTrigger(functions)).rejects.toThrow(words);
		expect(subscriptions).toEqual([]);
	});

	it.each<WorkflowActivateMode>(['update', 'init', 'leadershipChange'])(
		'waits for the number on %s',
		async (activation) => {
			const { functions, subscriptions } = harness({ activation, session: loggedOut });
			await startTrigger(functions);
			expect(subscriptions).toHaveLength(1);
		},
	);

	it('that listens for the linking itself needs no number', async () => {
		const { functions, subscriptions } = harness({
			activation: 'activate',
			session: { state: 'UNLINKED' },
			parameters: { events: ['session.connected'] },
		});
		await startTrigger(functions);
		expect(subscriptions).toHaveLength(1);
	});

	it('closes its subscription', async () => {
		const { functions, close } = harness();
		const { closeFunction } = await startTrigger(functions);
		await closeFunction?.();
		expect(close).toHaveBeenCalledTimes(1);
	});

	it.each([
		[{ events: [] }, 'No event is chosen.'],
		[{ events: ['message.reed'] }, 'There is no event "message.reed".'],
		[{ events: ['message.read'], chats: [] }, 'No kind of chat is chosen.'],
		[{ events: ['message.read'], options: { messageTypes: [] } }, 'No message type is chosen.'],
		[
			{ events: ['message.read'], options: { downloadMedia: true, maxSize: 0 } },
			'Max File Size is 0',
		],
	])('refuses %j', async (parameters, message) => {
		await expect(startTrigger(harness({ parameters }).functions)).rejects.toThrow(message);
	});

	it('shows message and hint of an engine that refuses', async () => {
		const { functions } = harness({
			subscribe: async () => {
				throw new EngineError('NOT_LINKED', 'The number is not linked', 'Link it.');
			},
		});
		await expect(startTrigger(functions)).rejects.toMatchObject({
			message: 'The number is not linked',
			description: 'Link it.',
		});
	});

	it('starts all the same when the engine is only busy', async () => {
		const { functions } = harness({
			subscribe: async () => {
				throw new EngineError('IN_USE', 'Another process has it', 'Wait.', true);
			},
		});
		const { closeFunction } = await startTrigger(functions);
		expect(functions.logger.warn).toHaveBeenCalled();
		await closeFunction?.();
	});

	it('says as what Z-API tells that a message was sent', async () => {
		const options = { format: 'zapi', messageSentAs: 'messageStatusCallback' };
		const trigger = harness({ parameters: { events: ['message.sent'], options } });
		await startTrigger(trigger.functions);
		const sent = { batchId: 'e1', events: [statusEvent('message.sent', { status: 'SENT' })] };
		void trigger.subscriptions[0]!.listener(sent);
		while (trigger.emitted.length < 1) await new Promise(setImmediate);
		expect(trigger.emitted[0]?.data).toMatchObject([
			[{ json: { type: 'MessageStatusCallback', status: 'SENT', ids: ['M1'] } }],
		]);
	});
});

describe('A trigger of carts', () => {
	const asked = { orderId: '422', token: 'AR5d' };
	const products = [
		{
			...{ productId: '5327', name: 'Rye bread', quantity: 2, price: 12.5, currency: 'BRL' },
			imageUrl: null,
		},
	];

	/** Hands over a cart and a text behind it, and returns what comes out once WhatsApp has answered. */
	async function handOver(format: string, answer: () => Promise<Cart>) {
		const getCart = jest.fn(answer);
		const options = { format, downloadMedia: false };
		const trigger = harness({
			parameters: { events: ['message.incoming'], options },
			answers: { 'order.getCart': getCart },
		});
		await startTrigger(trigger.functions);
		for (const event of [cart, incoming({ eventId: 'e2', messageId: 'TEXT' })]) {
			void trigger.subscriptions[0]!.listener({ batchId: event.messageId, events: [event] });
		}
		while (trigger.emitted.length < 2) await new Promise(setImmediate);
		const json = trigger.emitted.map(({ data }) => data[0]?.[0]?.json);
		return { json, getCart, logger: trigger.functions.logger };
	}

	it.each([
		['simplified', products],
		[
			'zapi',
			[
				{
					...{ productId: '5327', name: 'Rye bread', quantity: 2, price: 12_500 },
					...{ currencyCode: 'BRL', retailerId: '' },
				},
			],
		],
	])('puts their products out (%s), before what comes behind', async (format, told) => {
		const { json, getCart } = await handOver(format, async () => {
			await new Promise(setImmediate);
			return { ...asked, products } as unknown as Cart;
		});
		expect(json).toMatchObject([{ order: { products: told } }, { messageId: 'TEXT' }]);
		expect(getCart).toHaveBeenCalledWith(asked);
	});

	it('loses none whose products cannot be had', async () => {
		const { json, logger } = await handOver('zapi', async () => {
			throw new EngineError('NOT_ALLOWED', 'WhatsApp has no cart 422 with this token.', '');
		});
		expect(json).toMatchObject([{ order: { orderId: '422', products: [] } }, {}]);
		expect(logger.warn).toHaveBeenCalledWith(
			'WhatsApp Linked Trigger puts out a cart without its products: NOT_ALLOWED',
			{ workflowId: 'workflow-1', nodeName: 'WhatsApp Linked' },
		);
	});

	it('asks nothing where they are put out as WhatsApp has sent them', async () => {
		const { getCart } = await handOver('raw', async () => ({ products }) as unknown as Cart);
		expect(getCart).not.toHaveBeenCalled();
	});
});

describe('A trigger that downloads files', () => {
	const image = incoming({ messageId: 'IMAGE', type: 'image', text: null, media: FILE });
	const parameters = {
		events: ['message.incoming'],
		chats: ['direct', 'group'],
		options: { downloadMedia: true, maxSize: 2, messageTypes: ['image', 'text'] },
	};
	const handOver = async (
		{ subscriptions }: ReturnType<typeof harness>,
		event: EventBatch['events'][number],
	) => await subscriptions[0]!.listener({ batchId: event.eventId, events: [event] });

	it('puts them into the binary field data, and keeps the order of what came in', async () => {
		const opened: OpenMedia[] = [];
		const openMedia: Gateway['openMedia'] = async (_account, asked) => {
			opened.push(asked);
			await new Promise(setImmediate);
			return await gatewayDouble({}).gateway.openMedia(_account, asked);
		};
		const trigger = harness({ parameters, openMedia });
		await startTrigger(trigger.functions);
		void handOver(trigger, image);
		void handOver(trigger, incoming({ eventId: 'e2', messageId: 'TEXT' }));
		while (trigger.emitted.length < 2) await new Promise(setImmediate);
		const items = trigger.emitted.map(({ data }) => data[0]?.[0]);
		expect(items.map((item) => item?.json.messageId)).toEqual(['IMAGE', 'TEXT']);
		expect(items[0]?.binary).toEqual({
			data: {
				data: Buffer.from('file of IMAGE').toString('base64'),
				fileName: 'image-IMAGE.png',
				mimeType: 'image/png',
			},
		});
		expect(opened).toEqual([{ messageId: 'IMAGE', reference: 'sealed', maxSize: 2 * 1024 * 1024 }]);
	});

	it('lets other chats go past a file that does not come, in each chat in order', async () => {
		let fail: () => void = () => undefined;
		const openMedia: Gateway['openMedia'] = async () =>
			await new Promise((_, reject) => {
				fail = () => reject(new EngineError('MEDIA_UNREACHABLE', 'It did not come', '', true));
			});
		const trigger = harness({ parameters, openMedia });
		await startTrigger(trigger.functions);
		const text = (messageId: string, more = {}) =>
			handOver(trigger, incoming({ eventId: messageId, messageId, ...more }));
		void handOver(trigger, image);
		void text('BEHIND');
		for (let each = 0; each < 20; each++) {
			void text(`OTHER ${each}`, { chat: { ...direct, id: `${each}@lid` } });
		}
		while (trigger.emitted.length < 20) await new Promise(setImmediate);
		const ids = () => trigger.emitted.map(({ data }) => data[0]?.[0]?.json.messageId);
		expect(ids()).toEqual(Array.from({ length: 20 }, (_, each) => `OTHER ${each}`));
		fail();
		while (trigger.emitted.length < 22) await new Promise(setImmediate);
		expect(ids().slice(20)).toEqual(['IMAGE', 'BEHIND']);
	});

	it('starts 50 executions at a time, however many batches it has', async () => {
		const trigger = harness({ parameters });
		await startTrigger(trigger.functions);
		for (let each = 0; each < 60; each++) {
			const chat = { ...direct, id: `${each}@lid` };
			void handOver(trigger, incoming({ eventId: `e${each}`, messageId: `M${each}`, chat }));
		}
		while (trigger.emitted.length < 50) await new Promise(setImmediate);
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		expect(trigger.emitted).toHaveLength(50);
		trigger.emitted[3]?.done?.resolve({} as IRun);
		while (trigger.emitted.length < 51) await new Promise(setImmediate);
		expect(trigger.emitted[50]?.key).toBe('workflow-1:node-1:e50');
	});

	it('loses no message whose file cannot be had', async () => {
		const openMedia: Gateway['openMedia'] = async () => {
			throw new EngineError('MEDIA_UNREACHABLE', 'WhatsApp does not have the file any more', '');
		};
		const trigger = harness({ parameters, openMedia });
		await startTrigger(trigger.functions);
		void handOver(trigger, image);
		while (trigger.emitted.length < 1) await new Promise(setImmediate);
		expect(trigger.emitted[0]?.data).toEqual([
			[
				{
					json: {
						...image,
						media: { ...FILE, downloadError: 'WhatsApp does not have the file any more' },
					},
				},
			],
		]);
	});

	it('does not get a file anew for a batch that n8n did not take', async () => {
		const opened: string[] = [];
		const openMedia: Gateway['openMedia'] = async (account, asked) => {
			if ('messageId' in asked) opened.push(asked.messageId);
			return await gatewayDouble({}).gateway.openMedia(account, asked);
		};
		const trigger = harness({ parameters, openMedia });
		await startTrigger(trigger.functions);
		for (const answer of ['reject', 'resolve', 'resolve'] as const) {
			const before = trigger.emitted.length;
			const handedOver = handOver(trigger, image).catch(() => undefined);
			while (trigger.emitted.length === before) await new Promise(setImmediate);
			trigger.emitted[before]?.done?.[answer](new Error('database is locked') as never);
			await handedOver;
		}
		const [first, again] = trigger.emitted.map(({ data }) => data[0]?.[0]?.binary);
		expect(again).toEqual(first);
		// The third is another one, under the same ID: nothing is kept of what was taken.
		expect(opened).toEqual(['IMAGE', 'IMAGE']);
	});

	it("goes without them where n8n's new engine takes none", async () => {
		const trigger = harness({ parameters });
		await startTrigger(trigger.functions);
		const handedOver = handOver(trigger, image);
		while (trigger.emitted.length < 1) await new Promise(setImmediate);
		trigger.emitted[0]?.done?.reject(
			new UserError('Engine 2.0 cannot receive files from a trigger yet.'),
		);
		await handedOver;
		const [item] = trigger.emitted[1]?.data[0] ?? [];
		expect(item).not.toHaveProperty('binary');
		expect(item?.json).toMatchObject({
			media: { downloadError: expect.stringContaining('Message > Download Media') },
		});
	});

	it('asks for what WhatsApp said only where that is put out', async () => {
		const options = { format: 'raw' };
		const trigger = harness({ parameters: { events: ['message.incoming'], options } });
		await startTrigger(trigger.functions);
		expect(trigger.subscriptions[0]?.subscription).toMatchObject({ raw: true });
	});
});

describe('Execute step', () => {
	it('listens only after the trigger has returned, for this one time', async () => {
		const { functions, subscriptions, emitted, close, handOver } = harness({ mode: 'manual' });
		const { manualTriggerFunction, closeFunction } = await startTrigger(functions);
		expect(subscriptions).toEqual([]);

		await manualTriggerFunction?.();
		expect(subscriptions[0]?.subscription).toEqual({
			events: ['message.read'],
			filters: { 'message.read': { chatTypes: ['direct'] } },
			start: 'now',
		});
		await handOver();
		expect(emitted[0]).toMatchObject({ data: [[{ json: batch.events[0] }]], done: undefined });
		await closeFunction?.();
		expect(close).toHaveBeenCalledTimes(1);
	});

	it('says that there is no number', async () => {
		const { functions } = harness({ mode: 'manual', session: { state: 'UNLINKED' } });
		const { manualTriggerFunction } = await startTrigger(functions);
		await expect(manualTriggerFunction?.()).rejects.toThrow('No WhatsApp number is linked');
	});

	it('can be stopped before it listens, and after it failed to', async () => {
		const { functions } = harness({
			mode: 'manual',
			subscribe: async () => {
				throw new EngineError('NOT_LINKED', 'The number is not linked', 'Link it.');
			},
		});
		const { manualTriggerFunction, closeFunction } = await startTrigger(functions);
		await closeFunction?.();
		await expect(manualTriggerFunction?.()).rejects.toThrow('The number is not linked');
		await closeFunction?.();
	});
});

function deferred() {
	let resolve!: (value: unknown) => void;
	let reject!: (error: Error) => void;
	const promise = new Promise((...settle) => ([resolve, reject] = settle));
	return { promise, resolve, reject };
}
