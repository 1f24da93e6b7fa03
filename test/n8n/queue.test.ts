import { createHash } from 'node:crypto';
import { OWNER as USER } from '../../scripts/n8n/home.mjs';
import type { N8n } from '../../scripts/n8n/instance.mjs';
import { type Credential, waitFor } from '../../scripts/n8n/rest.mjs';
import {
	actionNode,
	messageNode,
	recipient,
	sendText,
	startedBy,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import type { TrafficEntry, VirtualContact } from '../simulator';
import { readQrPicture } from '../simulator/page/qr-picture';
import { startFileServer } from '../support/file-server';
import {
	createCredential,
	eventOf,
	link,
	publishEvents,
	type QueueStage,
	runNode,
	setQueueStage,
	testTrigger,
	WITHIN_MS,
} from './harness';

/** n8n in queue mode: its processes share a number, whichever of them holds it, and whichever is killed. */

const OWNER = '5511900000001';
const CONTACT = '5511900000002';
const SCANNED = '5511900000003';
const LARGE = Buffer.alloc(10_000_000, 'The whole file, to its very end. ');

let stage: QueueStage;
beforeAll(async () => {
	stage = await setQueueStage({ OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' });
});
afterAll(async () => await stage.stop());

/** Which of the workers has run this execution. */
async function workerOf(executionId: string): Promise<number> {
	const logs = await Promise.all(stage.queue.workers.map((worker) => worker.log()));
	const ran = logs.map((log) => log.includes(`Worker started execution ${executionId} `));
	expect(ran.filter(Boolean)).toHaveLength(1);
	return ran.indexOf(true);
}

/** Starts a workflow in production, as other systems do. */
function webhookNode(path: string) {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, responseMode: 'lastNode' },
	};
}

async function ask(path: string, query: Record<string, string>): Promise<Response> {
	return await fetch(`${stage.queue.webhook.url}/webhook/${path}?${new URLSearchParams(query)}`);
}

/**
 * Asks the process for webhooks.
 *
 * @returns what the last node put out
 */
async function call(path: string, query: Record<string, string> = {}) {
	const response = await ask(path, query);
	expect(response.status).toBe(200);
	return (await response.json()) as Record<string, unknown>;
}

/** The same as soon as n8n has its database back, which it looks for with growing pauses. */
async function callAgain(path: string, query: Record<string, string>) {
	const what = () => 'n8n to answer again';
	return await waitFor(what, WITHIN_MS, async () => {
		const response = await ask(path, query);
		return response.ok && ((await response.json()) as Record<string, unknown>);
	});
}

async function publish(name: string, ...nodes: Parameters<typeof workflow>[1][]) {
	const saved = await stage.rest.createWorkflow(workflow(name, ...nodes));
	await stage.rest.publish(saved);
	return saved;
}

async function restart(...processes: N8n[]): Promise<void> {
	await Promise.all(processes.map((n8n) => n8n.start()));
}

describe('n8n itself', () => {
	const PATH = 'who-is-there';
	const answer = {
		name: 'Answer',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: '={{ { execution: $execution.id } }}' },
	};
	const answeredExecution = async () => String((await call(PATH))['execution']);

	test('runs what its webhook process is asked for on a worker, and on the other one when that is killed', async () => {
		const { queue } = stage;
		await publish('Answer', webhookNode(PATH), answer);
		const first = await workerOf(await answeredExecution());
		const killed = queue.workers.filter((_, index) => index === first);
		for (const worker of killed) await worker.kill();
		expect(await workerOf(await answeredExecution())).toBe(1 - first);
		await restart(...killed);
	});
});

