import {
	actionNode,
	recipient,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { VirtualPhone } from '../../simulator';
import { outputOf, runNode, useFeatures, useStage, WITHIN_MS } from '../harness';

/** The features of labels and notes of WhatsApp Business: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('labels');

const stage = useStage(async ({ simulator }) => {
	const phone = simulator.phone(stage.number(1));
	phone.platform = 'smbi';
	await phone.changeLabel('1', { name: 'New customer', color: 0 });
});
const CONTACT = stage.number(2);
const CHAT = `${CONTACT}@s.whatsapp.net`;
const PAID = { id: '2', name: 'Paid', color: 13, colorHex: '#F74848' };

let phone: VirtualPhone;

beforeAll(() => {
	phone = stage.simulator.phone(stage.number(1));
});

const node = (path: string, parameters: object) => {
	const [resource = '', operation = ''] = path.split('/');
	return actionNode(stage.credential, resource, operation, parameters);
};

/** What an operation that must succeed puts out. */
async function json(path: string, parameters: object = {}) {
	return (await outputOf(stage, node(path, parameters))).map((item) => item.json);
}

async function errorOf(path: string, parameters: object): Promise<string> {
	const { status, error } = await runNode(stage, node(path, parameters));
	expect(status).toBe('error');
	return error?.message ?? '';
}

const named = (value: string) => ({ label: { __rl: true, mode: 'name', value } });
const ofChat = { chat: recipient(CHAT) };

/** Until the phone has found it written. */
const until = async (isSo: () => boolean) => await phone.waitForAppState(isSo, WITHIN_MS);

test('Create tag', async () => {
	const parameters = { name: 'Paid', options: { color: 13 } };
	expect(await json('label/create', parameters)).toEqual([PAID]);
	await until(() => phone.labels.get('2')?.name === 'Paid');
	expect(await errorOf('label/create', { name: 'x'.repeat(101) })).toBe(
		'The name of a label has 101 characters.',
	);
	expect(await errorOf('label/create', { name: 'paid' })).toContain('already: its ID is 2');
});

test('Tag colors', async () => {
	expect(await json('label/create', { name: 'Lime', options: { color: '#d7e752' } })).toEqual([
		{ id: '3', name: 'Lime', color: 9, colorHex: '#D7E752' },
	]);
	expect(await errorOf('label/create', { name: 'Odd', options: { color: 20 } })).toBe(
		'20 is no color of labels.',
	);
});

test('List tags', async () => {
	expect(await json('label/getAll', { returnAll: true })).toEqual([
		{ id: '1', name: 'New customer', color: 0, colorHex: '#FF9485' },
		PAID,
		expect.objectContaining({ id: '3' }),
	]);
	const get = node('label/delete', named(''));
	expect(await stage.rest.listedIn(get, 'label', 'searchLabels', 'paid')).toMatchObject([
		{ name: 'Paid', value: '2' },
	]);
});

test('Edit tag', async () => {
	const options = { name: 'Lemon' };
	expect(await json('label/update', { ...named('Lime'), options })).toMatchObject([
		{ id: '3', name: 'Lemon', color: 9 },
	]);
	await until(() => phone.labels.get('3')?.name === 'Lemon');
});

test('Delete tag', async () => {
	expect(await json('label/delete', named('3'))).toMatchObject([{ deleted: true, id: '3' }]);
	await until(() => !phone.labels.has('3'));
	expect(await errorOf('label/delete', named('3'))).toBe('There is no label "3".');
});

test('Add tag to chat', async () => {
	expect(await json('label/addToChat', { ...named('paid'), ...ofChat })).toEqual([
		{ chat: CHAT, label: PAID, labelled: true },
	]);
	await until(() => phone.labels.get('2')?.chats.has(CHAT) === true);
	expect(await json('chat/get', { ...ofChat, simplify: true })).toMatchObject([
		{ labels: ['Paid'] },
	]);
});

test('Remove tag from chat', async () => {
	expect(await json('label/removeFromChat', { ...named('2'), ...ofChat })).toMatchObject([
		{ chat: CHAT, labelled: false },
	]);
	await until(() => phone.labels.get('2')?.chats.has(CHAT) === false);
});

test('Label of a message', async () => {
	const messageId = await stage.contact.sendText(phone.number, 'An order');
	await phone.waitForMessage(({ id }) => id === messageId, WITHIN_MS);
	const message = { ...named('Paid'), to: recipient(CHAT), messageId };
	expect(await json('label/addToMessage', message)).toMatchObject([
		{ chat: CHAT, messageId, labelled: true, label: { id: '2' } },
	]);
	await until(() => phone.labels.get('2')?.messages.has(messageId) === true);
	expect(await json('label/removeFromMessage', message)).toMatchObject([{ labelled: false }]);
	await until(() => phone.labels.get('2')?.messages.has(messageId) === false);
});

test('Chat notes', async () => {
	const note = 'Likes tea';
	expect(await json('chat/setNote', { ...ofChat, note })).toEqual([{ chat: CHAT, note }]);
	await until(() => phone.noteOn(CONTACT) === note);
	expect(await json('chat/get', { ...ofChat, simplify: true })).toMatchObject([{ note }]);
});

test("what is labelled on the phone starts workflows, in Z-API's format too", async () => {
	const options = { format: 'zapi' };
	const trigger = whatsAppTrigger(stage.credential, ['chat.labelled', 'label.changed'], options);
	const published = await stage.rest.createWorkflow(workflow('Labels', trigger));
	await stage.rest.publish(published);
	const started = async (text: string) => {
		const has = (output: object) => JSON.stringify(output).includes(text);
		const { output } = await stage.rest.executionWhere(published.id, text, WITHIN_MS, (one) =>
			has(one.output),
		);
		return output[TRIGGER_NAME]?.map((item) => item.json);
	};
	await phone.label('1', CONTACT);
	expect(await started('CHAT_LABEL_ASSOCIATION')).toMatchObject([
		{
			...{ type: 'ReceivedCallback', fromMe: true, connectedPhone: phone.number },
			notificationParameters: [{ phone: CONTACT, label: '1', assigned: true }],
		},
	]);
	await phone.changeLabel('1', { name: 'Newcomer', color: 0 });
	expect(await started('Newcomer')).toMatchObject([{ event: 'label.changed', change: 'updated' }]);
});
