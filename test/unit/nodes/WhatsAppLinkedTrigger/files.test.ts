import { Readable } from 'node:stream';

import {
	EngineError,
	type EngineEvent,
	type OpenedMedia,
} from '../../../../engine/gateway/contract';
import { withFiles } from '../../../../nodes/WhatsAppLinkedTrigger/files';
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
	const pauses: number[] = [];
	const { functions } = executeFunctions([]);
	const open = async () => {
		const error = errors.shift();
		if (error) throw error;
		return { info, content: Readable.from([Buffer.from('file')]) };
	};
	const pause = async (ms: number) => void pauses.push(ms);
	const [delivery] = await withFiles([event], functions, open, 1_000, pause);
	return { delivery, pauses };
}

describe('A file', () => {
	it('is asked for again where the error passes by itself', async () => {
		const { delivery, pauses } = await download(busy, busy);
		expect(delivery).toMatchObject({ event: image, file: { fileName: 'a.png' } });
		expect(delivery).not.toHaveProperty('fileError');
		expect(pauses).toEqual([1_000, 3_000]);
	});

	it('is given up after three more times', async () => {
		const { delivery, pauses } = await download(busy, busy, busy, busy);
		expect(delivery).toEqual({ event: image, fileError: 'The server did not answer' });
		expect(pauses).toEqual([1_000, 3_000, 9_000]);
	});

	it('may stand above a message with buttons', async () => {
		const { delivery } = await downloadOf(incoming({ type: 'buttons', buttons: BUTTONS }));
		expect(delivery).toMatchObject({ file: { fileName: 'a.png' } });
	});

	it('is given up at once where nothing can change', async () => {
		const { delivery, pauses } = await download(gone);
		expect(delivery).toEqual({ event: image, fileError: 'The file is gone' });
		expect(pauses).toEqual([]);
	});
});
