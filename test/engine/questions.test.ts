import type {
	Asking,
	ExecutionAnswers,
	MessageContent,
	MessageRecord,
	Question,
	SendMessage,
	WaitingExecution,
} from '../../engine/gateway/contract';
import { createHost } from '../../engine/host/host';
import { RUNNING, startWaitingN8n, STOPPED, type WaitingN8n } from '../support/waiting-n8n';
import type { VirtualContact } from '../simulator';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	said,
	send,
	text,
	useBench,
	type Collected,
} from './support';

const CAROL = '5511900000003';

let n8n: WaitingN8n;
let heard: Collected;

const bench = useBench({
	each: true,
	openHost: async (options) => {
		n8n ??= await startWaitingN8n();
		return createHost({ ...options, webServer: n8n.origin });
	},
});

beforeEach(async () => {
	n8n.calls.length = 0;
	n8n.answers = [];
	heard = await collect(bench, ['message.incoming', 'message.pollVote', 'message.reaction'], {
		durableId: 'trigger',
	});
});
afterAll(() => n8n.close());

const anything: Question = { name: 'answer', answer: 'anything' };
const approval: Question = {
	name: 'approved',
	answer: 'choice',
	options: [
		{ id: 'approve', text: 'Approve', words: ['yes', 'sim', '👍'] },
		{ id: 'decline', text: 'Decline', words: ['no', 'não'] },
	],
};
const POLL: MessageContent = {
	type: 'poll',
	question: 'May we?',
	options: ['Approve', 'Decline'],
	selectable: 1,
};

async function ask(
	words: string | MessageContent,
	first: Question,
	more: Partial<Asking> & Partial<Pick<SendMessage, 'to'>> = {},
): Promise<MessageRecord> {
	const { to = BOB, ...asking } = more;
	const content = typeof words === 'string' ? { type: 'text' as const, text: words } : words;
	const asks = { execution: 'run', item: 0, first, next: [], ...asking };
	return await send(bench, {
		to,
		content,
		origin: { executionId: '7', nodeId: 'node', runIndex: 0, itemIndex: asks.item },
		asks,
	});
}

async function wait(more: Partial<WaitingExecution> = {}): Promise<void> {
	await bench.host.request(bench.account, 'question.wait', {
		execution: 'run',
		resumeUrl: 'https://n8n.example.com/webhook-waiting/7/node?signature=abc',
		items: 1,
		context: { anything: 'of the node' },
		...more,
	});
}

const request = async (command: 'queue.pause' | 'queue.resume') =>
	await bench.host.request(bench.account, command, { campaign: null });

async function isSent(messageId: string): Promise<void> {
	const options = { status: 'SENT', timeoutMs: 60_000 } as const;
	await bench.host.request(bench.account, 'message.wait', { messageId, ...options });
}

const answers = async (): Promise<ExecutionAnswers | null> =>
	await bench.host.request(bench.account, 'question.answers', { execution: 'run' });

/** What of an answer counts. */
const told = (found: ExecutionAnswers | null) =>
	found?.items.map(({ item, isAnswered, answers: given, error }) => ({
		item,
		isAnswered,
		given: given.map(({ name, value, option }) => [name, value, ...(option ? [option.id] : [])]),
		...(error && { error: error.code }),
	}));

const RESUME = 'POST /webhook-waiting/7/node?signature=abc';

/** Until the engine has heard what came of it. */
async function resumed(): Promise<void> {
	while ((await answers()) !== null) await meanwhile(bench);
}

test('the next message of the person resumes the execution, once, and starts no trigger', async () => {
	const { messageId } = await ask('How many?', anything);
	await wait();
	await bench.bob.waitForMessage(messageId);
	n8n.answers = [RUNNING, RUNNING];
	await bench.bob.sendText(OWNER, 'Three');
	await n8n.called(1);
	expect(told(await answers())).toEqual([
		{ item: 0, isAnswered: true, given: [['answer', 'Three']] },
	]);
	expect(await answers()).toMatchObject({
		context: { anything: 'of the node' },
		items: [{ messageId, answers: [{ event: { event: 'message.incoming', text: 'Three' } }] }],
	});
	await n8n.called(3);
	await resumed();
	// Nobody waits any more.
	await bench.bob.sendText(OWNER, 'Or four');
	await heard.next('message.incoming', ({ text }) => text === 'Or four');
	expect(heard.all).toHaveLength(1);
	expect(n8n.calls).toEqual([RESUME, RESUME, RESUME]);
});

