import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	EngineError,
	type Chat,
	type ChatMessage,
	type SendMessage,
} from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, record, STARTED_AT, status } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const sendText = (text: string, options: IDataObject = {}): IDataObject => ({
	resource: 'message',
	operation: 'sendText',
	to: { __rl: true, mode: 'phone', value: '+55 11 90000-0002' },
	text,
	options,
});

function use(answers: Parameters<typeof gatewayDouble>[0]) {
	const double = gatewayDouble(answers);
	jest.mocked(gateway).mockReturnValue(double.gateway);
	return double.requests;
}

const TOOL = 'n8n-nodes-whatsapp-linked.whatsAppLinkedTool';

describe('Message > Send Text', () => {
	it('queues the message and puts out its ID', async () => {
		const requests = use({ 'message.send': () => record });
		const { functions } = executeFunctions([sendText('Hello')]);

		expect(await router.call(functions)).toEqual([
			[
				{
					json: {
						messageId: record.messageId,
						status: 'QUEUED',
						chat: record.chat,
						queuedAt: record.queuedAt,
					},
					pairedItem: { item: 0 },
				},
			],
		]);
		expect(requests).toEqual([
			{
				account: expect.objectContaining({ id: 'credential-1' }),
				command: 'message.send',
				input: {
					to: '+55 11 90000-0002',
					content: { type: 'text', text: 'Hello' },
					origin: {
						executionId: 'execution-1',
						startedAt: STARTED_AT,
						nodeId: 'node-1',
						runIndex: 2,
						itemIndex: 0,
					},
				},
			},
		]);
	});

	it('passes on every option', async () => {
		const requests = use({ 'message.find': () => null, 'message.send': () => record });
		const { functions } = executeFunctions([
			sendText('Hello @5511900000003, see https://example.com', {
				customId: ' order-1 ',
				delayAfter: 0,
				linkPreview: true,
				mentions: '+55 11 90000-0003, ,5511900000004',
				replyTo: ' 3EB0 ',
				typing: 1.5,
			}),
		]);
		await router.call(functions);
		expect(requests[1]?.input).toEqual({
			to: '+55 11 90000-0002',
			content: {
				type: 'text',
				text: 'Hello @5511900000003, see https://example.com',
				mentions: ['+55 11 90000-0003', '5511900000004'],
				preview: { url: 'https://example.com', title: 'Shop', description: null },
			},
			origin: { key: 'order-1' },
			typingMs: 1500,
			delayAfterMs: 0,
			replyTo: { messageId: '3EB0' },
		});
	});

	describe('like a person', () => {
		const paragraph = 'A sentence of some words. '.repeat(10).trim();
		const ids = (input: SendMessage) => ({ ...record, messageId: `ID${input.part ?? 1}` });
		const inputs = (requests: ReadonlyArray<{ command: string; input: unknown }>) =>
			requests.filter(({ command }) => command === 'message.send').map(({ input }) => input);

		it('sends a long text as several messages, typed each, and puts out the IDs of all', async () => {
			const requests = use({
				'message.find': () => null,
				'message.send': ids,
				'message.wait': ({ messageId }) => ({ ...record, messageId, status: 'READ' }),
			});
			const item = sendText(`**Hello** @5511900000003\n\n${paragraph}\n\nhttps://example.com`, {
				automaticTyping: true,
				convertMarkdown: true,
				linkPreview: true,
				mentions: '5511900000003',
				replyTo: '3EB0',
				split: 3,
				waitFor: 'READ',
			});
			const [output] = await router.call(executeFunctions([item]).functions);
			const preview = { url: 'https://example.com', title: 'Shop', description: null };
			const text = (words: string) => ({ type: 'text', text: words });
			expect(inputs(requests)).toMatchObject([
				{
					content: { ...text('*Hello* @5511900000003'), mentions: ['5511900000003'] },
					typingMs: 1_100,
					replyTo: { messageId: '3EB0' },
				},
				{ content: text(paragraph), typingMs: 12_950, part: 2 },
				{ content: { ...text('https://example.com'), preview }, typingMs: 1_000, part: 3 },
			]);
			expect(inputs(requests).slice(1)).not.toContainEqual(
				expect.objectContaining({ replyTo: expect.anything() as unknown }),
			);
			expect(output?.map(({ json }) => json)).toMatchObject([
				{ messageId: 'ID3', status: 'READ', messageIds: ['ID1', 'ID2', 'ID3'] },
			]);
		});

		it('sends a short one as one message', async () => {
			use({ 'message.send': ids });
			const { functions } = executeFunctions([sendText('Hi!', { split: 3 })]);
			const [output] = await router.call(functions);
			expect(output?.[0]?.json).toMatchObject({ messageId: 'ID1', messageIds: ['ID1'] });
		});

		it.each([1, 11, 2.5, 'many'])('splits into no %j messages', async (split) => {
			use({});
			const { functions } = executeFunctions([sendText(paragraph, { split })]);
			await expect(router.call(functions)).rejects.toThrow('a whole number from 2 to 10');
		});

		const chat = { unread: 2 } as Chat;
		const message = (messageId: string, fromMe: boolean) =>
			({ messageId, fromMe }) as unknown as ChatMessage;

		it('marks what is unread as read first', async () => {
			const requests = use({
				'chat.get': () => chat,
				'chat.getMessages': () => [
					message('C', false),
					message('mine', true),
					message('B', false),
					message('A', false),
				],
				'message.markRead': () => ({ chat: record.chat, messageIds: ['C', 'B'] }),
				'message.send': () => record,
			});
			await router.call(executeFunctions([sendText('Hi!', { markAsRead: true })]).functions);
			expect(requests.slice(2)).toMatchObject([
				{
					command: 'message.markRead',
					input: { targets: [{ messageId: 'C' }, { messageId: 'B' }] },
				},
				{ command: 'message.send' },
			]);
		});

		it('sends all the same where nothing can be marked as read', async () => {
			const requests = use({
				'chat.get': () => {
					throw new EngineError('DISCONNECTED', 'Not now.', '', true);
				},
				'message.send': () => record,
			});
			await router.call(executeFunctions([sendText('Hi!', { markAsRead: true })]).functions);
			expect(requests.map(({ command }) => command)).toEqual(['chat.get', 'message.send']);
		});
	});

	it('queues all items before it waits for the first', async () => {
		const requests = use({
			'message.send': ({ origin }) => ({
				...record,
				messageId: 'itemIndex' in origin ? `ID${origin.itemIndex}` : '',
			}),
			'message.wait': ({ messageId }) => ({ ...record, messageId, status: 'READ', readAt: 'then' }),
		});
		const item = sendText('Hello', { waitFor: 'READ', waitTimeout: 5 });
		const [output] = await router.call(executeFunctions([item, item]).functions);

		expect(requests.map(({ command }) => command)).toEqual([
			'message.send',
			'message.send',
			'message.wait',
			'message.wait',
		]);
		expect(requests[2]?.input).toEqual({ messageId: 'ID0', status: 'READ', timeoutMs: 5000 });
		expect(output?.map(({ json }) => json)).toMatchObject([
			{ messageId: 'ID0', status: 'READ', readAt: 'then' },
			{ messageId: 'ID1', status: 'READ', readAt: 'then' },
		]);
	});

	it('says on a timeout which message it was and that it is not lost', async () => {
		use({
			'message.send': () => record,
			'message.wait': () => {
				throw new EngineError('TIMEOUT', 'engine words', 'engine hint', true);
			},
		});
		const { functions } = executeFunctions([sendText('Hello', { waitFor: 'READ' })]);
		await expect(router.call(functions)).rejects.toMatchObject({
			message: `Message ${record.messageId} was not read within 30 seconds.`,
			description: expect.stringContaining('It is not lost'),
			context: { itemIndex: 0 },
		});
	});

	describe.each([
		['in the editor', { mode: 'manual' as const }, {} as { result?: string }],
		['as a tool', { type: TOOL }, { result: 'Sent: WhatsApp has the message.' }],
	])('%s', (_where, how, more) => {
		it('shows what became of it', async () => {
			const requests = use({
				'message.send': () => record,
				'message.wait': () => ({ ...record, status: 'SENT' }),
			});
			const { functions, hints } = executeFunctions([sendText('Hello')], how);
			const [output] = await router.call(functions);
			const { messageId, chat, queuedAt } = record;
			const json = { messageId, status: 'SENT', chat, queuedAt, ...more };
			expect(output).toEqual([{ json, pairedItem: { item: 0 } }]);
			expect(requests[1]?.input).toEqual({ messageId, status: 'SENT', timeoutMs: 5000 });
			expect(hints).toEqual([]);
		});

		it('shows why it failed', async () => {
			use({
				'message.send': () => record,
				'message.wait': () => {
					throw new EngineError('NOT_ON_WHATSAPP', 'Not on WhatsApp', 'Check it.');
				},
			});
			const { functions } = executeFunctions([sendText('Hello')], how);
			await expect(router.call(functions)).rejects.toThrow('Not on WhatsApp');
		});

		it.each([
			[{ connected: false, queueLength: 2 }, 'The number is offline; 2 messages wait.'],
			[{ connected: false, queueLength: 1 }, 'The number is offline; 1 message waits.'],
			[{ queueLength: 3 }, 'The number is online; 3 messages wait to leave one after another.'],
			[
				{ queueLength: 1, queuePaused: '2030-01-01' },
				'The queue is paused until Queue > Resume; 1 message waits.',
			],
			[
				{ queueLength: 1, restrictedUntil: '2030-01-01' },
				'WhatsApp lets the number start no new chats until 2030-01-01; 1 message waits.',
			],
			[
				{
					queueLength: 2,
					waiting: [{ reason: 'DAILY_LIMIT' as const, count: 2, until: null }],
					summary: '2 of them wait for the limit of messages per day.',
				},
				'2 of them wait for the limit of messages per day.',
			],
		])('says once why messages are still queued (%j)', async (state, reason) => {
			use({
				'message.send': () => record,
				'message.wait': () => {
					throw new EngineError('TIMEOUT', 'engine words', 'engine hint', true);
				},
				'session.status': () => ({ ...status, ...state }),
			});
			const items = [sendText('Hello'), sendText('Again')];
			const { functions, hints } = executeFunctions(items, how);
			const [output] = await router.call(functions);
			expect(output).toMatchObject([
				{ json: { status: 'QUEUED' } },
				{ json: { status: 'QUEUED' } },
			]);
			expect(hints).toEqual([`Queued. ${reason}`]);
			const result = `Not sent yet, but queued. ${reason} It leaves by itself: do not send it again.`;
			expect(output?.map(({ json }) => json.result)).toEqual(
				more.result ? [result, result] : [undefined, undefined],
			);
		});
	});

	it('tells an agent what it has waited for', async () => {
		use({
			'message.send': () => record,
			'message.wait': () => ({ ...record, status: 'RECEIVED' }),
		});
		const item = sendText('Hello', { waitFor: 'RECEIVED' });
		const [output] = await router.call(executeFunctions([item], { type: TOOL }).functions);
		expect(output?.[0]?.json).toMatchObject({
			status: 'RECEIVED',
			result: "Sent: the message is on the recipient's phone.",
		});
	});

	it('fails when its first record has failed since', async () => {
		const error = new EngineError('NOT_ON_WHATSAPP', 'Not on WhatsApp', 'Check it.').toShape();
		use({ 'message.send': () => ({ ...record, status: 'FAILED', error }) });
		const { functions } = executeFunctions([sendText('Hello')]);
		await expect(router.call(functions)).rejects.toThrow('Not on WhatsApp');
	});

	it.each<[string, IDataObject]>([
		['Reply Privately', { replyPrivately: true }],
		['Reply Privately', { replyPrivately: 'true', replyTo: ' ' }],
		['Reply to Original Message', { replyReference: 'sealed', replyTo: undefined }],
	])('refuses %s without the message that is answered', async (option, options) => {
		const requests = use({ 'message.send': () => record });
		const { functions } = executeFunctions([sendText('Only for you', options)]);
		await expect(router.call(functions)).rejects.toThrow(
			`${option} is set, but Reply to Message ID is empty.`,
		);
		expect(requests).toEqual([]);
	});

	it('says so when nothing was sent, as the Custom ID was used before', async () => {
		use({
			'message.send': () => ({ ...record, duplicate: true }),
			'message.wait': () => ({ ...record, status: 'SENT' }),
		});
		for (const waitFor of ['QUEUED', 'SENT']) {
			const { functions } = executeFunctions([sendText('Hello', { customId: 'a', waitFor })]);
			const [output] = await router.call(functions);
			expect(output?.[0]?.json).toMatchObject({ duplicate: true });
		}
	});

	describe('later', () => {
		const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

		it('passes on when, and says so', async () => {
			const requests = use({ 'message.send': () => ({ ...record, sendAt: inAnHour }) });
			const { functions } = executeFunctions([
				sendText('Hello', { sendAt: '2030-01-31T18:00:00', expiresAfter: 90 }),
			]);
			const [output] = await router.call(functions);
			expect(requests[0]?.input).toMatchObject({
				sendAt: '2030-01-31T21:00:00.000Z',
				expireAfterMs: 5_400_000,
			});
			expect(output?.[0]?.json).toMatchObject({ status: 'QUEUED', sendAt: inAnHour });
		});

		it.each([
			['in the editor', { mode: 'manual' as const }, undefined],
			[
				'as a tool',
				{ type: TOOL },
				`Not sent yet: it leaves by itself at ${inAnHour}. Do not send it again.`,
			],
		])('%s nobody waits for it', async (_where, how, result) => {
			const requests = use({ 'message.send': () => ({ ...record, sendAt: inAnHour }) });
			const { functions, hints } = executeFunctions([sendText('Hello', { sendAt: inAnHour })], how);
			const [output] = await router.call(functions);
			expect(requests.map(({ command }) => command)).toEqual(['message.send']);
			expect(output?.[0]?.json.result).toBe(result);
			expect(hints).toEqual([]);
		});

		it('gives all parts of a text the same time', async () => {
			const requests = use({ 'message.send': () => record });
			const text = 'A sentence of some words. '.repeat(40).trim();
			await router.call(
				executeFunctions([sendText(text, { split: 2, sendAt: inAnHour })]).functions,
			);
			expect(requests.map(({ input }) => (input as SendMessage).sendAt)).toEqual([
				inAnHour,
				inAnHour,
			]);
		});

		it.each(['', null, undefined])('leaves it to the engine to refuse %j', async (sendAt) => {
			const requests = use({ 'message.send': () => record });
			await router.call(executeFunctions([sendText('Hello', { sendAt })]).functions);
			expect(requests[0]?.input).toMatchObject({ sendAt: '' });
		});

		it('is not waited for, unless it is soon', async () => {
			const requests = use({
				'message.send': () => record,
				'message.wait': () => ({ ...record, status: 'SENT' }),
			});
			const send = async (waitTimeout: number) =>
				await router.call(
					executeFunctions([sendText('Hello', { sendAt: inAnHour, waitFor: 'SENT', waitTimeout })])
						.functions,
				);
			await expect(send(60)).rejects.toThrow(
				`The message is to leave at ${inAnHour}, but Wait For waits no longer than 60 seconds for it.`,
			);
			expect(requests).toEqual([]);
			await expect(send(7_200)).resolves.toMatchObject([[{ json: { status: 'SENT' } }]]);
		});
	});

	it('refuses seconds out of range', async () => {
		use({ 'message.send': () => record });
		const { functions } = executeFunctions([sendText('Hello', { typing: 16 })]);
		await expect(router.call(functions)).rejects.toThrow(
			'Typing is 16, but it must be a number of seconds from 0 to 15.',
		);
	});
});

