import type { IDataObject } from 'n8n-workflow';

import type { StoredMedia } from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, record } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const file = { fileFrom: 'base64', base64: Buffer.from('file').toString('base64') };

const item = (operation: string, parameters: IDataObject): IDataObject => ({
	resource: 'message',
	operation,
	to: { __rl: true, mode: 'phone', value: '5511900000002' },
	...file,
	...parameters,
});

function use(answers: Parameters<typeof gatewayDouble>[0] = {}, media?: Partial<StoredMedia>) {
	const double = gatewayDouble(
		{ 'message.find': () => null, 'message.send': () => record, ...answers },
		media,
	);
	jest.mocked(gateway).mockReturnValue(double.gateway);
	return double;
}

it.each<[string, IDataObject, object, object]>([
	[
		'sendImage',
		{ caption: 'Look', options: { viewOnce: true, mentions: '5511900000003' } },
		{ kind: 'image' },
		{ type: 'image', caption: 'Look', viewOnce: true, mentions: ['5511900000003'] },
	],
	[
		'sendVideo',
		{ caption: '', options: { mentionEveryone: true } },
		{ kind: 'video' },
		{ type: 'video', caption: undefined, viewOnce: false, mentionEveryone: true },
	],
	['sendGif', { caption: 'Ha' }, { kind: 'gif' }, { type: 'gif', caption: 'Ha' }],
	['sendVideoNote', {}, { kind: 'videoNote' }, { type: 'videoNote' }],
	['sendAudio', { sendAs: 'voice' }, { kind: 'voice' }, { type: 'audio', viewOnce: false }],
	['sendAudio', { sendAs: 'audio' }, { kind: 'audio' }, { type: 'audio' }],
	[
		'sendDocument',
		{ caption: 'Paid', options: { fileName: ' a.pdf ' } },
		{ kind: 'document', fileName: 'a.pdf' },
		{ type: 'document', caption: 'Paid', fileName: 'a.pdf' },
	],
	[
		'sendDocument',
		{ caption: { total: 7 }, options: { fileName: null } },
		{ kind: 'document' },
		{ type: 'document', caption: '{"total":7}' },
	],
	[
		'sendSticker',
		{ options: { author: 'Me', pack: 'Mine' } },
		{ kind: 'sticker', author: 'Me', pack: 'Mine' },
		{ type: 'sticker' },
	],
])('%s hands the file to the engine and names it in the message', async (...row) => {
	const [operation, parameters, media, content] = row;
	const { requests, files } = use();
	await router.call(executeFunctions([item(operation, parameters)]).functions);

	expect(files).toEqual([{ ...media, content: 'file' }]);
	expect(requests.map(({ command }) => command)).toEqual(['message.find', 'message.send']);
	expect(requests[1]?.input).toMatchObject({
		to: '5511900000002',
		content: { mediaId: 'media-1', ...content },
	});
});

it.each([
	['true', true],
	[' False ', false],
])('View Once may be the word for a switch (%j)', async (viewOnce, seenOnce) => {
	const { requests } = use();
	await router.call(executeFunctions([item('sendImage', { options: { viewOnce } })]).functions);
	expect(requests[1]?.input).toMatchObject({ content: { viewOnce: seenOnce } });
});

it.each(['', 'yes', 1])('View Once is not guessed from anything else (%j)', async (viewOnce) => {
	const { requests } = use();
	const { functions } = executeFunctions([item('sendImage', { options: { viewOnce } })]);
	await expect(router.call(functions)).rejects.toMatchObject({
		message: `View Once is ${JSON.stringify(viewOnce)}, but it must be true or false.`,
	});
	expect(requests).toEqual([]);
});

it.each([
	['sendAudio', 'Recording'],
	['sendVideo', 'Typing'],
])('An error of %s names the field as the panel shows it: %s', async (operation, label) => {
	use();
	const { functions } = executeFunctions([
		item(operation, { sendAs: 'voice', options: { typing: 20 } }),
	]);
	await expect(router.call(functions)).rejects.toThrow(`${label} is 20, but`);
});

it('A file is not opened again when n8n retries the node', async () => {
	const { requests, files } = use({ 'message.find': () => record });
	const [output] = await router.call(executeFunctions([item('sendImage', {})]).functions);

	expect(files).toEqual([]);
	expect(requests.map(({ command }) => command)).toEqual(['message.find']);
	expect(output?.[0]?.json).toMatchObject({ messageId: record.messageId });
});

it('The output says what could not be done as asked', async () => {
	const note = 'Sent as an audio file: ffmpeg is not installed.';
	use({ 'message.wait': () => ({ ...record, status: 'SENT' }) }, { note });
	for (const options of [{}, { waitFor: 'SENT' }]) {
		const audio = item('sendAudio', { sendAs: 'voice', options });
		const [output] = await router.call(executeFunctions([audio]).functions);
		expect(output?.[0]?.json).toMatchObject({ note });
	}
});

it('Download Media puts the file of a message out', async () => {
	use();
	const [output] = await router.call(
		executeFunctions([
			item('downloadMedia', { messageId: 'A1', options: { binaryField: 'photo', maxSize: 5 } }),
		]).functions,
	);
	expect(output).toMatchObject([
		{
			json: { messageId: 'A1', kind: 'image', mimetype: 'image/png' },
			binary: { photo: { data: Buffer.from('file of A1').toString('base64') } },
		},
	]);
});
