import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { run, runQuietly, startGroup } from '../../../scripts/processes.mjs';

const PROCESSES = pathToFileURL(require.resolve('../../../scripts/processes.mjs')).href;

/** Two processes that would run forever; prints the id of the inner one. */
const FOREVER = `
	const { spawn } = require('node:child_process');
	const inner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
	console.log(inner.pid);
`;

const firstLine = async (stream: NodeJS.ReadableStream | null) => {
	if (!stream) throw new Error('stdout is not piped');
	const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
	return line;
};

const GONE_WITHIN_MS = 120_000;

/** Resolves when no process with this id runs any more. */
async function gone(pid: number): Promise<void> {
	const deadline = Date.now() + GONE_WITHIN_MS;
	while (isRunning(pid)) {
		if (Date.now() > deadline) throw new Error(`Process ${pid} still runs`);
		await new Promise(setImmediate);
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	return !isZombie(pid);
}

/** In a container whose first process does not wait for orphans, they stay in the list after their end. */
function isZombie(pid: number): boolean {
	try {
		// proc(5): the state follows the name, which is in brackets and may hold any character.
		return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return false; // Not Linux, or gone this moment.
	}
}

const options = { stdout: 'pipe', stderr: 'inherit' } as const;

test('killing a process group takes along what it had started', async () => {
	const group = await startGroup(process.execPath, ['-e', FOREVER], options);
	const inner = Number(await firstLine(group.stdout));

	group.kill('SIGKILL');

	await group.ended;
	await gone(group.pid);
	await gone(inner);
});

test('a process group ends when the process that started it is killed', async () => {
	const holder = spawn(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`
			const { startGroup } = await import('${PROCESSES}');
			const group = await startGroup(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
				stdout: 'pipe',
				stderr: 'inherit',
			});
			console.log(group.pid);
			`,
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const group = Number(await firstLine(holder.stdout));

	holder.kill('SIGKILL');

	await gone(group);
});

test('a program that is not there is told by its name', async () => {
	await expect(startGroup('no-such-program', [], options)).rejects.toThrow(
		'no-such-program could not be started',
	);
});

test('a quiet run gives what was written, and shows it when it fails', async () => {
	expect(await runQuietly(process.execPath, ['-e', 'console.log("fine")'])).toBe('fine\n');

	const failing = ['-e', 'console.error("it broke"); process.exit(3)'];
	await expect(runQuietly(process.execPath, failing, { advice: 'Mend it.' })).rejects.toThrow(
		/failed \(exit code 3\):\n\nit broke\n\nMend it\.$/,
	);
	expect(await run(process.execPath, ['-e', 'process.exit(3)'])).toBe(3);
});