test('triggers that ask for answers get them, marked', async () => {
	const all = await bench.host.subscribe(
		bench.account,
		{
			events: ['message.incoming'],
			filters: { 'message.incoming': { answers: 'included' } },
			start: 'now',
		},
		async ({ events }) => void included.push(...events),
	);
	const included: unknown[] = [];
	const { messageId } = await ask('How many?', anything);
	await wait();
	await bench.bob.waitForMessage(messageId);
	await bench.bob.sendText(OWNER, 'Three');
	await resumed();
	expect(included).toMatchObject([{ text: 'Three', answer: 'taken' }]);
	await all.close();
});

test('what was written before the question, or by others, is no answer', async () => {
	const carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	await bench.bob.sendText(OWNER, 'Hello');
	await heard.next('message.incoming', ({ text }) => text === 'Hello');
	const { messageId } = await ask('How many?', anything);
	await wait();
	await bench.bob.waitForMessage(messageId);
	await carol.sendText(OWNER, 'Me too');
	await heard.next('message.incoming', ({ text }) => text === 'Me too');
	expect(told(await answers())).toEqual([{ item: 0, isAnswered: false, given: [] }]);
	expect(n8n.calls).toEqual([]);
});

describe('an approval', () => {
	test('is a vote, and one that is taken back is none', async () => {
		const { messageId } = await ask(POLL, approval);
		await wait();
		await bench.bob.waitForMessage(messageId);
		await bench.bob.vote(messageId, []);
		await bench.bob.sendText(OWNER, 'Let me think');
		await heard.next('message.incoming', ({ text }) => text === 'Let me think');
		expect(told(await answers())).toMatchObject([{ isAnswered: false }]);
		await bench.bob.vote(messageId, ['Decline']);
		await n8n.called(1);
		expect(told(await answers())).toMatchObject([{ given: [['approved', 'Decline', 'decline']] }]);
		await resumed();
	});

	test.each([
		['words', async (bob: VirtualContact) => await bob.sendText(OWNER, 'Sim!'), 'approve'],
		[
			'a reaction',
			async (bob: VirtualContact, messageId: string) => await bob.react(messageId, '👍🏽'),
			'approve',
		],
		[
			'a quoting message',
			async (bob: VirtualContact, messageId: string) => await bob.reply(messageId, 'decline'),
			'decline',
		],
	])('is %s', async (_, say, option) => {
		const { messageId } = await ask(POLL, approval, { reactions: true });
		await wait();
		await bench.bob.waitForMessage(messageId);
		await say(bench.bob, messageId);
		await n8n.called(1);
		expect((await answers())?.items[0]?.answers[0]?.option?.id).toBe(option);
		await resumed();
	});

	test('is no reaction where that is not asked for', async () => {
		const { messageId } = await ask(POLL, approval);
		await wait();
		await bench.bob.waitForMessage(messageId);
		await bench.bob.react(messageId, '👍');
		await heard.next('message.reaction');
		expect(told(await answers())).toMatchObject([{ isAnswered: false }]);
	});
});

