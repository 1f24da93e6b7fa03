import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_NAME } from '../../scripts/project.mjs';
import { OWNER as USER } from '../../scripts/n8n/home.mjs';
import {
	actionNode,
	CLICK,
	messageNode,
	type Node,
	recipient,
	sendText,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import { type ChatModel, startChatModel } from '../support/chat-model';
import { startMcpClient } from '../support/mcp-client';
import { agentWorkflow, modelCredential, serves } from './agent';
import { useStage } from './harness';

/** Which sends are one message and which are two: agents and MCP clients that use the node, and an n8n that counts anew. */

const WITHIN_MS = 60_000;

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
let model: ChatModel | undefined;

afterEach(async () => {
	await model?.close();
	model = undefined;
});

/** The node as a tool that sends to the contact what the agent says. */
function tool(options: object = {}) {
	const text = "={{ $fromAI('text', '', 'string') }}";
	const node = messageNode(stage.credential, 'sendText', { to: recipient(CONTACT), text, options });
	return { ...node, name: 'Send', type: `${PACKAGE_NAME}.whatsAppLinkedTool` };
}

async function runAgent(typeVersion: number, model: ChatModel, toolNode: Node) {
	const credential = await modelCredential(stage, model);
	const { id } = await stage.rest.createWorkflow(
		agentWorkflow({ credential, text: 'Write to Ana.', typeVersion }, toolNode),
	);
	return await stage.rest.execute(id, CLICK.name, WITHIN_MS);
}

const received = (text: string) =>
	stage.contact.received.filter((message) => message.text === text);

/** The last one that calls tools itself, and one whose tools n8n runs as nodes. */
describe.each([2.2, 3.1])('An agent of version %d', (version) => {
	test('sends once in three tries of a call, and twice in two calls with the same words', async () => {
		const text = `Please read this at once, ${version}`;
		model = await startChatModel([{ text }, { text }]);
		const retried = {
			...tool({ waitFor: 'READ', waitTimeout: 1 }),
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 0,
		};
		await runAgent(version, model, retried);

		expect(received(text)).toMatchObject([{ copies: 1 }, { copies: 1 }]);
		expect(new Set(received(text).map(({ id }) => id)).size).toBe(2);
	});

	test('is told what became of the message', async () => {
		const text = `How are you, ${version}?`;
		model = await startChatModel([{ text }]);
		const { status, error } = await runAgent(version, model, tool());

		expect({ status, error }).toEqual({ status: 'success', error: null });
		expect(model.answers.join()).toMatch(/Sent: (WhatsApp has|the message is on)/);
		await stage.contact.waitForMessage((message) => message.text === text);
	});

	test('tells the model when to use the tool, and what its fields mean', async () => {
		model = await startChatModel([{ text: `Hi, ${version}` }]);
		await runAgent(version, model, tool());

		const description = model.tools.map((offer) => offer.description).join();
		expect(description).toMatch(/^Send a text message to a person or a group\. Use it /);
		expect(description).toContain('\nTo: Who gets the message: a phone number with country code');
		expect(description).toContain('\nText: What the message says.');
	});

	test('is given the fields that were selected of a response', async () => {
		const { id } = await stage.simulator.group({
			subject: `Staff ${version}`,
			members: [OWNER, CONTACT],
		});
		model = await startChatModel([{ group: id }]);
		const group = { __rl: true, mode: 'id', value: "={{ $fromAI('group', '', 'string') }}" };
		const get = actionNode(stage.credential, 'group', 'get', {
			group,
			output: 'fields',
			fields: ['size'],
		});
		await runAgent(version, model, { ...tool(), parameters: get.parameters });

		expect(model.answers.join()).toMatch(new RegExp(`\\{"id":"${id}","size":2\\}`));
	});
});

test('each call of an MCP client is a message of its own, and Retry On Fail sends it once', async () => {
	const { n8n, rest } = stage;
	const retried = {
		...tool({ waitFor: 'READ', waitTimeout: 1 }),
		retryOnFail: true,
		maxTries: 3,
		waitBetweenTries: 0,
	};
	const published = await rest.createWorkflow({
		...workflow(
			'MCP',
			{
				name: 'MCP',
				type: '@n8n/n8n-nodes-langchain.mcpTrigger',
				typeVersion: 2,
				parameters: { path: 'whatsapp' },
			},
			retried,
		),
		connections: serves('Send', 'ai_tool', 'MCP'),
	});
	await rest.publish(published);
	const client = await startMcpClient(`${n8n.url}/mcp/whatsapp`);
	const [name = ''] = await client.tools();

	for (let call = 0; call < 2; call++) {
		expect(await client.call(name, { text: 'From an MCP client' })).toContain('was not read');
	}

	expect(received('From an MCP client')).toMatchObject([{ copies: 1 }, { copies: 1 }]);
});

/** With what SQLite has not written into the file itself yet. */
async function copyDatabase(from: string, to: string): Promise<void> {
	const filesIn = async (folder: string) =>
		(await readdir(folder)).filter((name) => name.startsWith('database.sqlite'));
	for (const name of await filesIn(to)) await rm(join(to, name));
	for (const name of await filesIn(from)) await cp(join(from, name), join(to, name));
}

test('numbers of executions that come again are other executions when the database was put back', async () => {
	const { n8n, rest } = stage;
	const { id } = await rest.createWorkflow(
		workflow(
			'Backup',
			CLICK,
			sendText(stage.credential, { to: CONTACT, text: '={{ $execution.id }}' }),
		),
	);
	const backup = join(n8n.home, 'backup');
	await mkdir(backup);
	await n8n.kill();
	await copyDatabase(join(n8n.home, '.n8n'), backup);
	await n8n.start();
	await rest.logIn(USER);
	const before = await rest.execute(id, CLICK.name, WITHIN_MS);
	await n8n.kill();
	await copyDatabase(backup, join(n8n.home, '.n8n'));
	await n8n.start();
	await rest.logIn(USER);

	const after = await rest.execute(id, CLICK.name, WITHIN_MS);

	expect(after).toMatchObject({ id: before.id, status: 'success' });
	await stage.contact.waitForMessage(
		(message) => message.text === after.id && received(after.id).length === 2,
	);
	expect(received(after.id)).toMatchObject([{ copies: 1 }, { copies: 1 }]);
});

test('Retry in the list of executions is another execution: it sends again', async () => {
	const { rest } = stage;
	const text = 'Nobody reads this in a second';
	const node = sendText(stage.credential, {
		to: CONTACT,
		text,
		options: { waitFor: 'READ', waitTimeout: 1 },
	});
	const { id } = await rest.createWorkflow(workflow('Failed', CLICK, node));
	const failed = await rest.execute(id, CLICK.name, WITHIN_MS);
	expect(failed).toMatchObject({ status: 'error' });
	await rest.retryExecution(failed.id);
	expect(received(text)).toHaveLength(2);
});
