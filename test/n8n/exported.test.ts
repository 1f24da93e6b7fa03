import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_NAME } from '../../scripts/project.mjs';
import { contentOf, innermost } from '../../engine/content/wrappers';
import type { Execution } from '../../scripts/n8n/rest.mjs';
import type { VirtualContact } from '../simulator';
import { startFileServer, type FileServer } from '../support/file-server';
import { mp4, ogg, png } from '../support/files';
import { codeIn, setStage, type Stage, WITHIN_MS } from './harness';

/**
 * Workflows that users of earlier versions have: as n8n exported them then, imported by n8n's own import, and run. A file that
 * is here stays as it is; a version that has more in it brings another one.
 */
const FOLDER = join(__dirname, 'fixtures');
const FILES = readdirSync(FOLDER).filter((name) => name.startsWith('exported-'));

const OWNER = '5511900000001';
const CONTACT = '5511900000002';
const CLICK = 'When clicking ‘Execute workflow’';
/** What the files call these; only a run knows where they are. */
const WEB = 'https://files.example.com/';
const CHANNEL = '120363000000000009@newsletter';

/** What a contact gets of an operation. The others send nothing, or it is looked at by itself. */
const GETS: Readonly<Record<string, readonly string[]>> = {
	sendText: ['extendedTextMessage'],
	sendImage: ['imageMessage'],
	sendDocument: ['documentMessage'],
	sendAudio: ['audioMessage'],
	sendVideo: ['videoMessage'],
	sendVideoNote: ['ptvMessage'],
	sendGif: ['videoMessage'],
	sendSticker: ['stickerMessage'],
	sendLocation: ['locationMessage'],
	sendContact: ['contactMessage', 'contactsArrayMessage'],
	sendLink: ['extendedTextMessage'],
	sendPoll: ['pollCreationMessage', 'pollCreationMessageV3'],
	sendEvent: ['eventMessage'],
	sendButtons: ['interactiveMessage'],
	sendList: ['listMessage'],
	sendCarousel: ['interactiveMessage'],
	sendProduct: ['productMessage'],
	sendCatalog: ['extendedTextMessage'],
	sendPix: ['interactiveMessage'],
	sendChannelInvite: ['newsletterAdminInviteMessage'],
	react: ['reactionMessage'],
	removeReaction: ['reactionMessage'],
	forward: ['extendedTextMessage'],
	editText: ['protocolMessage'],
	editCaption: ['protocolMessage'],
	editEvent: ['secretEncryptedMessage'],
	cancelEvent: ['secretEncryptedMessage'],
	delete: ['protocolMessage'],
	pin: ['pinInChatMessage'],
	unpin: ['pinInChatMessage'],
};

interface Exported {
	id: string;
	nodes: {
		name: string;
		type: string;
		/** Without those that are as they were at first: what sends a text names no operation. */
		parameters: { resource?: string; operation?: string; deleteFor?: string };
		credentials?: Record<string, { id: string; name: string }>;
	}[];
}

let stage: Stage;
let web: FileServer;
beforeEach(async () => {
	web = await startFileServer();
	stage = await setStage();
});
afterEach(async () => {
	await stage.stop();
	await web.close();
});

/** n8n's own import, of what its own export has written. */
async function importAll(what: 'credentials' | 'workflow', content: unknown): Promise<void> {
	const file = join(stage.n8n.home, `${what}.json`);
	await writeFile(file, JSON.stringify([content]));
	await stage.n8n.command(`import:${what}`, `--input=${file}`);
}

/** The workflow of a file, with its credential, whose number is linked. */
async function install(file: string): Promise<Exported> {
	const { simulator, rest } = stage;
	const { id: channel } = await simulator.channel({ name: 'News', admins: [OWNER] });
	await simulator.group({ subject: 'Team', members: [OWNER, CONTACT] });
	web.serve('picture.png', png(), { 'content-type': 'image/png' });
	web.serve('voice.ogg', await ogg(), { 'content-type': 'audio/ogg' });
	const clip = web.serve('clip.mp4', await mp4(), { 'content-type': 'video/mp4' });

	const text = readFileSync(join(FOLDER, file), 'utf8');
	const [workflow] = JSON.parse(
		text.replaceAll(WEB, clip.replace('clip.mp4', '')).replaceAll(CHANNEL, channel),
	) as [Exported];
	const [used] = workflow.nodes.flatMap(({ credentials = {} }) => Object.entries(credentials));
	const [type, { id, name }] = used ?? ['', { id: '', name: '' }];
	const data = { phone: OWNER, minPause: 0, maxPause: 0, keepContentHours: 24 };
	const credential = { id, name, type, data };
	await importAll('credentials', credential);
	await importAll('workflow', workflow);

	const { message } = await rest.testCredential(credential);
	await simulator.phone(OWNER).typeCode(codeIn(message));
	await rest.credentialIsGood(credential, WITHIN_MS);
	return workflow;
}