describe('a form', () => {
	const first: Question = { name: 'people', answer: 'number', refusal: 'A number, please.' };
	const next: Asking['next'] = [
		{
			...{ name: 'day', answer: 'date', refusal: 'A day, please.' },
			content: { type: 'text', text: 'When?' },
		},
		{ ...approval, name: 'sure', content: POLL },
	];

	test('asks one question after another, and again where an answer does not fit', async () => {
		const { messageId } = await ask('How many?', first, { next });
		await wait();
		await bench.bob.waitForMessage(messageId);
		await bench.bob.sendText(OWNER, 'a few');
		await bench.bob.waitForMessage(said('A number, please.'));
		await bench.bob.sendText(OWNER, '4');
		await bench.bob.waitForMessage(said('When?'));
		await bench.bob.sendText(OWNER, '24.12.2026');
		const poll = await bench.bob.waitForMessage(({ message }) => !!message.pollCreationMessageV3);
		expect(n8n.calls).toEqual([]);
		await bench.bob.vote(poll.id, ['Approve']);
		await n8n.called(1);
		expect(told(await answers())).toEqual([
			{
				item: 0,
				isAnswered: true,
				given: [
					['people', 4],
					['day', '2026-12-24'],
					['sure', 'Approve', 'approve'],
				],
			},
		]);
		await resumed();
		expect(heard.all).toEqual([]);
	});

	test('goes on after a restart', async () => {
		const { messageId } = await ask('How many?', first, { next });
		await wait();
		await bench.bob.waitForMessage(messageId);
		await bench.bob.sendText(OWNER, '4');
		await bench.bob.waitForMessage(said('When?'));
		await bench.restart();
		await bench.host.resume();
		await bench.bob.sendText(OWNER, '24/12/2026');
		await bench.bob.waitForMessage(({ message }) => !!message.pollCreationMessageV3);
		expect(told(await answers())).toMatchObject([
			{
				isAnswered: false,
				given: [
					['people', 4],
					['day', '2026-12-24'],
				],
			},
		]);
	});
});

describe('several items', () => {
	let carol: VirtualContact;
	beforeEach(async () => {
		carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	});

	/** One question to each. */
	async function askBoth(more: Partial<WaitingExecution> = {}): Promise<void> {
		const one = await ask('How many?', anything, { item: 0 });
		const other = await ask('How many?', anything, { item: 1, to: CAROL });
		await wait({ items: 2, ...more });
		await bench.bob.waitForMessage(one.messageId);
		await carol.waitForMessage(other.messageId);
	}

	test('go on when all are answered', async () => {
		await askBoth();
		await carol.sendText(OWNER, 'Two');
		await meanwhile(bench);
		expect(n8n.calls).toEqual([]);
		await bench.bob.sendText(OWNER, 'One');
		await n8n.called(1);
		expect(told(await answers())).toEqual([
			{ item: 0, isAnswered: true, given: [['answer', 'One']] },
			{ item: 1, isAnswered: true, given: [['answer', 'Two']] },
		]);
		await resumed();
	});

	test('go on at the first answer where that is enough', async () => {
		await askBoth({ atFirst: true });
		await carol.sendText(OWNER, 'Two');
		await n8n.called(1);
		expect(told(await answers())).toMatchObject([{ isAnswered: false }, { isAnswered: true }]);
		await resumed();
	});

	test('go on at the end of the time with those that are there', async () => {
		await askBoth({ until: new Date(bench.clock.now() + 60 * 60_000).toISOString() });
		await carol.sendText(OWNER, 'Two');
		await meanwhile(bench);
		bench.clock.skip(61 * 60_000);
		await n8n.called(1);
		expect(told(await answers())).toMatchObject([{ isAnswered: false }, { isAnswered: true }]);
		await resumed();
	});

	test('go on without one that cannot be sent', async () => {
		const one = await ask('How many?', anything, { item: 0 });
		await ask('How many?', anything, { item: 1, to: '5511900000098' });
		await wait({ items: 2 });
		await bench.bob.waitForMessage(one.messageId);
		await bench.bob.sendText(OWNER, 'One');
		await n8n.called(1);
		expect(told(await answers())).toMatchObject([
			{ isAnswered: true },
			{ isAnswered: false, error: 'NOT_ON_WHATSAPP' },
		]);
		await resumed();
	});
});