describe('When an item fails, the node', () => {
	const failOn = (text: string) => ({
		'message.send': ({ content }: Pick<SendMessage, 'content'>) => {
			if ('text' in content && content.text === text) {
				throw new EngineError('INVALID_CONTENT', 'The text is empty', 'Fill in Text.');
			}
			return record;
		},
	});

	it('stops there, with the error at the item', async () => {
		const requests = use(failOn(''));
		const { functions } = executeFunctions([sendText('a'), sendText(''), sendText('c')]);
		const error: unknown = await router.call(functions).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: 'The text is empty',
			description: 'Fill in Text.',
			context: { itemIndex: 1 },
		});
		expect(requests).toHaveLength(2);
	});

	it('goes on where the node is set to, in the order of the items', async () => {
		use(failOn(''));
		const items = [sendText('a'), sendText(''), sendText('c')];
		const [output] = await router.call(
			executeFunctions(items, { onError: 'continueRegularOutput' }).functions,
		);
		expect(output).toEqual([
			expect.objectContaining({ pairedItem: { item: 0 } }),
			{
				json: { error: 'The text is empty', code: 'INVALID_CONTENT', hint: 'Fill in Text.' },
				pairedItem: { item: 1 },
			},
			expect.objectContaining({ pairedItem: { item: 2 } }),
		]);
	});

	it("sends the item to the node's error output, where it has one", async () => {
		use(failOn(''));
		const { functions } = executeFunctions([sendText('')], { onError: 'continueErrorOutput' });
		const [output] = await router.call(functions);
		expect(output).toEqual([
			{
				json: { error: 'The text is empty' },
				error: expect.any(NodeOperationError),
				pairedItem: { item: 0 },
			},
		]);
	});

	it('keeps the message ID in the output when the waiting failed', async () => {
		use({
			'message.send': () => record,
			'message.wait': () => {
				throw new EngineError('EXPIRED', 'Too late', 'Send it again.');
			},
		});
		const items = [sendText('a', { waitFor: 'SENT' })];
		const [output] = await router.call(
			executeFunctions(items, { onError: 'continueRegularOutput' }).functions,
		);
		expect(output?.[0]?.json).toMatchObject({ messageId: record.messageId, error: 'Too late' });
	});
});

