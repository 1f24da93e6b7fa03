import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './statistics';

/** Node's flags for a program whose memory is to be measured. */
export const MEASURABLE = ['--expose-gc', '--require', join(__dirname, 'collect-garbage.js')];

const COLLECTIONS = 3;
const COLLECTED_WITHIN_MS = 1_000;

/** Megabytes of memory that a program with `collect-garbage.ts` has in use. */
export async function memoryOf(pid: number): Promise<number> {
	const samples: number[] = [];
	for (let turn = 0; turn < COLLECTIONS; turn++) {
		process.kill(pid, 'SIGUSR2');
		await pause(COLLECTED_WITHIN_MS);
		samples.push(residentSet(pid));
	}
	return median(samples);
}

/** `ps` says kilobytes, on Linux and macOS. */
function residentSet(pid: number): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