describe('a number', () => {
	let contact: VirtualContact;
	let credential: Credential;
	/** Published workflows. */
	let events: { id: string };
	let sending: { id: string };
	const web = startFileServer();
	const sha256 = {
		name: 'Result',
		type: 'n8n-nodes-base.crypto',
		typeVersion: 1,
		parameters: {
			action: 'hash',
			type: 'SHA256',
			binaryData: true,
			binaryPropertyName: 'data',
			dataPropertyName: 'hash',
		},
	};

	beforeAll(async () => {
		const { simulator } = stage;
		contact = await simulator.contact(CONTACT, { name: 'Ana' });
		credential = await link(stage, OWNER);
		events = await publishEvents(stage, credential);
		sending = await publish(
			'Send',
			webhookNode('send'),
			sendText(credential, { to: CONTACT, text: '={{ $json.query.text }}' }),
		);
		const url = (await web).serve('large.bin', LARGE);
		const download = {
			name: 'Download',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url, options: { response: { response: { responseFormat: 'file' } } } },
		};
		const file = { to: recipient(CONTACT), fileFrom: 'binary', binaryField: 'data' };
		await publish(
			'Send File',
			webhookNode('send-file'),
			download,
			messageNode(credential, 'sendDocument', file),
		);
	});
	afterAll(async () => await (await web).close());

	const send = async (text: string) => String((await call('send', { text }))['messageId']);
	const event = async (messageId: string, name: string) =>
		await eventOf(stage, events.id, messageId, name);
	/** All messages that came to the contact, once each. */
	const got = () => contact.received.map(({ text, copies }) => [text, copies]);

	test('that main has linked is sent from by workers, and what becomes of a message starts the trigger', async () => {
		const messageId = await send('Your order is on its way');
		const [run] = await stage.rest.executions(sending.id);
		await workerOf(String(run?.id));
		expect(await contact.waitForMessage(messageId)).toMatchObject({
			text: 'Your order is on its way',
			copies: 1,
		});
		await contact.read(messageId);
		for (const name of ['message.sent', 'message.received', 'message.read']) {
			expect(await event(messageId, name)).toMatchObject({ json: { chat: { phone: CONTACT } } });
		}
	});

	test('takes and gives files of 10 MB', async () => {
		const { messageId } = await call('send-file');
		const { id } = await contact.waitForMessage(String(messageId));
		expect((await contact.openMedia(id)).equals(LARGE)).toBe(true);

		const trigger = whatsAppTrigger(credential, ['message.incoming'], { downloadMedia: true });
		const receiving = await publish('Files', trigger, sha256);
		const incoming = await contact.sendMedia(OWNER, 'document', LARGE, { fileName: 'a.bin' });
		const item = await eventOf(stage, receiving.id, incoming, 'message.incoming');
		// A worker has read it: n8n's editor does not show files of triggers that are in its database.
		expect(item?.json['hash']).toBe(createHash('sha256').update(LARGE).digest('hex'));
		await stage.rest.unpublish(receiving.id);
	});

	test('sends on when an execution that waits is resumed by the webhook process', async () => {
		const wait = {
			name: 'Wait',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			webhookId: 'approval',
			parameters: { resume: 'webhook' },
		};
		await publish(
			'Ask',
			{ ...webhookNode('ask'), parameters: { path: 'ask' } },
			sendText(credential, { to: CONTACT, text: '={{ $execution.resumeUrl }}' }),
			wait,
			messageNode(credential, 'sendText', { to: recipient(CONTACT), text: 'Thank you' }),
		);
		expect((await ask('ask', {})).status).toBe(200);
		const { text } = await contact.waitForMessage(
			(message) => message.text.includes('/webhook-waiting/'),
			WITHIN_MS,
		);
		const { pathname, search } = new URL(text);
		// Whoever clicks comes to whichever process the address leads to.
		const resumed = () => fetch(`${stage.queue.webhook.url}${pathname}${search}`);
		// Until the execution is stored as one that waits, n8n says that it still runs.
		await waitFor(
			() => 'the execution to go on',
			WITHIN_MS,
			async () => (await resumed()).ok,
		);
		await contact.waitForMessage((message) => message.text === 'Thank you', WITHIN_MS);
	});

	test('asks, and goes on with the answer, while main is there and when it is killed', async () => {
		const { main } = stage.queue;
		const answered = { to: recipient(CONTACT), text: '=You said {{ $json.text }}' };
		const asking = { to: recipient(CONTACT), message: 'How many?', responseType: 'freeText' };
		const { id } = await publish(
			'Ask somebody',
			{ ...webhookNode('ask-somebody'), parameters: { path: 'ask-somebody' } },
			messageNode(credential, 'sendAndWait', asking),
			{ ...messageNode(credential, 'sendText', answered), name: 'Answer' },
		);
		const isAsked = async (times: number) => {
			expect((await ask('ask-somebody', {})).status).toBe(200);
			await contact.waitForMessage(
				() => got().filter(([text]) => text === 'How many?').length === times,
				WITHIN_MS,
			);
			await waitFor(
				() => 'the execution to wait',
				WITHIN_MS,
				async () => (await stage.rest.executions(id))[0]?.status === 'waiting',
			);
		};
		await isAsked(1);
		await contact.sendText(OWNER, 'Three');
		await contact.waitForMessage(({ text }) => text === 'You said Three', WITHIN_MS);
		await isAsked(2);
		await main.kill();
		// A worker holds the number then, and has no web server that resumes executions.
		await contact.sendText(OWNER, 'Four');
		await contact.waitForMessage(({ text }) => text === 'You said Four', WITHIN_MS);
		await restart(main);
		await stage.rest.logIn(USER);
		const counted = got().filter(([text]) => String(text).startsWith('You said'));
		expect(counted).toEqual([
			['You said Three', 1],
			['You said Four', 1],
		]);
	});

	test('is linked by the QR code that a worker shows', async () => {
		const toLink = await createCredential(stage.rest, '');
		const shown = await runNode(stage, actionNode(toLink, 'session', 'getQrCode', {}));
		expect(shown).toMatchObject({ status: 'success', error: null });
		await workerOf(shown.id);
		const picture = await stage.rest.binary(shown.items[0]?.binary?.['data']);
		await stage.simulator.phone(SCANNED).scan(readQrPicture(picture));
		await stage.rest.credentialIsGood(toLink, WITHIN_MS);
	});

	test('starts a trigger that is tested on a worker', async () => {
		let written = 0;
		const { id, status, output } = await testTrigger(stage, credential, async () => {
			await event(await contact.sendText(OWNER, `Hello ${++written}`), 'message.incoming');
		});
		expect(status).toBe('success');
		expect(output[TRIGGER_NAME]).toMatchObject([{ json: { event: 'message.incoming' } }]);
		await workerOf(id);
	});

	test('goes on when main is killed, and when the workers are, and loses and doubles nothing', async () => {
		const { queue, rest, simulator } = stage;
		const { main, workers } = queue;
		const before = got().length;

		await main.kill();
		const whileMainIsDown = await send('While main is down');
		await contact.waitForMessage(whileMainIsDown, WITHIN_MS);
		const answered = await contact.sendText(OWNER, 'Who answers?');
		await restart(main);
		await rest.logIn(USER);
		expect(await event(answered, 'message.incoming')).toBeDefined();
		expect(await event(whileMainIsDown, 'message.received')).toBeDefined();

		for (const worker of workers) await worker.kill();
		const incoming = await contact.sendText(OWNER, 'While no worker is there');
		const isReceipt = ({ direction, stanza }: TrafficEntry) =>
			direction === 'in' && stanza.tag === 'receipt' && stanza.attrs.id === incoming;
		await simulator.traffic.waitFor(isReceipt, WITHIN_MS);
		await restart(...workers);
		expect(await event(incoming, 'message.incoming')).toBeDefined();
		const messageId = await send('All are back');
		await contact.waitForMessage(messageId, WITHIN_MS);

		expect(got().slice(before)).toEqual([
			['While main is down', 1],
			['All are back', 1],
		]);
		const executions = await Promise.all(
			(await rest.executions(events.id)).map(({ id }) => rest.execution(id)),
		);
		for (const id of [answered, incoming]) {
			expect(executions.filter(startedBy('message.incoming', id))).toHaveLength(1);
		}
	});

	test('goes on when PostgreSQL and Redis have crashed', async () => {
		const { postgres, redis } = stage.queue;
		await postgres.kill();
		await postgres.start();
		await redis.kill();
		await redis.start();
		const { messageId } = await callAgain('send', { text: 'Back again' });
		await contact.waitForMessage(String(messageId), WITHIN_MS);
		expect(await event(String(messageId), 'message.received')).toBeDefined();
		const incoming = await contact.sendText(OWNER, 'Good to hear');
		expect(await event(incoming, 'message.incoming')).toBeDefined();
		expect(got().filter(([text]) => text === 'Back again')).toEqual([['Back again', 1]]);
	});

	test('is freed by the processes that n8n stops, and connects by another one', async () => {
		const { queue, simulator } = stage;
		const { main, workers, postgres } = queue;
		const ask = async (rest: string) => (await postgres.query(`SELECT ${rest}`)).flat();
		const holder = () =>
			ask(
				`p.id, p.kind FROM wa_account a JOIN wa_process p ON p.id = a.owner WHERE a.id = '${credential.id}'`,
			);
		const [id, kind] = await holder();
		const { logins } = simulator.statistics(OWNER);
		await Promise.all((kind === 'main' ? [main] : workers).map((n8n) => n8n.stop()));
		// What is killed stays in this table for an hour.
		expect(await ask(`count(*) FROM wa_process WHERE id = '${id}'`)).toEqual(['0']);
		const connected = () => simulator.statistics(OWNER).logins > logins;
		await waitFor(
			() => 'another process to connect',
			WITHIN_MS,
			async () => connected(),
		);
		expect((await holder())[1]).toBe(kind === 'main' ? 'worker' : 'main');
	});
});
