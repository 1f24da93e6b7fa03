import type { IDataObject } from 'n8n-workflow';

import type { SendMessage } from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, record } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const base64 = Buffer.from('file').toString('base64');
const FILES = [
	{ base64, caption: 'The front' },
	{ kind: 'video', base64 },
	{ base64, caption: '' },
];

const idOf = (part: number | undefined) => `MESSAGE-${part ?? 'album'}`;

/** @param isQueued which of the messages are in the queue already, 0 is the album itself */
function use(isQueued: (part: number) => boolean = () => false) {
	const double = gatewayDouble({
		'message.find': ({ part }) =>
			isQueued(part ?? 0) ? { ...record, messageId: idOf(part) } : null,
		'message.send': ({ part }) => ({ ...record, messageId: idOf(part) }),
		'media.discard': () => null,
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const sends = () =>
		double.requests
			.filter(({ command }) => command === 'message.send')
			.map(({ input }) => input as SendMessage);
	return { ...double, sends };
}

async function run(
	parameters: IDataObject,
	binary?: Record<string, { mimeType: string; fileName: string; data: string }>,
) {
	const { functions } = executeFunctions([
		{
			...{ resource: 'message', operation: 'sendAlbum' },
			to: { __rl: true, mode: 'phone', value: '5511900000002' },
			...parameters,
		},
	]);
	if (binary) {
		Object.assign(functions, { getInputData: () => [{ json: {}, binary }] });
		Object.assign(functions.helpers, {
			assertBinaryData: (_index: number, name: string) => binary[name],
		});
	}
	const [output] = await router.call(functions);
	return output?.[0]?.json;
}

const json = (files: unknown) => ({ filesDefine: 'json', filesJson: files }) as IDataObject;

it('An album is queued before its files, which name it', async () => {
	const { sends } = use();
	const output = await run({
		...json(FILES),
		options: { delayAfter: 5, replyTo: 'Q1', typing: 2 },
	});
	expect(output).toMatchObject({
		messageId: 'MESSAGE-album',
		items: [1, 2, 3].map((part) => ({ messageId: idOf(part), status: 'QUEUED' })),
	});
	expect(sends()).toMatchObject([
		{
			content: { type: 'album', images: 2, videos: 1 },
			...{ replyTo: { messageId: 'Q1' }, typingMs: 2_000, delayAfterMs: 0 },
		},
		{
			...{ part: 1, delayAfterMs: 0 },
			content: { type: 'image', caption: 'The front', album: 'MESSAGE-album' },
		},
		{ part: 2, delayAfterMs: 0, content: { type: 'video', album: 'MESSAGE-album' } },
		{ part: 3, delayAfterMs: 5_000, content: { type: 'image', album: 'MESSAGE-album' } },
	]);
	for (const { part, replyTo, typingMs } of sends().slice(1)) {
		expect({ part, replyTo, typingMs }).toEqual({ part });
	}
	expect(sends()[3]?.content).not.toHaveProperty('caption');
});

it('All images and videos of the item can be an album', async () => {
	const { files, sends } = use();
	const binary = Object.fromEntries(
		['image/jpeg', 'video/mp4'].map((mimeType, index) => [
			`data${index}`,
			{ mimeType, fileName: `${index}`, data: Buffer.from(mimeType).toString('base64') },
		]),
	);
	await run({ filesDefine: 'binary', caption: 'Both' }, binary);
	expect(files).toMatchObject([
		{ kind: 'image', content: 'image/jpeg' },
		{ kind: 'video', content: 'video/mp4' },
	]);
	expect(sends().map(({ content }) => content)).toMatchObject([
		{ images: 1, videos: 1 },
		{ type: 'image', caption: 'Both' },
		{ type: 'video' },
	]);
	expect(sends()[2]?.content).not.toHaveProperty('caption');
});

it('A second try queues only what is not queued yet, and opens no file twice', async () => {
	const { files, sends } = use((part) => part < 2);
	const output = await run(json(FILES));
	expect(sends().map(({ part }) => part)).toEqual([2, 3]);
	expect(files).toHaveLength(2);
	expect(output).toMatchObject({ items: [1, 2, 3].map((part) => ({ messageId: idOf(part) })) });

	const all = use(() => true);
	expect(await run(json(FILES))).toMatchObject({ messageId: 'MESSAGE-album' });
	expect([all.files, all.sends()]).toEqual([[], []]);
});

it('Where one file cannot be had, nothing is queued, and none is kept', async () => {
	const { requests, sends } = use();
	await expect(run(json([{ base64 }, { base64: '?' }]))).rejects.toThrow(
		'The Base64 field holds no Base64 text',
	);
	expect(sends()).toEqual([]);
	expect(requests.at(-1)).toMatchObject({
		command: 'media.discard',
		input: { mediaIds: ['media-1'] },
	});
});

it.each([
	[1, 'The album has 1 file; it takes 2 to 30.'],
	[31, 'The album has 31 files; it takes 2 to 30.'],
])('An album of %d files is refused before any is opened', async (count, message) => {
	const { files, requests } = use();
	const many = Array.from({ length: count }, () => ({ base64 }));
	await expect(run(json(many))).rejects.toThrow(message);
	expect([files, requests]).toEqual([[], []]);
});

it('A kind of file that an album cannot hold is refused', async () => {
	use();
	await expect(run(json([{ kind: 'document', base64 }, { base64 }]))).rejects.toThrow(
		'Kind is "document"',
	);
});
