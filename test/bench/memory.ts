import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './statistics';

/** Node's flags for a program whose memory is to be measured. */
export const MEASURABLE = ['--expose-gc', '--require', join(__dirname, 'collect-garbage.js')];

const COLLECTIONS = 3;
const COLLECTED_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 50;

/** Megabytes of memory that a program with `collect-garbage.ts` has in use. */
export async function memoryOf(pid: number): Promise<number> {
	return await collected(pid, residentSet);
}

/**
 * Megabytes of it that are its own: not Node's code, of which more is read from the file the more a program does, and which all
 * programs of the machine share. Linux alone tells that.
 */
export async function ownMemoryOf(pid: number): Promise<number> {
	return await collected(pid, (one) => {
		const [, kilobytes] =
			/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${one}/status`, 'utf8')) ?? [];
		return Number(kilobytes) / 1024;
	});
}

async function collected(pid: number, measure: (pid: number) => number): Promise<number> {
	const samples: number[] = [];
	for (let turn = 0; turn < COLLECTIONS; turn++) {
		process.kill(pid, 'SIGUSR2');
		await pause(COLLECTED_WITHIN_MS);
		samples.push(measure(pid));
	}
	return median(samples);
}

/** The most memory that a program and what it has started had in use at a time. */
export class PeakMemory {
	#peak = 0;
	readonly #timer: NodeJS.Timeout;

	private constructor(
		private readonly pid: number,
		private readonly atRest: number,
	) {
		this.#timer = setInterval(() => {
			this.#peak = Math.max(this.#peak, residentSets(this.pid));
		}, LOOK_EVERY_MS);
	}

	static async watch(pid: number): Promise<PeakMemory> {
		await memoryOf(pid); // Its garbage is collected.
		return new PeakMemory(pid, residentSets(pid));
	}

	/** Megabytes above those at rest. */
	stop(): number {
		clearInterval(this.#timer);
		return Math.max(this.#peak, residentSets(this.pid)) - this.atRest;
	}
}

/** With those of its children. */
function residentSets(pid: number): number {
	return family(pid).reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024;
}

interface Relative {
	pid: number;
	kilobytes: number;
}

/** A program and what it has started. */
function family(pid: number): Relative[] {
	return execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((row) => row.trim().split(/\s+/).map(Number))
		.flatMap(([own = NaN, parent, kilobytes = 0]) =>
			own === pid || parent === pid ? [{ pid: own, kilobytes }] : [],
		);
}

const TICKS_PER_SECOND = 100;

/** Milliseconds of processor time that a program and what it has started have used so far. Linux alone tells that. */
export function cpuTimeOf(pid: number): number {
	const ticks = family(pid).map((one) => {
		// The name, in brackets, may have anything in it: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
		const fields = readFileSync(`/proc/${one.pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		const [user, system] = [Number(fields[11]), Number(fields[12])];
		return user + system;
	});
	return (ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND) * 1000;
}

/** `ps` says kilobytes, on Linux and macOS. */
function residentSet(pid: number): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