test('in a group anyone answers, or only whoever is asked', async () => {
	const carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	const { id } = await bench.simulator.group({ subject: 'Team', members: [OWNER, BOB, CAROL] });
	const { messageId } = await ask('Who comes?', anything, { to: id, by: '+55 11 90000-0003' });
	await wait();
	await carol.waitForMessage(messageId);
	await bench.bob.sendText(id, 'Me');
	await heard.next('message.incoming', ({ text }) => text === 'Me');
	expect(told(await answers())).toMatchObject([{ isAnswered: false }]);
	await carol.sendText(id, 'Me, too');
	await n8n.called(1);
	expect(told(await answers())).toMatchObject([{ given: [['answer', 'Me, too']] }]);
	await resumed();
});

test('a reminder is sent once, where there is no answer', async () => {
	const { messageId } = await ask('How many?', anything, {
		reminder: { text: 'Are you there?', afterMs: 10 * 60_000 },
	});
	await wait();
	await bench.bob.waitForMessage(messageId);
	await isSent(messageId);
	bench.clock.skip(11 * 60_000);
	await bench.bob.waitForMessage(said('Are you there?'));
	bench.clock.skip(11 * 60_000);
	await bench.bob.sendText(OWNER, 'Yes');
	await n8n.called(1);
	await resumed();
	expect(bench.bob.received.filter(said('Are you there?'))).toHaveLength(1);
});

test('a reminder counts from when the question is sent, however long it has waited in the queue', async () => {
	await request('queue.pause');
	const { messageId } = await ask('How many?', anything, {
		reminder: { text: 'Are you there?', afterMs: 10 * 60_000 },
	});
	await wait();
	// Moves the clock on, nearly as far as the reminder would be due if it counted from here.
	bench.clock.skip(9 * 60_000);
	await request('queue.resume');
	await bench.bob.waitForMessage(messageId);
	await isSent(messageId);
	bench.clock.skip(9 * 60_000);
	await meanwhile(bench);
	const other = await send(bench, text(BOB, 'Take your time'));
	await bench.bob.waitForMessage(other.messageId);
	expect(bench.bob.received.filter(said('Are you there?'))).toEqual([]);
	// And past the ten minutes since it was sent.
	bench.clock.skip(2 * 60_000);
	await bench.bob.waitForMessage(said('Are you there?'));
});

describe('nothing is lost:', () => {
	test('an answer that nobody goes on with starts the triggers', async () => {
		const { messageId } = await ask('How many?', anything);
		await wait();
		await bench.bob.waitForMessage(messageId);
		n8n.answers = [STOPPED];
		await bench.bob.sendText(OWNER, 'Three');
		const event = await heard.next('message.incoming', ({ text }) => text === 'Three');
		expect(event).toMatchObject({ answer: 'left' });
		expect(await answers()).toBeNull();
	});

	test('an execution that never began to wait leaves its answers to the triggers', async () => {
		const { messageId } = await ask('How many?', anything);
		await bench.bob.waitForMessage(messageId);
		await bench.bob.sendText(OWNER, 'Three');
		await meanwhile(bench);
		expect(heard.all).toEqual([]);
		bench.clock.skip(2 * 60 * 60_000);
		const event = await heard.next('message.incoming', ({ text }) => text === 'Three');
		expect(event).toMatchObject({ answer: 'left' });
	});

	test('what was posted without an answer, and has had its effect, is done', async () => {
		const { messageId } = await ask('How many?', anything);
		await wait();
		await bench.bob.waitForMessage(messageId);
		n8n.answers = ['none', STOPPED];
		await bench.bob.sendText(OWNER, 'Three');
		await n8n.called(1);
		bench.clock.skip(5_000);
		await n8n.called(2);
		await resumed();
		expect(heard.all).toEqual([]);
	});

	test('an answer is there after a restart, and is handed over then', async () => {
		const { messageId } = await ask('How many?', anything);
		await wait();
		await bench.bob.waitForMessage(messageId);
		n8n.answers = Array.from({ length: 3 }, () => 'none' as const);
		await bench.bob.sendText(OWNER, 'Three');
		await n8n.called(1);
		await bench.restart();
		n8n.answers = [];
		await bench.host.resume();
		await n8n.called(2);
		await resumed();
		expect(heard.all).toEqual([]);
	});
});
