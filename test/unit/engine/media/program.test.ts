import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { png } from '../../../support/files';

const PROGRAM = join(__dirname, '../../../../engine/media/conversion/program.ts');

test('The conversion program ends with whoever started it, in the middle of an image', async () => {
	const program = fork(PROGRAM, {
		execArgv: [],
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	const ended = once(program, 'exit');
	program.send({ name: 'image', input: { file: png({ bytes: 3_000_000 }) } }, () =>
		program.disconnect(),
	);
	expect(await ended).toEqual([null, 'SIGKILL']);
});
