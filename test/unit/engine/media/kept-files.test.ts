import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createKeptFiles } from '../../../../engine/media/kept-files';
import { START } from '../../../support/fake-clock';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kept-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a download that ends while its file is opened leaves none behind', async () => {
	const files = createKeptFiles(folder, () => START);
	const ended = files.keeper('/ended', null);
	ended.write(Buffer.from('a'));
	ended.destroy();
	await once(ended, 'close');

	// By then the file of the first would be there, too.
	const whole = files.keeper('/whole', null);
	whole.resume().end(Buffer.from('b'));
	await finished(whole);
	expect(readdirSync(folder)).toHaveLength(1);
});
