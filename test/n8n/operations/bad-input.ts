import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
	actionNode,
	CLICK,
	messageNode,
	recipient,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import { type FileServer, startFileServer } from '../../support/file-server';
import { bigGif, pdf, png } from '../../support/files';
import { messageOutput, outputOf, runNode, type SourceFile, useStage, WITHIN_MS } from '../harness';

/** What users get wrong: each is one clear sentence at the item that is wrong, and leaves nothing behind. */

/** Loopback like the other, and not on the list of what n8n may open: its own words tell that it did not try. */
const PRIVATE_ADDRESS = 'http://127.0.0.2/secret.png';

const EDIT_FIELDS = { name: 'List', type: 'n8n-nodes-base.set', typeVersion: 3.4 };
const SPLIT_OUT = { name: 'Items', type: 'n8n-nodes-base.splitOut', typeVersion: 1 };

const stage = useStage();
const CONTACT = stage.number(2);

let web: FileServer;
let pollId: string;

beforeAll(async () => {
	web = await startFileServer();
	const { json } = await messageOutput(stage, stage.credential, 'sendPoll', {
		to: recipient(CONTACT),
		question: 'When?',
		pollOptions: { entry: [{ name: 'Today' }, { name: 'Tomorrow' }] },
	});
	pollId = String(json['messageId']);
	await stage.contact.waitForMessage(pollId);
});
afterAll(async () => await web.close());

const image = (content: Buffer, fileName: string, mimeType: string): SourceFile => ({
	content,
	fileName,
	mimeType,
});
const fromUrl = (url: string) => ({ fileFrom: 'url', url });
const fromItem = { fileFrom: 'binary', binaryField: 'data' };
const options = (count: number) => ({
	question: 'Which?',
	pollOptions: { entry: Array.from({ length: count }, (_, n) => ({ name: `Option ${n + 1}` })) },
});

/** Operation, parameters, words of the error; and the file, where one comes in. */
type Mistake = [string, string, () => object, string | RegExp, SourceFile?];

