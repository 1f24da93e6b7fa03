import { Readable } from 'node:stream';

import {
	EngineError,
	type EngineEvent,
	type OpenedMedia,
} from '../../../../engine/gateway/contract';
import { withFiles, withoutFiles } from '../../../../nodes/WhatsAppLinkedTrigger/files';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { FILE } from '../../../support/incoming';
import { executeFunctions } from '../doubles';
import { BUTTONS, incoming } from './events';

const image = incoming({ type: 'image', media: FILE });
const busy = new EngineError('MEDIA_UNREACHABLE', 'The server did not answer', '', true);
const gone = new EngineError('MEDIA_UNREACHABLE', 'The file is gone', '');

const info: OpenedMedia = { kind: 'image', mimetype: 'image/png', fileName: 'a.png', size: 4 };

/** Downloads from an engine that answers with these errors first. */
async function download(...errors: EngineError[]) {
	return await downloadOf(image, ...errors);
}

async function downloadOf(event: EngineEvent, ...errors: EngineError[]) {
	let asked = 0;
	const { functions } = executeFunctions([]);
	const open = async () => {
		asked++;
		const error = errors.shift();
		if (error) throw error;
		return { info, content: Readable.from([Buffer.from('file')]) };
	};
	const [delivery] = await withFiles([event], functions, open, 1_000);
	return { delivery, asked };
}

describe('A file', () => {
	it('comes with its event', async () => {
		const { delivery } = await download();
		expect(delivery).toMatchObject({ event: image, file: { fileName: 'a.png' } });
		expect(delivery).not.toHaveProperty('fileError');
	});

	it.each([
		['for a reason that passes by itself', busy],
		['where nothing can change', gone],
	])('is asked for once: the event goes without it, %s', async (_, error) => {
		const { delivery, asked } = await download(error);
		expect(delivery).toEqual({ event: image, fileError: error.message });
		expect(asked).toBe(1);
	});

	it('of a collected album comes with each of its items, where it can be had', async () => {
		const items = ['A1', 'A2', 'A3'].map((messageId) => ({
			...{ messageId, timestamp: '2021-09-21T12:50:38.000Z', type: 'image' as const, text: null },
			...{ media: FILE, reference: 'sealed' },
		}));
		const album = incoming({
			type: 'album',
			album: { images: 3, videos: 0, missing: 0, items },
		});
		const { functions } = executeFunctions([]);
		const deliveries = await withFiles(
			[album],
			functions,
			async (media) => {
				if ('messageId' in media && media.messageId === 'A2') throw gone;
				return { info, content: Readable.from([Buffer.from('file')]) };
			},
			1_000,
		);
		const [item] = itemsFrom(deliveries, 'simplified');
		expect(Object.keys(item?.binary ?? {})).toEqual(['data', 'data2']);
		expect(item?.json).toMatchObject({
			album: {
				items: [
					{ messageId: 'A1', binaryField: 'data' },
					{ messageId: 'A2', media: { downloadError: gone.message } },
					{ messageId: 'A3', binaryField: 'data2' },
				],
			},
		});
		const [bare] = itemsFrom(withoutFiles(deliveries), 'simplified');
		expect(bare).not.toHaveProperty('binary');
		expect(bare?.json).toMatchObject({
			album: {
				items: [{ media: { downloadError: expect.stringContaining('engine 2.0') } }, {}, {}],
			},
		});
	});

	it('of messages that were collected comes with each of them, counted through', async () => {
		const item = (messageId: string) => ({
			...{ messageId, timestamp: '2021-09-21T12:50:38.000Z', type: 'image' as const, text: null },
			...{ media: FILE, reference: 'sealed' },
		});
		const album = { images: 2, videos: 0, missing: 0, items: [item('A1'), item('A2')] };
		const messages = [
			incoming(),
			incoming({ messageId: 'M1', type: 'image', media: FILE }),
			incoming({ messageId: 'M2', type: 'image', media: FILE }),
			incoming({ messageId: 'ALBUM', type: 'album', album }),
			incoming({ messageId: 'M3', type: 'image', media: FILE }),
		];
		const collected = { ...messages[4], messages } as typeof image;
		const { functions } = executeFunctions([]);
		const deliveries = await withFiles(
			[collected],
			functions,
			async (media) => {
				if ('messageId' in media && media.messageId === 'M2') throw gone;
				return { info, content: Readable.from([Buffer.from('file')]) };
			},
			1_000,
		);
		for (const format of ['simplified', 'zapi', 'raw'] as const) {
			const [one] = itemsFrom(deliveries, format);
			expect(Object.keys(one?.binary ?? {})).toEqual(['data_3', 'data', 'data_1', 'data_2']);
			expect(one?.json).toMatchObject({
				messageId: 'M3',
				binaryField: 'data_3',
				messages: [
					{ messageId: 'A20' },
					{ messageId: 'M1', binaryField: 'data' },
					{ messageId: 'M2' },
					{ messageId: 'ALBUM', album: { items: [{}, {}] } },
					{ messageId: 'M3', binaryField: 'data_3' },
				],
			});
			expect(JSON.stringify(one?.json)).toContain(gone.message);
		}
		const [simplified] = itemsFrom(deliveries, 'simplified');
		expect(simplified?.json).toMatchObject({
			messages: [
				...[{}, {}, { media: { downloadError: gone.message } }],
				{ album: { items: [{ binaryField: 'data_1' }, { binaryField: 'data_2' }] } },
				{},
			],
		});
		const [bare] = itemsFrom(withoutFiles(deliveries), 'simplified');
		expect(bare).not.toHaveProperty('binary');
		expect(JSON.stringify(bare?.json)).not.toContain('binaryField');
	});

	it('may stand above a message with buttons', async () => {
		const { delivery } = await downloadOf(incoming({ type: 'buttons', buttons: BUTTONS }));
		expect(delivery).toMatchObject({ file: { fileName: 'a.png' } });
	});
});
