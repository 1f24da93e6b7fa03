import type { IDataObject } from 'n8n-workflow';

import type { Commands, MessageRecord, SendMessage } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, record } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const CHAT = '5511900000002@s.whatsapp.net';
const chat = { to: { __rl: true, mode: 'id', value: CHAT } };
const done = (messageIds: string[]) => ({ chat: CHAT, messageIds });

/** Runs an operation of Message for one item: what it asked of the engine, and what it put out. */
async function run(operation: string, parameters: IDataObject) {
	const double = gatewayDouble({
		'message.send': () => record,
		'message.star': ({ target }) => done([target.messageId]),
		'message.deleteForMe': ({ target }) => done([target.messageId]),
		'message.markRead': ({ targets }) => done(targets.map(({ messageId }) => messageId)),
		'message.status': () => ({ ...record, participants: [], progress: null }),
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const item = { resource: 'message', operation, ...chat, messageId: ' A1 ', ...parameters };
	const [output] = await router.call(executeFunctions([item]).functions);
	const [request] = double.requests;
	return { command: request?.command, input: request?.input, json: output?.[0]?.json };
}

const sent = async (operation: string, parameters: IDataObject = {}) => {
	const { command, input, json } = await run(operation, parameters);
	expect(command).toBe('message.send');
	expect(json).toMatchObject({ messageId: record.messageId, status: 'QUEUED' });
	return input as SendMessage;
};

const target = { messageId: 'A1' };

describe('Delete for everyone', () => {
	const deletionId = record.messageId;

	it('names the message that it deletes, and the deletion, by which its status is asked for', async () => {
		expect(await run('delete', { deleteFor: 'everyone' })).toMatchObject({
			command: 'message.send',
			input: { to: CHAT, content: { type: 'delete', target } },
			json: { deleted: true, messageId: 'A1', deletionId, chat: CHAT, status: 'QUEUED' },
		});
	});

	it.each<[Partial<MessageRecord> | EngineError, IDataObject]>([
		[{ status: 'SENT' }, { deleted: true, status: 'SENT' }],
		[new EngineError('TIMEOUT', 'Not yet.', 'Wait.'), { status: 'QUEUED', code: 'TIMEOUT' }],
	])('that is waited for (%#) says so only when it went well', async (reached, expected) => {
		const double = gatewayDouble({
			'message.send': () => record,
			'message.wait': () => {
				if (reached instanceof EngineError) throw reached;
				return { ...record, ...reached };
			},
		});
		jest.mocked(gateway).mockReturnValue(double.gateway);
		const which = { ...chat, messageId: 'A1', deleteFor: 'everyone' };
		const item = { resource: 'message', operation: 'delete', ...which };
		const { functions } = executeFunctions([{ ...item, options: { waitFor: 'SENT' } }], {
			onError: 'continueRegularOutput',
		});
		const [output] = await router.call(functions);
		const json = output?.[0]?.json;
		expect(json).toMatchObject({ messageId: 'A1', deletionId, ...expected });
		expect(json?.deleted).toBe(expected.deleted);
	});
});

describe('What is done to a message by sending another', () => {
	it.each<[string, IDataObject, object]>([
		['editText', { text: 'better' }, { type: 'editText', text: 'better' }],
		['editCaption', { caption: 'better' }, { type: 'editCaption', caption: 'better' }],
		['editCaption', { caption: '' }, { type: 'editCaption', caption: '' }],
		['react', { emoji: ' 👍 ' }, { type: 'reaction', emoji: '👍' }],
		['removeReaction', {}, { type: 'reaction', emoji: '' }],
		['forward', {}, { type: 'forward' }],
		['pin', { duration: 86_400 }, { type: 'pin', seconds: 86_400 }],
		['pin', { duration: '604800' }, { type: 'pin', seconds: 604_800 }],
		['unpin', {}, { type: 'pin', seconds: 0 }],
		[
			'votePoll',
			{ pollOptions: 'Fish, fresh\n\n Pie ' },
			{ type: 'pollVote', options: ['Fish, fresh', 'Pie'] },
		],
		['votePoll', { pollOptions: ['Fish', 7] }, { type: 'pollVote', options: ['Fish', '7'] }],
		[
			'votePoll',
			{ pollOptions: [{ name: 'Fish' }, { name: 'Pie' }] },
			{ type: 'pollVote', options: ['Fish', 'Pie'] },
		],
		['votePoll', { pollOptions: '' }, { type: 'pollVote', options: [] }],
		['answerEvent', { answer: 'maybe' }, { type: 'eventAnswer', answer: 'maybe' }],
		['answerEvent', { answer: 'NOT_GOING' }, { type: 'eventAnswer', answer: 'notGoing' }],
		['cancelEvent', {}, { type: 'eventCancel' }],
		[
			'editEvent',
			{ name: 'Party!', startsAt: '2030-01-01T18:00:00Z', options: { location: 'Here' } },
			{
				type: 'eventEdit',
				event: {
					name: 'Party!',
					startsAt: '2030-01-01T18:00:00.000Z',
					location: 'Here',
					canceled: false,
				},
			},
		],
	])('%s %j', async (operation, parameters, content) => {
		expect(await sent(operation, parameters)).toMatchObject({
			to: CHAT,
			content: { ...content, target },
			origin: { executionId: 'execution-1', nodeId: 'node-1', runIndex: 2, itemIndex: 0 },
		});
	});

	it('mentions people in an edited text', async () => {
		const { content } = await sent('editText', { text: '@222', options: { mentions: '222@lid' } });
		expect(content).toMatchObject({ mentions: ['222@lid'] });
	});

	it('takes a group to mention as chosen from the list', async () => {
		const locator = { __rl: true, mode: 'list', value: '1203@g.us', cachedResultName: 'Trips' };
		const mentionGroups = { group: [{ chat: locator, name: 'Trips' }] };
		const { content } = await sent('editText', { text: '@1203@g.us', options: { mentionGroups } });
		expect(content).toMatchObject({ mentionGroups: [{ chat: '1203@g.us', name: 'Trips' }] });
	});

	it.each([
		['chosen from the list', '5511900000003@s.whatsapp.net', '5511900000003@s.whatsapp.net'],
		['typed', ' +55 11 90000-0003 ', '+55 11 90000-0003'],
		['put out by the trigger', { phone: null, lid: '78@lid', name: 'Bob' }, '78@lid'],
	])('takes a sender that is %s', async (_how, value, sender) => {
		const options = { sender: { __rl: true, mode: 'phone', value } };
		const { content } = await sent('react', { emoji: '👍', options });
		expect(content).toMatchObject({ target: { messageId: 'A1', sender } });
	});

	it('says what is known of a message that the engine may not know', async () => {
		const options = { reference: ' ref ', sender: ' 5511900000003 ', fromMe: false };
		const { content } = await sent('react', { emoji: '👍', options });
		expect(content).toMatchObject({
			target: { messageId: 'A1', reference: 'ref', sender: '5511900000003', fromMe: false },
		});
	});

	it('takes the options of everything that goes through the queue', async () => {
		const { origin, delayAfterMs } = await sent('unpin', {
			options: { customId: 'unpin-1', delayAfter: 0 },
		});
		expect({ origin, delayAfterMs }).toEqual({ origin: { key: 'unpin-1' }, delayAfterMs: 0 });
	});

	it.each(['', '  ', null])('reacts with something (%j)', async (emoji) => {
		await expect(run('react', { emoji })).rejects.toMatchObject({
			message: 'Emoji is empty.',
			description: expect.stringContaining('Remove Reaction'),
		});
	});

	it.each(['perhaps', '', null])('answers with one of the answers (%j)', async (answer) => {
		await expect(run('answerEvent', { answer })).rejects.toMatchObject({
			message: `Answer is ${JSON.stringify(answer ?? undefined)}, which is none of its choices.`,
			description: expect.stringContaining('going, maybe, notGoing'),
		});
	});

	it.each(['', 0, 'forever'])('never unpins by pinning (%j)', async (duration) => {
		expect((await sent('pin', { duration })).content).toMatchObject({ seconds: NaN });
	});
});

describe('What is done at once:', () => {
	it.each([
		['star', true],
		['unstar', false],
	])('%s tells whether the star is there', async (operation, starred) => {
		expect(await run(operation, { options: { fromMe: true } })).toEqual({
			command: 'message.star',
			input: { chat: CHAT, target: { messageId: 'A1', fromMe: true }, starred },
			json: { messageId: 'A1', chat: CHAT, starred },
		});
	});

	it('delete for us only tells what was deleted', async () => {
		expect(await run('delete', { deleteFor: 'me' })).toEqual({
			command: 'message.deleteForMe',
			input: { chat: CHAT, target },
			json: { deleted: true, messageId: 'A1', chat: CHAT },
		});
	});

	it.each<[IDataObject, string[]]>([
		[{ messageIds: 'A1' }, ['A1']],
		[{ messageIds: ' A1, A2 ,' }, ['A1', 'A2']],
		[{ messageIds: ['A1', 'A2'] }, ['A1', 'A2']],
	])('markAsRead takes one ID or several (%j)', async (parameters, ids) => {
		const { input, json } = await run('markAsRead', {
			...parameters,
			options: { sender: '222@lid' },
		});
		expect((input as Commands['message.markRead']['input']).targets).toEqual(
			ids.map((messageId) => ({ messageId, sender: '222@lid' })),
		);
		expect(json).toEqual({ chat: CHAT, messageIds: ids });
	});

	it('getStatus puts out the record', async () => {
		expect(await run('getStatus', {})).toEqual({
			command: 'message.status',
			input: { messageId: 'A1' },
			json: { ...record, participants: [], progress: null },
		});
	});
});

describe('Disappear After', () => {
	it.each<[IDataObject, number | undefined]>([
		[{}, undefined],
		[{ disappearAfter: 0 }, 0],
		[{ disappearAfter: '86400' }, 86_400],
	])('%j', async (options, seconds) => {
		const { expiresAfterSeconds } = await sent('sendText', { text: 'Hi', options });
		expect(expiresAfterSeconds).toBe(seconds);
	});

	it.each(['', 'never', 5])('is not %j', async (disappearAfter) => {
		await expect(run('sendText', { text: 'Hi', options: { disappearAfter } })).rejects.toThrow(
			'WhatsApp knows only 24 hours, 7 days, 90 days and never.',
		);
	});
});
