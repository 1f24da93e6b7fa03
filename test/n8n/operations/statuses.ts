import {
	actionNode,
	recipient,
	startedBy,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { ReceivedMessage } from '../../simulator';
import { mp4, ogg, png } from '../../support/files';
import { outputOf, runNode, type SourceFile, useFeatures, useStage, WITHIN_MS } from '../harness';

/** The features of statuses: from the node in a real n8n to what others see. */
useFeatures('statuses');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const STRANGER = stage.number(3);
/** A published workflow that starts on statuses, and on whoever opens ours. */
let listener: string;

const node = (path: string, parameters: object) => {
	const [resource = '', operation = ''] = path.split('/');
	return actionNode(stage.credential, resource, operation, parameters);
};
const fromItem = { fileFrom: 'binary', binaryField: 'data' };
const file = (content: Buffer, fileName: string, mimeType: string): SourceFile => ({
	content,
	fileName,
	mimeType,
});

beforeAll(async () => {
	await stage.simulator.contact(STRANGER);
	const contact = { __rl: true, mode: 'phone', value: CONTACT };
	await outputOf(stage, node('contact/upsert', { contact, fullName: 'Ana Souza' }));
	const trigger = whatsAppTrigger(stage.credential, ['status.posted', 'status.viewed']);
	const published = await stage.rest.createWorkflow(workflow('Listener', trigger));
	await stage.rest.publish(published);
	listener = published.id;
});

/** Runs the operation on one item, and returns what the contact got. */
async function post(
	path: string,
	parameters: object,
	source?: SourceFile,
): Promise<ReceivedMessage> {
	const [item] = await outputOf(stage, node(path, parameters), source);
	expect(item?.json).toMatchObject({
		chat: path.startsWith('status/') ? 'status@broadcast' : expect.any(String),
	});
	return await stage.contact.waitForMessage(
		String(item?.json['deletionId'] ?? item?.json['messageId']),
	);
}

async function started(event: string, messageId: string): Promise<void> {
	const what = `${event} of ${messageId}`;
	await stage.rest.executionWhere(listener, what, WITHIN_MS, startedBy(event, messageId));
}

test('Text status', async () => {
	const { chat, message } = await post('status/postText', {
		text: 'Fresh sunflowers',
		options: { background: '#102030', font: 'systemBold' },
	});
	expect(chat).toBe('status@broadcast');
	expect(message.extendedTextMessage).toMatchObject({
		text: 'Fresh sunflowers',
		backgroundArgb: 0xff102030,
		font: 6,
	});
});

test('Image status', async () => {
	const picture = png();
	const { id, text } = await post(
		'status/postImage',
		{ ...fromItem, caption: 'New in the shop', visibleTo: 'only', people: CONTACT },
		file(picture, 'a.png', 'image/png'),
	);
	expect(text).toBe('New in the shop');
	expect(await stage.contact.openMedia(id)).toEqual(picture);
});

test('Video status', async () => {
	const clip = await mp4();
	const source = file(clip, 'a.mp4', 'video/mp4');
	const parameters = { ...fromItem, visibleTo: 'contactsExcept', people: STRANGER };
	const { id, message } = await post('status/postVideo', parameters, source);
	expect(message.videoMessage?.mimetype).toBe('video/mp4');
	expect(await stage.contact.openMedia(id)).toEqual(clip);

	const large = file(Buffer.concat([clip, Buffer.alloc(11 * 1024 * 1024)]), 'a.mp4', 'video/mp4');
	const { status, error } = await runNode(stage, node('status/postVideo', fromItem), large);
	expect({ status, message: error?.message }).toEqual({
		status: 'error',
		message: 'The file is larger than 10 MB, which is the limit for what it is to be sent as.',
	});
});

test('Voice status', async () => {
	const { message } = await post(
		'status/postVoice',
		{ ...fromItem, options: { background: '#128C7E' } },
		file(await ogg(), 'a.ogg', 'audio/ogg'),
	);
	expect(message.audioMessage).toMatchObject({ ptt: true, backgroundArgb: 0xff128c7e });
});

test('Delete status', async () => {
	const posted = await post('status/postText', { text: 'Wrong price' });
	const { message } = await post('status/delete', { messageId: posted.id });
	expect(message.protocolMessage).toMatchObject({ type: 0, key: { id: posted.id } });
});

test('Viewers of status', async () => {
	const { id } = await post('status/postText', { text: 'Who looks?' });
	await stage.contact.read(id);
	await started('status.viewed', id);
	const viewers = await outputOf(
		stage,
		node('status/getViewers', { messageId: id, returnAll: true }),
	);
	expect(viewers.map(({ json }) => json)).toEqual([
		{
			...{ phone: CONTACT, lid: stage.contact.lid, name: 'Ana Souza' },
			viewedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		},
	]);
});

test('a status for nobody is refused', async () => {
	const nobody = { text: 'Hello?', visibleTo: 'contactsExcept', people: CONTACT };
	const { status, error } = await runNode(stage, node('status/postText', nobody));
	expect({ status, message: error?.message }).toEqual({
		status: 'error',
		message: 'Nobody would see this status: everybody who could is left out.',
	});
});

/** A status of the contact that the engine knows, and our answer to it in the chat with them. */
async function reply(
	path: string,
	parameters: object,
	source?: SourceFile,
): Promise<ReceivedMessage> {
	const status = await stage.contact.postStatus('On holiday', [OWNER]);
	await started('status.posted', status);
	const to = { to: recipient(CONTACT), ...parameters, options: { replyTo: status } };
	const answer = await post(path, to, source);
	expect(answer.chat).not.toBe('status@broadcast');
	expect(JSON.stringify(answer.message)).toContain(`"stanzaId":"${status}"`);
	expect(JSON.stringify(answer.message)).toContain('"remoteJid":"status@broadcast"');
	return answer;
}

test('Reply to status – text', async () => {
	expect(await reply('message/sendText', { text: 'Enjoy!' })).toMatchObject({ text: 'Enjoy!' });
});

test('Reply to status – GIF', async () => {
	const clip = file(await mp4(), 'a.mp4', 'video/mp4');
	const { message } = await reply('message/sendGif', { ...fromItem, caption: '' }, clip);
	expect(message.videoMessage).toMatchObject({ gifPlayback: true });
});

test('Reply to status – sticker', async () => {
	const picture = file(png(), 'a.png', 'image/png');
	const { message } = await reply('message/sendSticker', fromItem, picture);
	expect(message.stickerMessage).toMatchObject({ mimetype: 'image/webp' });
});
