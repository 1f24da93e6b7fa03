import { OWNER as USER } from '../../scripts/n8n/home.mjs';
import { type Execution, waitFor } from '../../scripts/n8n/rest.mjs';
import { PACKAGE_NAME } from '../../scripts/project.mjs';
import {
	ACTION_NAME,
	CLICK,
	messageNode,
	noOperation,
	recipient,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import { startChatModel } from '../support/chat-model';
import { png } from '../support/files';
import { agentWorkflow, modelCredential } from './agent';
import { useStage, WITHIN_MS } from './harness';

/**
 * Send and Wait for Response. n8n believes to be behind a proxy, under an address that nobody can reach from here, which has a
 * path that the proxy cuts off.
 */
const stage = useStage(undefined, { WEBHOOK_URL: 'https://n8n.example.com/automation/' });
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const BOSS = stage.number(3);

const CALLED = {
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
};

/** How often a workflow of this name is published. */
let asking = 0;

/** A published workflow that asks when it is called; each output of the node that asks leads to a node of its name. */
async function publishAsking(parameters: object, people: readonly string[] = [CONTACT]) {
	const path = `ask-${asking++}`;
	const node = messageNode(stage.credential, 'sendAndWait', {
		to: { ...recipient(''), value: '={{ $json.phone }}' },
		message: 'Shall we?',
		...parameters,
	});
	const listed = {
		name: 'People',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode: `return ${JSON.stringify(people.map((phone) => ({ json: { phone } })))}`,
		},
	};
	const called = { ...CALLED, webhookId: path, parameters: { path, httpMethod: 'POST' } };
	const nodes = workflow(
		'Ask',
		called,
		listed,
		node,
		noOperation('Answered'),
		noOperation('No Answer'),
	);
	const saved = await stage.rest.createWorkflow({
		...nodes,
		connections: {
			...nodes.connections,
			[ACTION_NAME]: {
				main: ['Answered', 'No Answer'].map((name) => [{ node: name, type: 'main', index: 0 }]),
			},
			Answered: {},
		},
	});
	await stage.rest.publish(saved);
	return {
		/** Calls it, and resolves when n8n has stored that it waits. */
		async run(): Promise<string> {
			const before = await stage.rest.executions(saved.id);
			const answer = await fetch(`${stage.n8n.url}/webhook/${path}`, { method: 'POST' });
			expect(answer.status).toBe(200);
			return await waitFor(
				() => 'the execution to wait',
				WITHIN_MS,
				async () => {
					const all = await stage.rest.executions(saved.id);
					const fresh = all.find(({ id }) => !before.some((one) => one.id === id));
					return fresh?.status === 'waiting' && fresh.id;
				},
			);
		},
		id: saved.id,
	};
}

async function ended(id: string): Promise<Execution> {
	const execution = await stage.rest.endOfExecution(id, WITHIN_MS);
	expect(execution).toMatchObject({ status: 'success', error: null });
	return execution;
}

const asked = async (text = 'Shall we?') =>
	await stage.contact.waitForMessage((message) => message.text === text && !seen.has(message.id));
/** Questions of earlier tests. */
const seen = new Set<string>();
afterEach(() => {
	for (const { id } of stage.contact.received) seen.add(id);
});

test('goes on with the next message of the person, file and all, which starts no other workflow', async () => {
	const trigger = whatsAppTrigger(stage.credential, ['message.incoming']);
	const receiving = await stage.rest.createWorkflow(workflow('Receive', trigger));
	await stage.rest.publish(receiving);
	const { run } = await publishAsking({ responseType: 'freeText' });
	const id = await run();
	const { id: messageId } = await asked();
	const picture = png();
	const details = { mimetype: 'image/png', caption: 'Like this' };
	await stage.contact.sendMedia(OWNER, 'image', picture, details);

	const { output } = await ended(id);
	expect(output['Answered']).toHaveLength(1);
	expect(output['No Answer'] ?? []).toEqual([]);
	const [item] = output['Answered'] ?? [];
	expect(item?.json).toMatchObject({
		answered: true,
		text: 'Like this',
		messageId,
		message: { event: 'message.incoming', type: 'image', text: 'Like this' },
	});
	expect(await stage.rest.binary(item?.binary?.['data'])).toEqual(picture);

	const next = await stage.contact.sendText(OWNER, 'Something else');
	const { output: received } = await stage.rest.executionWhere(
		receiving.id,
		'the next message',
		WITHIN_MS,
		(execution) => execution.output[TRIGGER_NAME]?.[0]?.json['messageId'] === next,
	);
	expect(received[TRIGGER_NAME]).toHaveLength(1);
	expect(await stage.rest.executions(receiving.id)).toHaveLength(1);
	await stage.rest.unpublish(receiving.id);
});

