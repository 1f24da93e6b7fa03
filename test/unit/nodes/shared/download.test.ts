import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { OpenedMedia } from '../../../../engine/gateway/contract';
import { toBinaryData } from '../../../../nodes/shared/download';

it('The download of a file that n8n cannot store is ended', async () => {
	const content = Readable.from([Buffer.from('file')]);
	const helpers = {
		prepareBinaryData: async () => {
			throw new Error('There is no place for it');
		},
	} as unknown as IExecuteFunctions['helpers'];
	const info = { kind: 'image', mimetype: 'image/png' } as OpenedMedia;
	await expect(toBinaryData({ helpers }, { info, content })).rejects.toThrow('no place');
	expect(content.destroyed).toBe(true);
});
