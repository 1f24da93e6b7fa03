import type { Locator } from 'playwright-core';
import {
	messageNode,
	noOperation,
	SEND_NAME,
	sendText,
	startedBy,
	STORY_EVENTS,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import { readQrPicture } from '../simulator/page/qr-picture';
import { readTemplate, TEMPLATES } from '../support/templates';
import { Editor, VIEWPORT } from './browser';
import {
	codeIn,
	createCredential,
	link,
	sendFrom,
	setStage,
	type Stage,
	WITH_EDITOR,
	WITHIN_MS,
} from './harness';

const OWNER = '5511900000001';
const CONTACT = '5511900000002';
const QR_OWNER = '5511900000003';
const EVENTS_OWNER = '5511900000004';
const PANELS_OWNER = '5511900000005';

const TEXT = 'Sorry, please write';

/** The engine waits for the phone first, which answers nothing to a wrong code. */
const PATIENCE_MS = 120_000;

let stage: Stage;
let editor: Editor;

beforeAll(async () => {
	stage = await setStage(WITH_EDITOR);
	editor = await Editor.open(stage.n8n.url);
});
afterAll(async () => {
	await editor.close();
	await stage.stop();
});

/** A test that leaves a picture of the editor, above all when it fails. */
function pictured(name: string, picture: string, steps: () => Promise<void>) {
	test(name, async () => {
		try {
			await steps();
			await editor.screenshot(picture);
		} catch (error) {
			await editor.screenshot(`${picture}-failed`);
			throw error;
		}
	});
}

/** The banner is red until the phone and the engine have exchanged keys. */
async function retryUntilGreen(dialog: Locator): Promise<void> {
	let status = '';
	while (status !== 'OK') {
		const tested = editor.page.waitForResponse(/credentials\/test/);
		await dialog.getByRole('button', { name: 'Retry' }).click();
		({ status } = (await (await tested).json()).data);
	}
	await dialog.getByText('Connection tested successfully').waitFor();
}

pictured('a new credential shows its code, and turns green', 'credential-linked', async () => {
	const { page } = editor;
	await editor.load('/home/credentials/create');
	await page.getByPlaceholder('Search for app...').fill('WhatsApp Linked');
	await page.getByText('WhatsApp Linked API', { exact: true }).click();
	await page.getByTestId('new-credential-type-button').click();
	const dialog = page.getByTestId('credential-edit-dialog');
	await dialog.getByTestId('parameter-input-phone').getByRole('textbox').fill('+55 11 90000-0001');
	await page.getByTestId('credential-save-button').click();

	await dialog.getByText('More details', { exact: true }).click();
	const banner = await dialog.getByText(/^Enter .* on your phone/).innerText();
	await editor.screenshot('credential-code');

	const phone = stage.simulator.phone(OWNER);
	const wrong = codeIn(banner) === 'AAAA-AAAA' ? 'BBBB-BBBB' : 'AAAA-AAAA';
	await expect(phone.typeCode(wrong)).rejects.toThrow();
	const tested = page.waitForResponse(/credentials\/test/, { timeout: PATIENCE_MS });
	await dialog.getByRole('button', { name: 'Retry' }).click();
	await tested;
	await dialog.getByText('More details', { exact: true }).click();
	const next = dialog.getByText(/^New code: .* The phone did not accept the last code\./);
	await editor.screenshot('credential-new-code');
	await phone.typeCode(codeIn(await next.innerText()));
	await retryUntilGreen(dialog);
});

pictured(
	'an option is added to the credential, and the number keeps to it',
	'credential-options',
	async () => {
		const { page } = editor;
		const dialog = page.getByTestId('credential-edit-dialog');
		const options = dialog.getByTestId('fixed-collection-options');
		await options.getByPlaceholder('Add option').click();
		await page.getByRole('option', { name: 'Reject Calls' }).click();
		await options.getByTestId('parameter-input-text').getByRole('textbox').fill(TEXT);
		await options.getByTestId('parameter-input-from').click();
		await page.getByRole('option', { name: 'Only These People' }).click();
		await options
			.getByTestId('parameter-input-people')
			.getByRole('textbox')
			.fill('+55 11 90000-0002');
		const tested = page.waitForResponse(/credentials\/test/);
		await page.getByTestId('credential-save-button').click();
		expect((await (await tested).json()).data).toMatchObject({ status: 'OK' });

		const caller = await stage.simulator.contact(CONTACT);
		const call = caller.ring(OWNER);
		await caller.waitForMessage(({ text }) => text === TEXT, WITHIN_MS);
		expect(call.state).toBe('rejected');
	},
);

describe('The list of nodes', () => {
	beforeAll(() => editor.openNodes());

	test.each(['send message', 'zapi', 'evolution', 'waha', 'reaction', 'read receipt'])(
		'finds the node by "%s"',
		async (words) => {
			const { page } = editor;
			const found = page.getByTestId('item-iterator-item').filter({ hasText: 'WhatsApp Linked' });
			// What other words have found is gone first.
			await editor.searchNodes('no such node');
			await found.waitFor({ state: 'detached' });
			await editor.searchNodes(words);
			await found.getByText('Send and receive WhatsApp messages').waitFor();
			await editor.screenshot(`search-${words.replace(' ', '-')}`);
		},
	);

	pictured('the list of actions begins with what most people look for', 'actions', async () => {
		const { page } = editor;
		await editor.openActions();
		await page.getByText('Message Actions', { exact: true }).waitFor();
		const names = await page.getByTestId('node-creator-item-name').allInnerTexts();
		const first = names.indexOf('Send text message');
		expect(names.slice(first, first + 4)).toEqual([
			'Send text message',
			'Send image',
			'Send document',
			'Send audio file or voice message',
		]);
		await page.getByText('Send audio file or voice message').scrollIntoViewIfNeeded();
	});
});

pictured('Send Text is added, filled in and executed', 'send-text', async () => {
	const { page } = editor;
	const contact = await stage.simulator.contact(CONTACT);
	await editor.addAction('Send text message');
	await page.getByTestId('parameter-input-to').getByTestId('rlc-input').fill('+55 11 90000-0002');
	await page.getByTestId('parameter-input-text').getByRole('textbox').fill('Hello from the editor');
	await page.getByTestId('node-execute-button').click();

	const output = page.getByTestId('output-panel');
	const messageId = await output.getByText(/^3EB0[0-9A-F]{18}$/).innerText();
	expect(await contact.waitForMessage(messageId)).toMatchObject({ text: 'Hello from the editor' });
});

/** The operations whose panels differ most from one another, by the name that the list of actions gives their node. */
const PANELS = {
	'Send image': {
		operation: 'sendImage',
		picture: 'panel-send-image',
		fields: ['File From', 'Input Binary Field', 'Caption'],
	},
	'Send poll': {
		operation: 'sendPoll',
		picture: 'panel-send-poll',
		fields: ['Question', 'Options'],
	},
	'Send buttons': {
		operation: 'sendButtons',
		picture: 'panel-send-buttons',
		fields: ['Text', 'Buttons'],
	},
	'Send location': {
		operation: 'sendLocation',
		picture: 'panel-send-location',
		fields: ['Latitude', 'Longitude'],
	},
	'React to message': {
		operation: 'react',
		picture: 'panel-react',
		fields: ['Chat', 'Message ID', 'Emoji'],
	},
};

describe('In a workflow of many nodes', () => {
	let workflowId: string;
	const names = [TRIGGER_NAME, SEND_NAME, ...Object.keys(PANELS)];

	beforeAll(async () => {
		const linked = await link(stage, PANELS_OWNER);
		await stage.simulator.phone(PANELS_OWNER).addContact(CONTACT, 'Ana Souza');
		const trigger = whatsAppTrigger(linked, ['message.incoming'], {
			chats: { entry: [{ who: { __rl: true, mode: 'list', value: '' } }] },
			texts: { entry: [{ match: 'contains', text: 'order' }] },
			maxAgeMinutes: 10,
		});
		const ours = Object.entries(PANELS).map(([name, { operation }]) => ({
			...messageNode(linked, operation, {}),
			name,
		}));
		const send = sendText(linked, { to: '', text: '' });
		({ id: workflowId } = await stage.rest.createWorkflow(
			workflow('Panels', trigger, send, ...ours),
		));
		await editor.load(`/workflow/${workflowId}`);
	});

	/** Opens the panel of a node. */
	async function open(name: string): Promise<void> {
		// The second part opens it (n8n's editor, router.ts).
		await editor.goTo(`/workflow/${workflowId}/node-${names.indexOf(name)}`);
		await editor.page.getByTestId('inline-edit-preview').getByText(name, { exact: true }).waitFor();
	}

	for (const [name, { fields, picture }] of Object.entries(PANELS)) {
		pictured(`the panel of "${name}" shows its fields`, picture, async () => {
			await open(name);
			const parameters = editor.page.getByTestId('node-parameters');
			for (const field of fields) {
				await parameters.getByText(field, { exact: true }).first().waitFor();
			}
		});
	}

	pictured('a recipient is chosen from the list by name', 'recipient-list', async () => {
		const { page } = editor;
		await open(SEND_NAME);
		const field = page.getByTestId('parameter-input-to');
		await field.getByTestId('rlc-mode-selector').click();
		await page.getByRole('option', { name: 'From List' }).click();
		await field.getByTestId('rlc-input').click();
		await page.getByTestId('rlc-search').fill('ana');
		await page.getByTestId('rlc-item').getByText('Ana Souza (+5511900000002)').click();
	});

	pictured(
		'a chat that starts a workflow is chosen from the list by name',
		'trigger-chats',
		async () => {
			const { page } = editor;
			await open(TRIGGER_NAME);
			await page.getByTestId('rlc-input').click();
			await page.getByTestId('rlc-search').fill('ana');
			await page.getByTestId('rlc-item').getByText('Ana Souza (+5511900000002)').click();
		},
	);
});

describe('A template on the canvas', () => {
	beforeAll(() => editor.page.setViewportSize({ width: 1800, height: 900 }));
	afterAll(() => editor.page.setViewportSize(VIEWPORT));

	test.each(TEMPLATES)('%s', async (name) => {
		const { page } = editor;
		const template = readTemplate(name);
		const { id } = await stage.rest.createWorkflow(template);
		await editor.load(`/workflow/${id}`);
		await page.getByText('Set up', { exact: true }).waitFor();
		for (const node of template.nodes.filter(({ type }) => !type.endsWith('.stickyNote'))) {
			await page.getByTestId('canvas-node').filter({ hasText: node.name }).first().waitFor();
		}
		await editor.screenshot(`template-${name}`, page.getByTestId('canvas'));
	});
});

pictured('Get QR Code shows an image, and who scans it is linked', 'qr-code', async () => {
	const { page } = editor;
	const credential = await createCredential(stage.rest, '');
	await editor.addAction('Get QR code to link number');
	await editor.chooseCredential(credential.name);
	await page.getByTestId('node-execute-button').click();

	const output = page.getByTestId('output-panel');
	await output.getByTestId('ndv-view-binary-data').click();
	const picture = await output.getByRole('img').screenshot();
	await stage.simulator.phone(QR_OWNER).scan(readQrPicture(picture));
	await stage.rest.credentialIsGood(credential, WITHIN_MS);
});

pictured('what a published trigger was started with is listed', 'executions', async () => {
	const { page } = editor;
	const { rest, simulator } = stage;
	const credential = await link(stage, EVENTS_OWNER);
	const contact = await simulator.contact(CONTACT);
	const { id, versionId } = await rest.createWorkflow(
		workflow('Events', whatsAppTrigger(credential, STORY_EVENTS), noOperation('Result')),
	);
	await rest.publish({ id, versionId });
	const executionOf = async (event: string, messageId: string) =>
		await rest.executionWhere(
			id,
			`${event} of ${messageId}`,
			WITHIN_MS,
			startedBy(event, messageId),
		);

	const { messageId } = await sendFrom(stage, credential, { to: CONTACT, text: 'Are you there?' });
	const executions = [
		await executionOf('message.sent', messageId),
		await executionOf('message.received', messageId),
	];
	await contact.read(messageId);
	executions.push(await executionOf('message.read', messageId));
	const answer = await contact.sendText(EVENTS_OWNER, 'Yes');
	executions.push(await executionOf('message.incoming', answer));

	await editor.load(`/workflow/${id}/executions/${executions.at(-1)?.id}`);
	await page.getByTestId('suggested-actions-close').click();
	for (const execution of executions) {
		const row = page.getByTestId(`execution-details-${execution.id}`);
		expect(await row.innerText()).toContain('Succeeded');
	}
	await page.getByTestId('execution-preview-host').getByText('Result').waitFor();
});
