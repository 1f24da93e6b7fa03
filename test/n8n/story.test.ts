import type { Credential } from '../../scripts/n8n/rest.mjs';
import {
	CLICK,
	sendText,
	startedBy,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import type { VirtualContact } from '../simulator';
import {
	codeIn,
	createCredential,
	eventOf,
	link,
	publishEvents,
	sendFrom,
	setStage,
	type Stage,
	testTrigger,
	WITHIN_MS,
} from './harness';

const OWNER = '5511900000001';
const CONTACT = '5511900000002';

let stage: Stage;
let contact: VirtualContact;
let credential: Credential;
let events: { id: string };

beforeAll(async () => {
	stage = await setStage();
	contact = await stage.simulator.contact(CONTACT, { name: 'Ana' });
	credential = await link(stage, OWNER);
	events = await publishEvents(stage, credential);
});
afterAll(async () => await stage.stop());

async function send(text: string, options = {}) {
	return await sendFrom(stage, credential, { to: CONTACT, text, options });
}

/** What the published workflow was started with. */
async function publishedEvent(messageId: string, event: string) {
	return (await eventOf(stage, events.id, messageId, event))?.json;
}

/** How often the published workflow was started with this event. */
async function countRuns(messageId: string, event: string) {
	const { rest } = stage;
	const executions = await Promise.all(
		(await rest.executions(events.id)).map(({ id }) => rest.execution(id)),
	);
	return executions.filter(startedBy(event, messageId)).length;
}

test('the banner of a new credential shows a code, and turns green when the phone has it', async () => {
	const { rest, simulator } = stage;
	const other = await createCredential(rest, '5511900000003');

	const first = await rest.testCredential(other);
	expect(first.status).toBe('Error');
	// n8n tests a credential at every opening: the code must stay the same.
	expect(await rest.testCredential(other)).toEqual(first);
	await simulator.phone('5511900000003').typeCode(codeIn(first.message));

	await rest.credentialIsGood(other, WITHIN_MS);
});

test('a sent message starts workflows when it was SENT, RECEIVED and READ', async () => {
	const { messageId, status, chat } = await send('Your order is on its way');

	expect(messageId).toMatch(/^3EB0[0-9A-F]{18}$/);
	// The node has waited a moment for it, since nobody runs it but a person in the editor.
	expect(['SENT', 'RECEIVED']).toContain(status);
	expect(chat).toBe(`${CONTACT}@s.whatsapp.net`);
	expect(await contact.waitForMessage(messageId)).toMatchObject({
		text: 'Your order is on its way',
		copies: 1,
	});
	expect(await publishedEvent(messageId, 'message.sent')).toMatchObject({ status: 'SENT' });
	expect(await publishedEvent(messageId, 'message.received')).toMatchObject({ status: 'RECEIVED' });
	await contact.read(messageId);
	expect(await publishedEvent(messageId, 'message.read')).toMatchObject({
		status: 'READ',
		account: { id: credential.id, phone: OWNER },
		chat: { type: 'direct', phone: CONTACT },
	});
});

test('the node can wait until the message is SENT', async () => {
	const { status, sentAt } = await send('Wait for it', { waitFor: 'SENT' });
	// The contact may have answered by then.
	expect(['SENT', 'RECEIVED']).toContain(status);
	expect(sentAt).toEqual(expect.any(String));
});

test("n8n's Retry On Fail runs the node again and sends nothing twice", async () => {
	const { rest } = stage;
	const text = 'Please read this within a second';
	const node = {
		...sendText(credential, { to: CONTACT, text, options: { waitFor: 'READ', waitTimeout: 1 } }),
		retryOnFail: true,
		maxTries: 3,
		waitBetweenTries: 0,
	};
	const { id } = await rest.createWorkflow(workflow('Retried', CLICK, node));

	const { status, error } = await rest.execute(id, CLICK.name, WITHIN_MS);

	expect(status).toBe('error');
	expect(error).toMatchObject({
		message: expect.stringMatching(/^Message 3EB0[0-9A-F]{18} was not read within 1 second\.$/),
	});
	await contact.waitForMessage((message) => message.text === text);
	expect(contact.received.filter((message) => message.text === text)).toMatchObject([
		{ copies: 1 },
	]);
});

test.each([
	[
		'a recipient that is no number',
		{ to: 'Ana', text: 'x' },
		'"Ana" is not a phone number or chat ID',
	],
	['an empty text', { to: CONTACT, text: ' ' }, 'The text is empty'],
	['a text that is too long', { to: CONTACT, text: 'x'.repeat(65_537) }, 'takes at most 65536'],
	[
		'a number that is not on WhatsApp',
		{ to: '5511900000099', text: 'x', options: { waitFor: 'SENT' } },
		'5511900000099 is not on WhatsApp',
	],
])('%s is an error in words', async (_, message, words) => {
	const { rest } = stage;
	const { id } = await rest.createWorkflow(workflow('Wrong', CLICK, sendText(credential, message)));
	const { status, error } = await rest.execute(id, CLICK.name, WITHIN_MS);
	expect(status).toBe('error');
	expect(error).toMatchObject({ message: expect.stringContaining(words) });
});

test("the contact's answer starts the workflow", async () => {
	const { messageId } = await send('Does Friday suit you?');
	await contact.waitForMessage(messageId);

	const answer = await contact.sendText(OWNER, 'Friday is fine', { replyTo: messageId });

	expect(await publishedEvent(answer, 'message.incoming')).toMatchObject({
		type: 'text',
		text: 'Friday is fine',
		replyTo: messageId,
		from: { phone: CONTACT, name: 'Ana' },
	});
});

test('"Execute step" on the trigger waits for the next event and shows it', async () => {
	const { status, output } = await testTrigger(stage, credential, async () => {
		const messageId = await contact.sendText(OWNER, 'Can you see me?');
		await publishedEvent(messageId, 'message.incoming');
	});
	expect(status).toBe('success');
	expect(output[TRIGGER_NAME]).toMatchObject([
		{ json: { event: 'message.incoming', text: 'Can you see me?' } },
	]);
});

test('a workflow that is not published any more is not started', async () => {
	const { rest } = stage;
	const other = await rest.createWorkflow(
		workflow('Not published any more', whatsAppTrigger(credential, ['message.incoming'])),
	);
	await rest.publish(other);
	await rest.unpublish(other.id);

	const messageId = await contact.sendText(OWNER, 'Who is listening?');

	await publishedEvent(messageId, 'message.incoming');
	expect(await rest.executions(other.id)).toEqual([]);
});

test('n8n killed between queuing and sending: both ways, everything arrives once', async () => {
	const { n8n, rest, simulator } = stage;
	simulator.faults.refuseConnections(true);
	simulator.faults.dropConnections(OWNER);
	const { messageId, status } = await send('Sent before the power went out');
	expect(status).toBe('QUEUED');

	await n8n.kill();
	simulator.faults.refuseConnections(false);
	const answer = await contact.sendText(OWNER, 'Written while n8n was down');
	await n8n.start();
	await rest.published(events.id);

	expect(await contact.waitForMessage(messageId, WITHIN_MS)).toMatchObject({ copies: 1 });
	await publishedEvent(messageId, 'message.sent');
	await publishedEvent(messageId, 'message.received');
	await publishedEvent(answer, 'message.incoming');
	expect(contact.received.filter(({ id }) => id === messageId)).toMatchObject([{ copies: 1 }]);
	expect(await countRuns(messageId, 'message.sent')).toBe(1);
	expect(await countRuns(answer, 'message.incoming')).toBe(1);
});

test("n8n's log tells nothing of what was written, nor to whom", async () => {
	const log = await stage.n8n.log();

	expect(log).toContain('Editor is now accessible');
	for (const secret of ['Your order', 'Friday is fine', 'power went out', CONTACT]) {
		expect(log).not.toContain(secret);
	}
});
