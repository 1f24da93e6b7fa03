import type { IDataObject, INode } from 'n8n-workflow';
import { WAIT_INDEFINITELY } from 'n8n-workflow';

import type {
	AnswerEvent,
	AskedItem,
	SendMessage,
	WaitingExecution,
} from '../../../../engine/gateway/contract';
import { outputsOf } from '../../../../nodes/WhatsAppLinked/actions/message/ask/outputs';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway, instance } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, node, record } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn(), instance: jest.fn() }));

const NOW = Date.parse('2026-11-30T12:00:00Z');
const to = { __rl: true, mode: 'phone', value: '+55 11 90000-0002' };

beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	jest.mocked(instance).mockReturnValue({
		waitingEndpoint: 'webhook-waiting',
		signingSecret: 'secret',
	});
});
afterEach(() => jest.useRealTimers());

/** Runs the node over these items; those whose message is "bad" cannot be sent. */
async function run(items: IDataObject[], options: { onError?: INode['onError'] } = {}) {
	const double = gatewayDouble({
		'message.find': () => null,
		'message.send': ({ content }) => {
			if (content.type === 'text' && content.text === 'bad') throw new Error('It is bad.');
			return record;
		},
		'question.wait': () => undefined,
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const parameters = items.map((item) => ({
		...{ resource: 'message', operation: 'sendAndWait', to, message: 'May we?' },
		...item,
	}));
	const { functions } = executeFunctions(parameters, options);
	const until: Date[] = [];
	const putExecutionToWait = async (till: Date) => void until.push(till);
	const signed = 'https://example.com/webhook-waiting/7/node-1?signature=abc';
	const output = await router.call(
		Object.assign(functions, { putExecutionToWait, getSignedResumeUrl: () => signed }),
	);
	const inputs = (command: string) =>
		double.requests.filter((one) => one.command === command).map(({ input }) => input);
	return {
		output,
		asked: inputs('message.send') as SendMessage[],
		waits: inputs('question.wait') as WaitingExecution[],
		until,
	};
}

const APPROVAL = { approveLabel: 'Approve', declineLabel: 'Decline', approvalAs: 'poll' };

describe('Send and Wait for Response', () => {
	it('asks by a poll, and lets the execution wait as long as it takes', async () => {
		const { asked, waits, until } = await run([{ responseType: 'approval', ...APPROVAL }]);
		expect(asked).toMatchObject([
			{
				content: { type: 'poll', question: 'May we?', options: ['Approve', 'Decline'] },
				asks: {
					item: 0,
					first: {
						answer: 'choice',
						options: [
							{ id: 'approve', text: 'Approve' },
							{ id: 'decline', text: 'Decline' },
						],
					},
					next: [],
				},
			},
		]);
		expect(waits).toEqual([
			{
				execution: asked[0]?.asks?.execution,
				resumeUrl: 'https://example.com/webhook-waiting/7/node-1?signature=abc',
				items: 1,
				atFirst: false,
				context: { type: 'approval', inputs: { 0: {} }, failures: [] },
			},
		]);
		expect(until).toEqual([WAIT_INDEFINITELY]);
	});

	it('says first what is too long for a poll', async () => {
		const message = 'The agent wants to run this tool. '.repeat(10);
		const { asked } = await run([{ responseType: 'approval', ...APPROVAL, message }]);
		expect(asked).toMatchObject([
			{ content: { type: 'text', text: message } },
			{ content: { type: 'poll', question: 'Approve / Decline?' }, part: 2, asks: { item: 0 } },
		]);
		expect(asked[0]?.asks).toBeUndefined();
	});

	it.each([
		['buttons', { type: 'buttons', text: 'May we?' }],
		['text', { type: 'text', text: 'May we?' }],
	])('asks for an approval by %s, in words of one’s own', async (approvalAs, content) => {
		const options = { approveWords: 'sim, 👍', declineWords: ['não'] };
		const { asked } = await run([{ responseType: 'approval', ...APPROVAL, approvalAs, options }]);
		expect(asked).toMatchObject([
			{
				content,
				asks: { first: { options: [{ words: ['sim', '👍'] }, { words: ['não'] }] } },
			},
		]);
	});

	it('takes what people react with for an answer where reactions are one', async () => {
		const options = { reactions: true, approveWords: 'sim' };
		const { asked } = await run([{ responseType: 'approval', ...APPROVAL, options }]);
		expect(asked).toMatchObject([
			{
				asks: {
					reactions: true,
					first: { options: [{ words: ['sim', '👍', '✅', '👌', '❤'] }, { words: ['👎', '❌'] }] },
				},
			},
		]);
	});

	it('offers choices as a list, from JSON', async () => {
		const { asked } = await run([
			{
				responseType: 'choice',
				choicesDefine: 'json',
				choicesJson: '["Tea", { "text": "Water", "id": "w", "description": "Cold" }]',
				choiceAs: 'list',
				listButton: 'See',
			},
		]);
		expect(asked).toMatchObject([
			{
				content: {
					type: 'list',
					buttonText: 'See',
					sections: [
						{
							rows: [
								{ id: 'Tea', title: 'Tea' },
								{ id: 'w', title: 'Water', description: 'Cold' },
							],
						},
					],
				},
				asks: {
					first: {
						options: [
							{ id: 'Tea', text: 'Tea' },
							{ id: 'w', text: 'Water' },
						],
					},
				},
			},
		]);
	});

	it('asks the questions of a form one after another', async () => {
		const { asked } = await run([
			{
				responseType: 'form',
				questionsDefine: 'fields',
				questions: {
					entry: [
						{ question: 'For how many?', name: 'people', type: 'number', refusal: 'A number!' },
						{ question: 'Indoors?', type: 'choice', options: 'Yes, No' },
					],
				},
			},
		]);
		expect(asked).toMatchObject([
			{
				content: { type: 'text', text: 'May we?\n\nFor how many?' },
				asks: {
					first: { name: 'people', answer: 'number', refusal: 'A number!' },
					next: [
						{
							name: 'Indoors?',
							answer: 'choice',
							refusal: 'Please choose one of the answers.',
							content: { type: 'poll', question: 'Indoors?', options: ['Yes', 'No'] },
						},
					],
				},
			},
		]);
	});

	it.each([
		[
			{ limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'days' },
			'2026-12-02T12:00:00.000Z',
		],
		[
			{ limitType: 'atSpecifiedTime', maxDateAndTime: '2026-12-01T09:00:00Z' },
			'2026-12-01T09:00:00.000Z',
		],
	])('waits no longer than it is told: %j', async (limit, until) => {
		const { waits, until: n8nWaits } = await run([
			{ responseType: 'freeText', limitWaitTime: true, ...limit },
		]);
		expect(waits).toMatchObject([{ until }]);
		// By itself n8n goes on later: it would hand on the question as its answer.
		expect(n8nWaits).toEqual([new Date(Date.parse(until) + 24 * 60 * 60_000)]);
	});

	it.each([
		[
			{
				responseType: 'freeText',
				limitWaitTime: true,
				limitType: 'atSpecifiedTime',
				maxDateAndTime: '2026-11-01',
			},
			/^Wait Until is ".*", which is no time within the next 180 days\.$/,
		],
		[
			{
				responseType: 'freeText',
				limitWaitTime: true,
				limitType: 'afterTimeInterval',
				resumeAmount: 400,
				resumeUnit: 'days',
			},
			'Wait at Most is 400, but it must be a number of days from 0 to 180.',
		],
		[{ responseType: 'form', questions: {} }, 'The form has no question.'],
		[
			{
				responseType: 'form',
				questions: { entry: [{ question: 'Who?' }, { question: 'Who?' }] },
			},
			'Two questions have the name "Who?".',
		],
		[
			{ responseType: 'freeText', options: { reminder: 'Hello?', reminderAfter: 0 } },
			'Reminder After is 0, but it must be a number of minutes from 1 to 43200.',
		],
	])('asks nobody where something is wrong: %j', async (item, message) => {
		const error: Error = await run([item]).then(
			() => new Error('It asks'),
			(thrown: Error) => thrown,
		);
		expect(error.message).toMatch(message);
	});

	it('waits for those who could be asked, and hands on the others', async () => {
		const items = [{ responseType: 'freeText' }, { responseType: 'freeText', message: 'bad' }];
		const { waits } = await run(items, { onError: 'continueRegularOutput' });
		expect(waits).toMatchObject([
			{
				items: 1,
				context: { failures: [{ json: { error: 'It is bad.' }, pairedItem: { item: 1 } }] },
			},
		]);
	});

	it('does not wait where nobody could be asked', async () => {
		const items = [{ responseType: 'freeText', message: 'bad' }];
		const { output, waits, until } = await run(items, { onError: 'continueRegularOutput' });
		expect(output).toMatchObject([[{ json: { error: 'It is bad.' } }]]);
		expect([waits, until]).toEqual([[], []]);
	});
});

describe('What is put out', () => {
	const event = { event: 'message.incoming', type: 'text', text: 'Three' } as AnswerEvent;
	const asked = (more: Partial<AskedItem>): AskedItem => ({
		...{ item: 0, chat: 'chat', messageId: 'message', isAnswered: true, answers: [] },
		...more,
	});
	const answered = asked({ answers: [{ name: 'answer', value: 'Three', event }] });
	const failed = asked({
		item: 1,
		isAnswered: false,
		error: { code: 'NOT_ON_WHATSAPP', message: 'Nobody.', hint: 'Ask.', retryable: false },
	});
	const failures = [{ json: { error: 'It is bad.' }, pairedItem: { item: 2 } }];
	const outputs = async (onError: INode['onError'], hasOneOutput = false) =>
		await outputsOf(
			{ ...node, onError },
			{
				context: { type: 'freeText', inputs: { 0: { order: 7 } }, failures },
				items: [answered, failed],
			},
			async (events) => events.map((one) => ({ event: one })),
			hasOneOutput,
		);

	const ANSWERED = {
		json: {
			...{ answered: true, text: 'Three', messageId: 'message', message: { text: 'Three' } },
			input: { order: 7 },
		},
		pairedItem: { item: 0 },
	};
	const NOT = {
		json: {
			answered: false,
			reason: 'FAILED',
			error: 'Nobody.',
			code: 'NOT_ON_WHATSAPP',
			message: null,
		},
		pairedItem: { item: 1 },
	};

	it('are the answered ones, and those without an answer', async () => {
		expect(await outputs('continueRegularOutput')).toMatchObject([
			[ANSWERED, { json: { error: 'It is bad.' } }],
			[NOT],
		]);
	});

	it('are errors by themselves where these have an output', async () => {
		expect(await outputs('continueErrorOutput')).toMatchObject([[ANSWERED], [NOT], failures]);
	});

	it('is all where there is but one output', async () => {
		expect(await outputs(undefined, true)).toMatchObject([[ANSWERED, NOT, ...failures]]);
	});
});
