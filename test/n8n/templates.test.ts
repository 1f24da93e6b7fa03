import type { proto } from '@whiskeysockets/baileys';
import { type Credential, type Item, waitFor } from '../../scripts/n8n/rest.mjs';
import {
	actionNode,
	CLICK,
	type Node,
	recipient,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import type { ReceivedMessage, VirtualContact } from '../simulator';
import { readQrPicture } from '../simulator/page/qr-picture';
import { type ApiServer, startApi } from '../support/api-server';
import { startChatModel, textOf } from '../support/chat-model';
import { readTemplate } from '../support/templates';
import { modelCredential } from './agent';
import {
	createCredential,
	eventOf,
	link,
	outputOf,
	publishEvents,
	spaced,
	useStage,
	WITHIN_MS,
} from './harness';
import { publishTemplate } from './template';

/** Each of templates/: imported as it is, with what a user fills in, its story is played. */

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const BOSS = stage.number(3);
const WATCHED = stage.number(4);
const SCANNED = stage.number(5);
const OTHER = stage.number(6);
const EVA = stage.number(7);
const IDA = stage.number(8);

/** What is published, or open, until the test has ended. */
const ends: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	stage.simulator.faults.clear();
	for (const end of ends.splice(0).reverse()) await end();
});

function untilEnd<T extends { close(): Promise<void> }>(opened: T): T {
	ends.push(() => opened.close());
	return opened;
}

/** What a user fills in: parameters by the names of their nodes. */
type FilledIn = Record<string, object>;

/**
 * Imports a template, fills it in and publishes it.
 *
 * @param credentials of other types than WhatsApp Linked's; of that one, the stage's is chosen
 */
async function publish(
	name: string,
	filledIn: FilledIn = {},
	credentials: Credential[] = [stage.credential],
) {
	const names = readTemplate(name).nodes.map((node) => node.name);
	expect(names).toEqual(expect.arrayContaining(Object.keys(filledIn)));
	const published = await publishTemplate(
		stage,
		name,
		(node) => ({ ...node, parameters: { ...node.parameters, ...filledIn[node.name] } }),
		credentials,
	);
	ends.push(() => stage.rest.unpublish(published.id));
	return published;
}

