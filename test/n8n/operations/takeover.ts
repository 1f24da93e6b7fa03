import type { Execution } from '../../../scripts/n8n/rest.mjs';
import {
	actionNode,
	recipient,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { VirtualPhone } from '../../simulator';
import { outputOf, runNode, spaced, useFeatures, useStage, WITHIN_MS } from '../harness';

/** Workflows step aside where a person has taken over: from the nodes in a real n8n to the simulated WhatsApp. */
useFeatures('takeover');

const stage = useStage(async ({ simulator }) => {
	const phone = simulator.phone(OWNER);
	phone.platform = 'smba';
	await phone.changeLabel('1', { name: 'Person', color: 0 });
});
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const NEW = stage.number(3);
const CHAT = `${CONTACT}@s.whatsapp.net`;

let phone: VirtualPhone;
/** A workflow that answers, and steps aside; one that is told all; one that is told who has taken over. */
let answering: { id: string };
let listening: { id: string };
let told: { id: string };

beforeAll(async () => {
	phone = stage.simulator.phone(OWNER);
	const settings = {
		...{ minutes: 30, pauseWord: '#bot off', resumeWord: '#bot on' },
		label: { __rl: true, mode: 'name', value: 'person' },
	};
	answering = await publish('Answers', ['message.incoming'], { stepAside: { settings } });
	listening = await publish('Listens', ['message.incoming']);
	told = await publish('Is told', ['conversation.paused', 'conversation.resumed']);
});

async function publish(name: string, events: string[], options: object = {}) {
	const trigger = whatsAppTrigger(stage.credential, events, options);
	const published = await stage.rest.createWorkflow(workflow(name, trigger));
	await stage.rest.publish(published);
	return published;
}

/** The item that a workflow was started with: one that has all these words in it. */
async function started({ id }: { id: string }, ...words: string[]) {
	const isIt = (json: object) => words.every((word) => JSON.stringify(json).includes(word));
	const itemOf = ({ output }: Execution) =>
		output[TRIGGER_NAME]?.find(({ json }) => isIt(json))?.json;
	const execution = await stage.rest.executionWhere(
		id,
		words.join(),
		WITHIN_MS,
		(one) => itemOf(one) !== undefined,
	);
	return itemOf(execution);
}

/** The contact writes: how the conversation stood. */
async function says(words: string) {
	await stage.contact.sendText(OWNER, words);
	const { conversation } = (await started(listening, words)) ?? {};
	return conversation;
}

/** What started the answering workflow, the last of which is this. */
async function answeredTo(last: string): Promise<string[]> {
	await started(answering, last);
	const listed = await stage.rest.executions(answering.id);
	const executions = await Promise.all(listed.map(({ id }) => stage.rest.execution(id)));
	return executions
		.flatMap(({ output }) => output[TRIGGER_NAME] ?? [])
		.map(({ json }) => String(json['text']))
		.sort();
}

const node = (operation: string, parameters: object) =>
	actionNode(stage.credential, 'conversation', operation, parameters);

async function json(operation: string, parameters: object = { chat: recipient(CHAT) }) {
	return (await outputOf(stage, node(operation, parameters))).map((item) => item.json);
}

test('Step aside for a person', async () => {
	await phone.sendText(CONTACT, 'Let me see');
	expect(await started(told, 'conversation.paused')).toMatchObject({
		...{ reason: 'byHand', chat: { id: CHAT } },
	});
	expect(await says('Thank you')).toMatchObject({ paused: true, pausedUntil: expect.any(String) });
	await phone.sendText(CONTACT, '#bot on');
	expect(await started(told, 'conversation.resumed')).toMatchObject({ reason: 'word' });
	expect(await says('Hello bot')).toMatchObject({ paused: false });
	expect(await answeredTo('Hello bot')).toEqual(['Hello bot']);
	await phone.label('1', CONTACT);
	await started(told, 'conversation.paused', '"label"');
	expect(await says('Hello person')).toMatchObject({ paused: true, pausedUntil: null });
	await phone.label('1', CONTACT, false);
	await started(told, 'conversation.resumed', '"label"');
	expect(await says('Hello again')).toMatchObject({ paused: false });
	expect(await answeredTo('Hello again')).toEqual(['Hello again', 'Hello bot']);
});

test('Pause a conversation', async () => {
	const paused = { type: 'direct', paused: true, reason: 'operation' };
	const forTime = { chat: recipient(CHAT), pauseFor: 'minutes', pauseMinutes: 10 };
	expect(await json('pause', forTime)).toMatchObject([
		{ id: CHAT, ...paused, until: expect.any(String) },
	]);
	expect(await says('Anybody?')).toMatchObject({ paused: true });
	// One that has not begun, until it is resumed.
	expect(await json('pause', { chat: recipient(spaced(NEW)) })).toMatchObject([
		{ phone: NEW, ...paused, until: null },
	]);
	const { error } = await runNode(stage, node('pause', { ...forTime, pauseMinutes: -1 }));
	expect(error?.message).toBe('A conversation cannot be paused for -1 minutes.');
});

test('Conversations that are paused', async () => {
	expect(await json('getAll', { returnAll: true })).toMatchObject([
		{ phone: CONTACT, name: 'Ana' },
		{ phone: NEW },
	]);
	expect(await json('getAll', { limit: 1 })).toHaveLength(1);
});

test('State of a conversation', async () => {
	const [state] = await json('getState');
	expect(state).toMatchObject({ paused: true, since: expect.any(String) });
	expect(await says('Hello?')).toMatchObject({ sessionId: state?.['sessionId'] });
});

test('Resume a conversation', async () => {
	expect(await json('resume')).toMatchObject([
		{ id: CHAT, paused: false, reason: null, since: null, until: null },
	]);
	await says('Bot?');
	expect(await answeredTo('Bot?')).toEqual(['Bot?', 'Hello again', 'Hello bot']);
});