const mistakes: Mistake[] = [
	[
		'a host that never answers',
		'sendImage',
		() => fromUrl(web.silent()),
		'did not answer within 20 seconds',
	],
	[
		'a binary field that is not there',
		'sendImage',
		() => ({ fileFrom: 'binary', binaryField: 'photo' }),
		'The item has no binary field "photo".',
	],
	[
		"n8n's own name of a file as Base64",
		'sendDocument',
		() => ({ fileFrom: 'base64', base64: '={{ $binary.data.id }}' }),
		/^The Base64 field holds "filesystem-v2:.*": that is where n8n keeps a file, not the file\.$/,
		image(png(), 'a.png', 'image/png'),
	],
	[
		'an expression that finds nothing, as Base64',
		'sendDocument',
		() => ({ fileFrom: 'base64', base64: '={{ String($json.photo) }}' }),
		'The Base64 field holds the word "undefined"',
	],
	[
		'a web page',
		'sendImage',
		() => fromUrl(web.serve('photo', Buffer.from('<html>'), { 'content-type': 'text/html' })),
		'answered with a web page, not with a file.',
	],
	[
		'a number that a spreadsheet has rounded',
		'sendText',
		() => ({ to: recipient('5.5119E+12'), text: 'Hi' }),
		'"5.5119E+12" is a number that a spreadsheet has rounded',
	],
	[
		'a place in words',
		'sendLocation',
		() => ({ latitude: 'at home', longitude: '' }),
		'The latitude is not a number from -90 to 90.',
	],
	['an empty file', 'sendImage', () => fromUrl(web.serve('empty.png', Buffer.of())), /is empty/],
	[
		'a PDF as image',
		'sendImage',
		() => fromItem,
		/is a PDF, not an image/,
		image(pdf(), 'a.png', 'image/png'),
	],
	[
		'an image that is too large',
		'sendImage',
		() => fromUrl(web.serve('big.png', Buffer.concat([png(), Buffer.alloc(17 * 1024 * 1024)]))),
		/16 MB/,
	],
	['an address with nothing there', 'sendImage', () => fromUrl(web.missing()), 'answered with 404'],
	[
		'a redirect to a private address',
		'sendImage',
		() => fromUrl(web.redirect(PRIVATE_ADDRESS)),
		/^The file could not be downloaded: .*restricted IP address/,
	],
	[
		'a private address',
		'sendImage',
		() => fromUrl(PRIVATE_ADDRESS),
		/^The file could not be downloaded: .*restricted IP address/,
	],
	[
		'a host that lies about what it has',
		'sendImage',
		() => fromUrl(web.serve('lie.png', pdf(), { 'content-type': 'image/png' })),
		/is a PDF, not an image/,
	],
	['a poll without options', 'sendPoll', () => options(0), /2 to 12/],
	['a poll with 13 options', 'sendPoll', () => options(13), /2 to 12/],
	[
		'a poll with the same option twice',
		'sendPoll',
		() => ({ question: 'Which?', pollOptions: { entry: [{ name: 'A' }, { name: ' A ' }] } }),
		/"A" twice/,
	],
	[
		'a latitude that is none',
		'sendLocation',
		() => ({ latitude: 91, longitude: 0 }),
		/[Ll]atitude .*-90 .*90/,
	],
	[
		'a broken vCard',
		'sendContact',
		() => ({ contactsDefine: 'vcard', vcard: 'BEGIN:VCARD\nFN:Ana' }),
		/vCard/,
	],
	['deleting an unknown message', 'delete', () => ({ messageId: 'NEVER' }), 'Message NEVER'],
	[
		'a vote for an unknown option',
		'votePoll',
		() => ({ messageId: pollId, pollOptions: 'Never' }),
		/"Never"/,
	],
	['a reaction that is no emoji', 'react', () => ({ messageId: pollId, emoji: 'ok' }), /emoji/],
	[
		'a sticker from a GIF of 20 MB',
		'sendSticker',
		() => fromUrl(web.serve('big.gif', bigGif())),
		/10 MB/,
	],
];

// In an object: to a function that takes more than the row holds, Jest hands a callback and waits for it.
test.each(mistakes.map(([what, ...mistake]) => ({ what, mistake })))(
	'$what is an error in words',
	async ({ mistake }) => {
		const [operation, parameters, words, file] = mistake;
		const all = { to: recipient(CONTACT), ...parameters() };
		const node = messageNode(stage.credential, operation, all);
		const { status, error } = await runNode(stage, node, file);
		expect(status).toBe('error');
		expect(error).toMatchObject({
			message:
				typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
			context: { itemIndex: 0 },
		});
	},
);

test('a mistake is told at its item, and the item before it is sent', async () => {
	const list = JSON.stringify({ list: [{ text: 'Good' }, { text: '' }] });
	const { id } = await stage.rest.createWorkflow(
		workflow(
			'Two items',
			CLICK,
			{ ...EDIT_FIELDS, parameters: { mode: 'raw', jsonOutput: list } },
			{ ...SPLIT_OUT, parameters: { fieldToSplitOut: 'list' } },
			messageNode(stage.credential, 'sendText', {
				to: recipient(CONTACT),
				text: '={{ $json.text }}',
			}),
		),
	);
	const { status, error } = await stage.rest.execute(id, CLICK.name, WITHIN_MS);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: 'The text is empty.', context: { itemIndex: 1 } },
	});
	await stage.contact.waitForMessage(({ text }) => text === 'Good');
});

test('nothing of all mistakes is left in queue and spool', async () => {
	const queued = actionNode(stage.credential, 'queue', 'getAll', { returnAll: true });
	expect(await outputOf(stage, queued)).toEqual([]);
	const folder = join(stage.n8n.home, '.n8n', 'whatsapp-linked', stage.credential.id, 'spool');
	expect(await readdir(folder)).toEqual([]);
});