/** What comes in starts the workflow, which does something else with each kind of message. */
async function talk(contact: VirtualContact): Promise<void> {
	const question = await contact.sendText(OWNER, 'Do you deliver?');
	const answer = await contact.waitForMessage(({ text }) => text === 'You wrote: Do you deliver?');
	expect(answer.message.extendedTextMessage?.contextInfo).toMatchObject({ stanzaId: question });
	await contact.settled();
	expect(contact.receipts).toContainEqual(
		expect.objectContaining({ ids: [question], type: 'read' }),
	);
	const liked = contact.received.find(({ message: { reactionMessage } }) => reactionMessage);
	expect(liked?.message.reactionMessage).toMatchObject({ key: { id: question }, text: '❤️' });

	const poll = await contact.createPoll(OWNER, 'Soup or pie?', ['Soup', 'Pie']);
	await contact.waitForMessage(() => contact.votesFor(poll).length > 0);
	expect(contact.votesFor(poll)).toMatchObject([{ options: ['Pie'] }]);

	const { id: group } = await stage.simulator.group({
		subject: 'Friends',
		members: [OWNER, CONTACT],
	});
	const startTime = Date.UTC(2035, 0, 2) / 1000;
	const event = await contact.createEvent(group, { name: 'Party', startTime });
	await contact.waitForMessage(() => contact.answersTo(event).length > 0);
	expect(contact.answersTo(event)).toMatchObject([{ answer: 'MAYBE' }]);

	const picture = png();
	await contact.sendMedia(OWNER, 'image', picture, { mimetype: 'image/png' });
	const back = await contact.waitForMessage(({ text }) => text === 'Yours');
	expect(await contact.openMedia(back.id)).toEqual(picture);
}

/** Each node has put out one item, and what it says that it has sent is what the contact has got. */
async function look(
	{ nodes }: Exported,
	{ output }: Execution,
	contact: VirtualContact,
): Promise<void> {
	for (const { name, type, parameters } of nodes) {
		const [item, ...others] = output[name] ?? [];
		if (!item || !type.startsWith(PACKAGE_NAME)) continue;
		expect({ name, others }).toEqual({ name, others: [] });
		const { resource = 'message', operation = 'sendText', deleteFor } = parameters;
		const gets = resource === 'message' && deleteFor !== 'me' && GETS[operation];
		// These wait until they are taken out of the queue.
		if (!gets || name.startsWith('Waits')) continue;
		const { messageId, deletionId } = item.json;
		const got = await contact.waitForMessage(String(deletionId ?? messageId));
		const kind = contentOf(innermost(got.message))?.kind;
		expect({ name, kind }).toEqual({ name, kind: gets.find((one) => one === kind) });
	}
}

test.each(FILES)('%s runs, and does what it did', async (file) => {
	const { rest, simulator } = stage;
	const contact = await simulator.contact(CONTACT, { name: 'Ana' });
	contact.catalogue = [
		{ id: 'bread', name: 'Bread', price: 12_500, currency: 'BRL', image: png() },
	];
	const workflow = await install(file);

	await rest.publish(await rest.workflow(workflow.id));
	await talk(contact);

	const clicked = await rest.execute(workflow.id, CLICK, 2 * WITHIN_MS);
	const { status, error } = clicked;
	expect({ status, error }).toEqual({ status: 'success', error: null });
	await look(workflow, clicked, contact);
	// At last it has logged its number out.
	expect(simulator.phone(OWNER).devices()).toEqual([]);

	const ran = new Set<string>();
	for (const { id } of await rest.executions(workflow.id)) {
		for (const name of Object.keys((await rest.execution(id)).output)) ran.add(name);
	}
	expect([...ran].sort()).toEqual(workflow.nodes.map(({ name }) => name).sort());
});