/** Calls a workflow, as a shop does. */
async function call(path: string, body: object): Promise<void> {
	const { status } = await fetch(`${stage.n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(status).toBe(200);
}

const ANA = { name: 'Ana', phone: spaced(CONTACT) };

const gets = async (who: VirtualContact, text: string) =>
	await who.waitForMessage((message) => message.text === text);

const pollIn = ({ message }: { message: proto.IMessage }) => message.pollCreationMessageV3;

async function pollOf(who: VirtualContact, question: string): Promise<ReceivedMessage> {
	return await who.waitForMessage((message) => pollIn(message)?.name === question);
}

/** So many messages of this text have come. */
const copiesOf = (text: string) =>
	stage.contact.received.filter((message) => message.text === text).length;

const jsonOf = (body: Buffer) => JSON.parse(body.toString()) as Record<string, unknown>;

/** A workflow that fills the table which a node of a template makes. */
function tableOf(template: string, name: string, rows: object[]) {
	const table = readTemplate(template).nodes.find((node) => node.name === name) as Node;
	const code = `return ${JSON.stringify(rows.map((json) => ({ json })))}`;
	return workflow(
		'Fill the table',
		CLICK,
		table,
		{ name: 'Rows', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: code } },
		{
			name: 'Insert',
			type: 'n8n-nodes-base.dataTable',
			typeVersion: 1.1,
			parameters: {
				resource: 'row',
				operation: 'insert',
				dataTableId: { __rl: true, mode: 'id', value: `={{ $('${name}').first().json.id }}` },
				columns: { mappingMode: 'autoMapInputData', value: {} },
			},
		},
	);
}

/** Resolves when something of this kind was posted. */
async function posted(api: ApiServer, isIt: (body: Record<string, unknown>) => boolean) {
	await waitFor(
		() => `a request; there are: ${api.posted.join()}`,
		WITHIN_MS,
		async () => api.posted.map(jsonOf).some(isIt),
	);
	return api.posted.map(jsonOf).find(isIt);
}

test('approval-by-the-boss', async () => {
	const boss = await stage.simulator.contact(BOSS, { name: 'Boss' });
	const ask = { to: recipient(BOSS) };
	await publish('approval-by-the-boss', { 'Ask the boss': ask });
	for (const [what, vote, told] of [
		['a chair', 'Approve', 'Good news: a chair is approved.'],
		['a sofa', 'Decline', 'Sorry, a sofa was declined.'],
	] as const) {
		await call('approval-by-the-boss', { ...ANA, what, amount: '300 €' });
		const { id } = await pollOf(boss, `Request from Ana: ${what}, 300 €`);
		await boss.vote(id, [vote]);
		await gets(stage.contact, told);
	}
	await ends.pop()?.();

	const impatient = { ...ask, resumeAmount: 0.05, resumeUnit: 'minutes' };
	await publish('approval-by-the-boss', { 'Ask the boss': impatient });
	await call('approval-by-the-boss', { ...ANA, what: 'a desk', amount: '200 €' });
	await gets(stage.contact, 'There is no answer yet about a desk. Please ask again.');
});

test('survey-form', async () => {
	const { endedAt } = await publish('survey-form');
	const other = await stage.simulator.contact(OTHER, { name: 'Otto' });
	for (const [who, name, rating] of [
		[stage.contact, 'Ana', '5'],
		[other, 'Otto', '2'],
	] as const) {
		await call('survey', { name, phone: who.number });
		await gets(
			who,
			`Hello ${name}, thank you for your order! May we ask you three short questions?\n\nHow did you like it, from 1 (not at all) to 5 (very much)?`,
		);
		await who.sendText(OWNER, 'It was fine');
		await gets(who, 'Please answer with a number from 1 to 5.');
		await who.sendText(OWNER, rating);
		const { id } = await pollOf(who, 'How did you hear of us?');
		await who.vote(id, ['Friends']);
		await gets(who, 'What can we do better?');
		await who.sendText(OWNER, 'Nothing');
		await gets(who, 'Thank you, that helps us a lot! 🙏');
		const { output } = await endedAt(
			'Say thank you',
			(execution) => execution.output['Add a row']?.[0]?.json['rating'] === Number(rating),
		);
		expect(output['Add a row']?.map(({ json }) => json)).toMatchObject([
			{ phone: who.number, rating: Number(rating), source: 'Friends', wish: 'Nothing' },
		]);
	}
});

test('appointment', async () => {
	const HOUR_MS = 60 * 60_000;
	const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
	const times = JSON.stringify([at(2), at(26)]);
	const assignments = [{ id: 'times', name: 'times', type: 'array', value: times }];
	const free = { 'Free times': { assignments: { assignments } } };
	const hurried = { reminder: 'Which time suits you? Please choose one above.', reminderAfter: 1 };
	await publish('appointment', { ...free, 'Offer the times': { options: hurried } });
	await stage.contact.sendText(OWNER, 'I would like an appointment');
	const poll = await pollOf(stage.contact, 'When would you like to come?');
	const [chosen] = pollIn(poll)?.options?.map(({ optionName }) => optionName ?? '') ?? [];
	await gets(stage.contact, hurried.reminder);
	await stage.contact.vote(poll.id, [chosen ?? '']);
	await gets(stage.contact, `You are booked for ${chosen}. See you then!`);
	await gets(stage.contact, `Do not forget: your appointment is ${chosen}.`);
	await ends.pop()?.();

	const impatient = { resumeAmount: 0.05, resumeUnit: 'minutes' };
	await publish('appointment', { ...free, 'Offer the times': impatient });
	await stage.contact.sendText(OWNER, 'An appointment, please');
	await gets(stage.contact, 'No problem. Write "appointment" whenever you like to come.');
});

test('order-notification', async () => {
	const events = await publishEvents(stage, stage.credential);
	ends.push(() => stage.rest.unpublish(events.id));
	await publish('order-notification', { 'Wait a day': { amount: 0, unit: 'seconds' } });
	const order = { ...ANA, order: 1042, link: 'https://example.com/1042' };
	const sent = 'Hello Ana, your order 1042 is on its way: https://example.com/1042';
	const reminder =
		'A reminder: your order 1042 is on its way. Follow it here: https://example.com/1042';
	await call('order-sent', order);
	const { id } = await gets(stage.contact, sent);
	await gets(stage.contact, reminder);
	await stage.contact.read(id);
	await eventOf(stage, events.id, id, 'message.read');

	await call('order-sent', order);
	await gets(stage.contact, 'Has your order 1042 arrived? If anything is wrong, just answer here.');
	expect([copiesOf(sent), copiesOf(reminder)]).toEqual([1, 1]);
});

test('voice-message', async () => {
	const api = untilEnd(await startApi({ text: 'Are you open on Sunday?' }));
	const heard: unknown[] = [];
	const model = untilEnd(
		await startChatModel([], (messages) => {
			heard.push(...messages.slice(-1).map(textOf));
			return 'Yes, **from 10 to 4**.';
		}),
	);
	const credentials = [stage.credential, await modelCredential(stage, model)];
	await publish('voice-message', { 'Write down what was said': { url: api.url } }, credentials);
	const recording = Buffer.from('OggS: a recording');
	const details = { mimetype: 'audio/ogg; codecs=opus', ptt: true };
	const id = await stage.contact.sendMedia(OWNER, 'audio', recording, details);

	const { message } = await gets(stage.contact, 'Yes, *from 10 to 4*.');
	expect(message.extendedTextMessage?.contextInfo?.stanzaId).toBe(id);
	expect(heard).toEqual(['Are you open on Sunday?']);
	expect(api.posted).toHaveLength(1);
	expect(api.posted[0]?.includes(recording)).toBe(true);
	expect(api.posted[0]?.toString('latin1')).toMatch(/name="file"; filename="[^"]+\.(ogg|oga)"/);
});

test('group-moderation', async () => {
	const group = await stage.simulator.group({ subject: 'Walks', members: [OWNER, CONTACT] });
	const { endedAt } = await publish('group-moderation');
	const spam = 'Join us: https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv';
	const ids: string[] = [];
	for (const warning of [1, 2]) {
		ids.push(await stage.contact.sendText(group.id, spam));
		await gets(
			stage.contact,
			`Ana, your message was deleted: please read the rules of this group. This is warning ${warning} of 2.`,
		);
	}
	await stage.contact.sendText(group.id, 'Who comes along on Sunday?');
	ids.push(await stage.contact.sendText(group.id, spam));
	const { output } = await endedAt('Remove from the group');
	expect(output['Note the warning']?.[0]?.json).toMatchObject({ warnings: 3, group: group.id });
	expect(group.members).toEqual([OWNER]);
	const deleted = stage.contact.received.map(({ message }) => message.protocolMessage?.key?.id);
	expect(deleted.filter(Boolean)).toEqual(ids);
});

test('lead-from-ad', async () => {
	const api = untilEnd(await startApi({ ok: true }));
	const { endedAt } = await publish('lead-from-ad', { 'Add to the CRM': { url: api.url } });
	const plain = await stage.contact.sendText(OWNER, 'Good morning');
	await endedAt('Somebody writes', ({ output }) => {
		return output['Somebody writes']?.[0]?.json['messageId'] === plain;
	});
	await stage.contact.sendMessage(OWNER, {
		extendedTextMessage: {
			text: 'I saw your advert',
			contextInfo: {
				externalAdReply: { title: 'Sale', sourceId: '42', sourceType: 'ad', ctwaClid: 'ARB' },
			},
		},
	});
	await gets(
		stage.contact,
		'Hello Ana, thank you for your interest! One of us will answer you here in a moment.',
	);
	expect(api.posted.map(jsonOf)).toEqual([
		{
			name: 'Ana',
			phone: CONTACT,
			message: 'I saw your advert',
			advert: 'Sale',
			advertId: '42',
			clickId: 'ARB',
		},
	]);
});

test('watchdog', async () => {
	const { faults } = stage.simulator;
	const watched = await link(stage, WATCHED);
	const api = untilEnd(await startApi({ ok: true }));
	const filledIn = (amount: number) => ({
		'Wait ten minutes': { amount, unit: 'seconds' },
		'Send the alarm': { url: api.url },
	});
	const patient = await publish('watchdog', filledIn(10), [watched]);
	faults.dropConnections(WATCHED);
	await patient.endedAt('Nothing to tell');
	expect(api.posted).toEqual([]);
	await ends.pop()?.();

	await publish('watchdog', filledIn(0), [watched]);
	faults.refuseConnections(true);
	faults.dropConnections(WATCHED);
	await posted(api, ({ subject }) => subject === `WhatsApp ${WATCHED} is offline`);
	faults.refuseConnections(false);
	await stage.rest.credentialIsGood(watched, WITHIN_MS);

	const phone = stage.simulator.phone(WATCHED);
	const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 3 * 86_400_000);
	phone.restrict(until.getTime());
	const isRestricted = ({ subject }: Record<string, unknown>) =>
		subject === `WhatsApp ${WATCHED} is restricted`;
	expect((await posted(api, isRestricted))?.['text']).toContain(`until ${until.toISOString()}`);
	phone.restrict(undefined);
	const isLifted = ({ subject }: Record<string, unknown>) =>
		subject === `WhatsApp ${WATCHED} may start new chats again`;
	expect((await posted(api, isLifted))?.['text']).toMatch(/^It was restricted since .+Z\. Since: /);

	phone.unlink();
	await posted(api, ({ subject }) => subject === `WhatsApp ${WATCHED} is logged out`);
});

test('live-qr-page', async () => {
	const credential = await createCredential(stage.rest, '');
	await publish('live-qr-page', {}, [credential]);
	const page = async () =>
		await (await fetch(`${stage.n8n.url}/webhook/link-whatsapp-change-me`)).text();
	const html = await page();
	expect(html).toContain('<meta http-equiv="refresh" content="10">');
	const [, picture = ''] = /src="data:image\/png;base64,([^"]+)"/.exec(html) ?? [];
	await stage.simulator.phone(SCANNED).scan(readQrPicture(Buffer.from(picture, 'base64')));
	await waitFor(
		() => 'the page to say that the number is linked',
		WITHIN_MS,
		async () => (await page()).includes('<h1>This number is linked</h1>'),
	);
	await stage.rest.credentialIsGood(credential, WITHIN_MS);
});

test('campaign', async () => {
	const eva = await stage.simulator.contact(EVA, { name: 'Eva' });
	const boss = await stage.simulator.contact(BOSS, { name: 'Boss' });
	const customers = [
		{ ...ANA, state: '' },
		{ name: 'Ida', phone: spaced(IDA), state: '' },
		{ name: 'Nobody', phone: 'call back', state: '' },
		{ name: 'Eva', phone: EVA, state: '' },
		{ name: 'Bob', phone: spaced(OTHER), state: 'in the queue' },
	];
	const isWritten = stage.rest.execute(
		(await stage.rest.createWorkflow(tableOf('campaign', 'Table of customers', customers))).id,
		CLICK.name,
		WITHIN_MS,
	);
	expect(await isWritten).toMatchObject({ status: 'success' });
	await outputOf(
		stage,
		actionNode(stage.credential, 'contact', 'optOut', { contact: recipient(IDA) }),
	);
	const campaign = { campaign: 'Spring sale', offer: 'all lamps cost less.', secondsBetween: 1 };
	const assignments = Object.entries(campaign).map(([name, value]) => {
		return { id: name, name, value, type: typeof value };
	});
	const { id, endedAt } = await publish('campaign', {
		'The campaign': { assignments: { assignments } },
		Report: { to: recipient(BOSS) },
	});

	const start = async () => await stage.rest.execute(id, 'Start the campaign', WITHIN_MS);
	const { status, output } = await start();
	expect(status).toBe('success');
	const statesIn = (items: Item[] = []) => items.map(({ json }) => [json['name'], json['state']]);
	expect(statesIn(output['Note the opt-out'])).toEqual([['Ida', 'wants no messages']]);
	expect(statesIn(output['Note what became of it'])).toEqual([
		['Ana', 'in the queue'],
		['Nobody', expect.stringContaining('"call back"')],
		['Eva', 'in the queue'],
	]);
	const offer = (name: string) =>
		`Hello ${name}, all lamps cost less.\n\nNo more messages? Answer STOP.`;
	const first = await gets(stage.contact, offer('Ana'));
	const second = await gets(eva, offer('Eva'));
	expect(second.at - first.at).toBeGreaterThan(1_000);

	await eva.sendText(OWNER, 'Stop!');
	await gets(eva, 'You get no more offers from us.');
	const noted = await endedAt('Note it in the table');
	expect(statesIn(noted.output['Note it in the table'])).toEqual([['Eva', 'wants no messages']]);
	const again = await start();
	expect(again.output['Who has not got it yet']).toEqual([]);

	const events = await publishEvents(stage, stage.credential);
	ends.push(() => stage.rest.unpublish(events.id));
	await stage.contact.read(first.id);
	await eventOf(stage, events.id, first.id, 'message.read');
	const evening = await stage.rest.execute(id, 'Every evening at six', WITHIN_MS);
	expect(evening).toMatchObject({ status: 'success' });
	await gets(
		boss,
		'Spring sale: 2 sent, 2 received, 1 read, 0 still in the queue, 0 held back for those who want no messages.',
	);
	const offers = [...stage.contact.received, ...eva.received].filter(({ text }) =>
		text.includes('all lamps'),
	);
	expect(offers.map(({ text }) => text)).toEqual([offer('Ana'), offer('Eva')]);
});

test('ai-agent', async () => {
	const long = `${'We deliver every day. '.repeat(12)}\n\nThat is **free** of charge.\n\n${'Ask for more. '.repeat(10)}`;
	const pieces = ['My name is Ana', 'When do you deliver?'];
	const question = 'Is anybody there?';
	const { promise: isTakenOver, resolve: takeOver } = Promise.withResolvers<void>();
	const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
	const model = untilEnd(
		await startChatModel([], async (messages) => {
			const said = messages.slice(-1).map(textOf).join();
			if (said === pieces.join('\n')) return long;
			if (said !== question) return `Not understood: ${said}`;
			ask();
			await isTakenOver;
			return 'I am.';
		}),
	);
	const credentials = [stage.credential, await modelCredential(stage, model)];
	const { endedAt } = await publish('ai-agent', {}, credentials);
	const ids: string[] = [];
	for (const piece of pieces) ids.push(await stage.contact.sendText(OWNER, piece));
	for (const part of long.split('\n\n')) {
		await gets(stage.contact, part.trim().replaceAll('**', '*'));
	}
	const read = stage.contact.receipts.filter(({ type }) => type === 'read');
	expect(read.flatMap((receipt) => receipt.ids)).toEqual(expect.arrayContaining(ids));
	expect(stage.contact.typing).toContain('composing');

	// Somebody answers by hand while the agent thinks.
	const told = whatsAppTrigger(stage.credential, ['conversation.paused']);
	const { id, versionId } = await stage.rest.createWorkflow(workflow('Told', told));
	await stage.rest.publish({ id, versionId });
	ends.push(() => stage.rest.unpublish(id));
	await stage.contact.sendText(OWNER, question);
	await isAsked;
	await stage.simulator.phone(OWNER).sendText(CONTACT, 'Maria here, what can I do for you?');
	await stage.rest.executionWhere(id, 'the pause', WITHIN_MS, () => true);
	takeOver();
	await endedAt('A person answers');
	expect(copiesOf('I am.')).toBe(0);
});