describe('Session', () => {
	const png = Buffer.from('PNG').toString('base64');

	it('Get QR Code puts out an image and how to scan it', async () => {
		use({
			'session.linkByQr': () => ({
				png,
				text: '2@abc',
				expiresAt: 'soon',
				status: { ...status, state: 'WAITING' },
			}),
		});
		const { functions, hints } = executeFunctions([
			{ resource: 'session', operation: 'getQrCode' },
		]);
		const [output] = await router.call(functions);
		expect(output?.[0]).toMatchObject({
			json: { state: 'WAITING', expiresAt: 'soon', text: '2@abc' },
			binary: { data: { data: png, mimeType: 'image/png' } },
		});
		expect(hints[0]).toContain('Linked devices');
	});

	it('Get QR Code has no image for a linked number, and says so', async () => {
		use({ 'session.linkByQr': () => ({ png: null, text: null, expiresAt: null, status }) });
		const { functions, hints } = executeFunctions([
			{ resource: 'session', operation: 'getQrCode' },
		]);
		const [output] = await router.call(functions);
		expect(output?.[0]?.json).toMatchObject({ state: 'LINKED', phone: status.phone });
		expect(output?.[0]?.binary).toBeUndefined();
		expect(hints[0]).toContain('linked already');
	});

	it.each([
		['getStatus', 'session.status'],
		['logOut', 'session.logOut'],
		['reconnect', 'session.reconnect'],
		['restart', 'session.restart'],
	] as const)('%s puts out the status', async (operation, command) => {
		use({ [command]: () => status });
		const { functions } = executeFunctions([{ resource: 'session', operation }]);
		expect(await router.call(functions)).toEqual([[{ json: status, pairedItem: { item: 0 } }]]);
	});
});