test('resumes once when n8n is killed between the question, the answer and its end', async () => {
	const { run, id: workflowId } = await publishAsking({ responseType: 'approval' });
	const id = await run();
	const { id: poll } = await stage.contact.waitForMessage(
		({ message, id: its }) => !!message.pollCreationMessageV3 && !seen.has(its),
	);
	await stage.n8n.kill();
	await stage.contact.vote(poll, ['Approve']);
	await stage.n8n.start();
	await stage.rest.logIn(USER);

	const { output } = await ended(id);
	expect(output['Answered']?.map(({ json }) => json)).toMatchObject([
		{ answered: true, approved: true, text: 'Approve', message: { event: 'message.pollVote' } },
	]);
	expect(await stage.rest.executions(workflowId)).toHaveLength(1);
});

test('asks each person, and goes on when the time is over', async () => {
	const boss = await stage.simulator.contact(BOSS, { name: 'Boss' });
	const { run } = await publishAsking(
		{
			responseType: 'choice',
			choices: {
				entry: [
					{ text: 'Tea', id: 'tea' },
					{ text: 'Water', id: 'water' },
				],
			},
			limitWaitTime: true,
			resumeAmount: 0.2,
			resumeUnit: 'minutes',
		},
		[CONTACT, BOSS],
	);
	const id = await run();
	const { id: poll } = await boss.waitForMessage(({ message }) => !!message.pollCreationMessageV3);
	await boss.vote(poll, ['Water']);

	const { output } = await ended(id);
	expect(output['Answered']?.map(({ json }) => json)).toMatchObject([
		{
			...{ answered: true, choice: 'water', text: 'Water', messageId: poll },
			input: { phone: BOSS },
		},
	]);
	expect(output['No Answer']?.map(({ json }) => json)).toMatchObject([
		{ answered: false, reason: 'NO_ANSWER', choice: null },
	]);
});

test('a form asks one question after another', async () => {
	const { run } = await publishAsking({
		responseType: 'form',
		message: 'A table for you?',
		questions: {
			entry: [
				{ question: 'For how many?', name: 'people', type: 'number' },
				{ question: 'When?', name: 'day', type: 'date' },
			],
		},
	});
	const id = await run();
	await asked('A table for you?\n\nFor how many?');
	await stage.contact.sendText(OWNER, 'some');
	await asked('Please answer with a number.');
	await stage.contact.sendText(OWNER, '4');
	await asked('When?');
	await stage.contact.sendText(OWNER, '24/12/2026');

	const { output } = await ended(id);
	expect(output['Answered']?.map(({ json }) => json)).toMatchObject([
		{ answered: true, answers: { people: 4, day: '2026-12-24' } },
	]);
});

test.each(['Approve', 'Decline'])(
	"a person reviews what an agent's tool is about to do: %s",
	async (vote) => {
		const boss = await stage.simulator.contact(BOSS, { name: 'Boss' });
		const text = `Your refund is on its way: ${vote}`;
		const model = await startChatModel([{ toolParameters: { text } }]);
		const credential = await modelCredential(stage, model);
		const review = {
			...messageNode(stage.credential, 'sendAndWait', { to: recipient(BOSS) }),
			name: 'Review',
			type: `${PACKAGE_NAME}.whatsAppLinkedHitlTool`,
		};
		const tool = {
			...messageNode(stage.credential, 'sendText', {
				to: recipient(CONTACT),
				text: "={{ $fromAI('text', '', 'string') }}",
			}),
			name: 'Tell the customer',
			type: `${PACKAGE_NAME}.whatsAppLinkedTool`,
		};
		const { id } = await stage.rest.createWorkflow(
			agentWorkflow({ credential, text: 'Tell Ana of her refund.' }, review, tool),
		);
		const execution = await stage.rest.startExecution(id, CLICK.name);
		const isNew = new Set(boss.received.map(({ id: received }) => received));
		const poll = await boss.waitForMessage(
			({ message, id: its }) => !!message.pollCreationMessageV3 && !isNew.has(its),
		);
		expect(poll.message.pollCreationMessageV3?.name).toContain('Tell_the_customer');
		await boss.vote(poll.id, [vote]);
		await ended(execution);
		const told = stage.contact.received.filter((message) => message.text === text);
		expect(told).toHaveLength(vote === 'Approve' ? 1 : 0);
		await model.close();
	},
);
