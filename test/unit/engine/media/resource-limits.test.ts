import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { deprioritize, limitMemory } from '../../../../engine/media/conversion/resource-limits';

const MB = 1024 * 1024;

/** Node with a program of one line. */
function start(line: string) {
	return spawn(process.execPath, ['-e', line], { env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
}

test('A program that takes too much memory is ended; one that takes little goes on, and so does n8n', async () => {
	const modest = start('setInterval(() => {}, 1000)');
	const greedy = start('const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 10)');
	// The modest one is looked at first each time: by the end of the greedy one it was looked at as often.
	const stops = [modest, greedy].map((program) => limitMemory(program, 300 * MB));
	expect(await once(greedy, 'exit')).toEqual([null, 'SIGKILL']);
	for (const stop of stops) stop();
	const ended = once(modest, 'exit');
	modest.kill('SIGTERM');
	expect(await ended).toEqual([null, 'SIGTERM']);
});

test('Where memory runs out, Linux ends a program before n8n', async () => {
	const program = start('console.log("up"); setInterval(() => {}, 1000)');
	await once(program.stdout, 'data');
	deprioritize(program);
	expect(readFileSync(`/proc/${program.pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
	expect(Number(readFileSync('/proc/self/oom_score_adj', 'utf8'))).toBeLessThan(1000);
	const ended = once(program, 'exit');
	program.kill('SIGKILL');
	await ended;
});