describe('Queue', () => {
	const { messageId, chat, queuedAt, sendAt } = record;
	const waiting = {
		...{ messageId, chat, queuedAt, sendAt, preview: 'Hello', campaign: 'Spring sale' },
		status: 'QUEUED' as const,
		priority: 'low' as const,
	};

	it('Get Many makes one item of each message', async () => {
		const requests = use({ 'queue.getMany': () => [waiting, waiting] });
		const { functions } = executeFunctions([
			{ resource: 'queue', operation: 'getAll', returnAll: false, limit: 50 },
		]);
		const [output] = await router.call(functions);
		expect(output).toHaveLength(2);
		expect(output?.[1]).toEqual({ json: waiting, pairedItem: { item: 0 } });
		expect(requests[0]?.input).toEqual({ limit: 50 });
	});

	it('Edit Time sets another time, by the time zone of the workflow', async () => {
		const at = '2030-01-31T21:00:00.000Z';
		const requests = use({ 'queue.editTime': () => ({ ...record, sendAt: at }) });
		const { functions } = executeFunctions([
			{ resource: 'queue', operation: 'editTime', messageId, sendAt: '2030-01-31 18:00' },
		]);
		const [output] = await router.call(functions);
		expect(requests[0]?.input).toEqual({ messageId, sendAt: at });
		expect(output?.[0]?.json).toEqual({ messageId, status: 'QUEUED', chat, queuedAt, sendAt: at });
	});

	it('Delete takes one message out', async () => {
		const requests = use({ 'queue.delete': () => ({ ...record, status: 'CANCELLED' }) });
		const { functions } = executeFunctions([
			{ resource: 'queue', operation: 'delete', messageId: ` ${messageId} ` },
		]);
		const [output] = await router.call(functions);
		expect(output?.[0]?.json).toEqual({
			deleted: true,
			messageId,
			status: 'CANCELLED',
			chat,
			queuedAt,
		});
		expect(requests[0]?.input).toEqual({ messageId });
	});

	it.each([
		['pause', { what: 'queue' }, null],
		['pause', { what: 'campaign', campaign: 'Spring sale' }, 'Spring sale'],
		// An expression yields nothing: that is no name, and must not pause all.
		['pause', { what: 'campaign', campaign: undefined }, ''],
		['resume', { what: 'QUEUE', campaign: 'Spring sale' }, null],
		['resume', { what: 'campaign', campaign: 'Spring sale' }, 'Spring sale'],
	] as const)('%s tells the engine what: %j', async (operation, parameters, campaign) => {
		const state = { paused: operation === 'pause', campaign, since: null, waiting: 3 };
		const requests = use({ [`queue.${operation}`]: () => state });
		const { functions } = executeFunctions([{ resource: 'queue', operation, ...parameters }]);
		expect(await router.call(functions)).toMatchObject([[{ json: state }]]);
		expect(requests[0]?.input).toEqual({ campaign });
	});

	it.each([
		['clear', 'queue.clear', { deleted: 4 }],
		['getAll', 'queue.getMany', []],
		['getStatistics', 'queue.statistics', []],
	] as const)('%s is about one campaign where it is named', async (operation, command, answer) => {
		const requests = use({ [command]: () => answer });
		for (const options of [{}, { campaign: 'Spring sale' }, { campaign: null }]) {
			const parameters = { resource: 'queue', operation, returnAll: true, options };
			await router.call(executeFunctions([parameters]).functions);
		}
		expect(requests.map(({ input }) => input)).toMatchObject([
			expect.not.objectContaining({ campaign: expect.anything() }),
			{ campaign: 'Spring sale' },
			// Left to the engine to refuse.
			{ campaign: '' },
		]);
	});

	it('a message is sent with its campaign and its priority', async () => {
		const requests = use({ 'message.send': () => record });
		const items = [
			sendText('Hello'),
			sendText('Hello', { campaign: 'Spring sale', priority: 'HIGH' }),
		];
		await router.call(executeFunctions(items).functions);
		expect(requests[0]?.input).not.toHaveProperty('campaign');
		expect(requests[0]?.input).not.toHaveProperty('priority');
		expect(requests[1]?.input).toMatchObject({ campaign: 'Spring sale', priority: 'high' });
	});

	it('Clear tells how many', async () => {
		use({ 'queue.clear': () => ({ deleted: 4 }) });
		const { functions } = executeFunctions([{ resource: 'queue', operation: 'clear' }]);
		expect(await router.call(functions)).toMatchObject([[{ json: { deleted: true, count: 4 } }]]);
	});
});

it('The router names an operation that it does not know', async () => {
	use({});
	const { functions } = executeFunctions([{ resource: 'message', operation: 'sendFax' }]);
	await expect(router.call(functions)).rejects.toThrow(
		'WhatsApp Linked has no operation "sendFax" for "message".',
	);
});
