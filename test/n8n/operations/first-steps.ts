import type { Execution } from '../../../scripts/n8n/rest.mjs';
import {
	CLICK,
	noOperation,
	SEND_NAME,
	sendText,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import { createCredential, useStage } from '../harness';

/** What somebody meets who uses the nodes for the first time. */

const WITHIN_MS = 60_000;

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const NOBODY = stage.number(9);

afterEach(() => stage.simulator.faults.clear());

async function send(message: { to: string; text: string }): Promise<Execution> {
	const { id } = await stage.rest.createWorkflow(
		workflow('Send', CLICK, sendText(stage.credential, message)),
	);
	return await stage.rest.execute(id, CLICK.name, WITHIN_MS);
}

test('n8n lists both nodes under the names that workflows store', async () => {
	const ours = (await stage.rest.nodeTypes())
		.filter(({ name }) => name.startsWith('n8n-nodes-whatsapp-linked.'))
		.map(({ name, displayName }) => ({ name, displayName }));

	expect(ours).toEqual(
		expect.arrayContaining([
			{ name: 'n8n-nodes-whatsapp-linked.whatsAppLinked', displayName: 'WhatsApp Linked' },
			{
				name: 'n8n-nodes-whatsapp-linked.whatsAppLinkedTrigger',
				displayName: 'WhatsApp Linked Trigger',
			},
			// n8n makes it from usableAsTool: AI agents can send.
			{ name: 'n8n-nodes-whatsapp-linked.whatsAppLinkedTool', displayName: 'WhatsApp Linked Tool' },
			// And from its operation sendAndWait: people review what agents do.
			{ name: 'n8n-nodes-whatsapp-linked.whatsAppLinkedHitlTool', displayName: 'WhatsApp Linked' },
		]),
	);
	expect(ours).toHaveLength(4);
});

test('n8n lists the credential', async () => {
	const types = await stage.rest.credentialTypes();

	expect(types.find(({ name }) => name === 'whatsAppLinkedApi')).toMatchObject({
		displayName: 'WhatsApp Linked API',
		supportedNodes: [
			'n8n-nodes-whatsapp-linked.whatsAppLinked',
			'n8n-nodes-whatsapp-linked.whatsAppLinkedTrigger',
		],
	});
});

test('a credential without a phone number tells how to link one', async () => {
	const unlinked = await stage.rest.createCredential({
		name: 'Not linked',
		type: 'whatsAppLinkedApi',
		data: {},
	});

	expect(await stage.rest.testCredential(unlinked)).toEqual({
		status: 'Error',
		message:
			'This credential is not linked to a WhatsApp number yet. Type the phone number below and save. Or, to use a QR code, add a WhatsApp Linked node, run Session > Get QR Code, scan it, and press Retry here.',
	});
});

test('a number that is not on WhatsApp fails in the editor, and is asked for its country code', async () => {
	const { status, error } = await send({ to: NOBODY, text: 'Hello?' });
	expect(status).toBe('error');
	expect(error).toMatchObject({
		message: `${NOBODY} is not on WhatsApp.`,
		description: expect.stringContaining(
			'Is the country code missing? Your own number begins with +55.',
		),
	});
});

test('a message that waits for the connection is not shown as sent', async () => {
	stage.simulator.faults.refuseConnections(true);
	stage.simulator.faults.dropConnections(OWNER);
	const { status, output, hints } = await send({ to: CONTACT, text: 'Later' });
	stage.simulator.faults.refuseConnections(false);
	expect(status).toBe('success');
	expect(output[SEND_NAME]).toMatchObject([{ json: { status: 'QUEUED' } }]);
	expect(hints[SEND_NAME]).toMatchObject([
		{ message: 'Queued. The number is offline; 1 message waits.' },
	]);
	await stage.contact.waitForMessage(({ text }) => text === 'Later', WITHIN_MS);
});

describe('A trigger whose number is not linked', () => {
	const events = ['message.incoming'];

	test('says so at Execute step', async () => {
		const unlinked = await createCredential(stage.rest, '');
		const { id } = await stage.rest.createWorkflow(
			workflow('Step', whatsAppTrigger(unlinked, events), noOperation('End')),
		);
		const { status, error } = await stage.rest.execute(id, TRIGGER_NAME, WITHIN_MS);
		expect(status).toBe('error');
		expect(error?.message).toContain('No WhatsApp number is linked to this credential');
	});

	test('says so when it is published', async () => {
		const unlinked = await createCredential(stage.rest, '');
		const saved = await stage.rest.createWorkflow(
			workflow('Unlinked', whatsAppTrigger(unlinked, events), noOperation('End')),
		);
		await expect(stage.rest.publish(saved)).rejects.toThrow(
			'No WhatsApp number is linked to this credential',
		);
		await stage.rest.unpublish(saved.id);
	});
});

test('groups, statuses, reactions and votes do not start a workflow that did not ask for them', async () => {
	const { rest, simulator } = stage;
	const trigger = whatsAppTrigger(stage.credential, ['message.incoming']);
	const { chats: _, ...parameters } = trigger.parameters as { chats: unknown };
	const asFound = { ...trigger, parameters };
	const published = await rest.createWorkflow(workflow('Answers', asFound, noOperation('End')));
	await rest.publish(published);
	const group = await simulator.group({ subject: 'Team', members: [OWNER, CONTACT] });
	await stage.contact.sendText(group.id, 'To all');
	const { output } = await send({ to: CONTACT, text: 'A question' });
	const question = String(output[SEND_NAME]?.[0]?.json['messageId']);
	await stage.contact.waitForMessage(question);
	await stage.contact.react(question, '👍');
	const last = await stage.contact.sendText(OWNER, 'Only this');

	const isIt = (execution: Execution) =>
		execution.output[TRIGGER_NAME]?.[0]?.json['messageId'] === last;
	const started = await rest.executionWhere(published.id, 'the last message', WITHIN_MS, isIt);
	expect(await rest.executions(published.id)).toHaveLength(1);
	const [fields = {}] = (started.output[TRIGGER_NAME] ?? []).map(({ json }) => json);
	expect(Object.keys(fields).slice(0, 6)).toEqual([
		'event',
		'messageId',
		'type',
		'text',
		'from',
		'chat',
	]);
	await rest.unpublish(published.id);
});

test.each(['chat', 'from'])('%s of the trigger can be dragged into To', async (field) => {
	const { rest } = stage;
	const to = { __rl: true, mode: 'id', value: `={{ $json.${field} }}` };
	const answer = sendText(stage.credential, { to: CONTACT, text: `Answer to ${field}` });
	const published = await rest.createWorkflow(
		workflow('Answer', whatsAppTrigger(stage.credential, ['message.incoming']), {
			...answer,
			parameters: { ...answer.parameters, to },
		}),
	);
	await rest.publish(published);
	await stage.contact.sendText(OWNER, 'A question');
	await stage.contact.waitForMessage(({ text }) => text === `Answer to ${field}`, WITHIN_MS);
	await rest.unpublish(published.id);
});
