import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { png } from '../../../support/files';

const PROGRAM = join(__dirname, '../../../../engine/media/conversion/program.ts');

const FILE = png({ bytes: 3_000_000 });

test.each([
	['in the middle of an image', FILE.length],
	['in the middle of a file that comes', FILE.length / 2],
])('The conversion program ends with whoever started it, %s', async (_when, bytes) => {
	const program = fork(PROGRAM, {
		execArgv: [],
		serialization: 'advanced',
		stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
	});
	const ended = once(program, 'exit');
	program.send({ name: 'image', size: FILE.length, options: {} });
	program.stdin?.end(FILE.subarray(0, bytes), () => program.disconnect());
	expect(await ended).toEqual([null, 'SIGKILL']);
});
