import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority, totalmem } from 'node:os';

const NICENESS = 5;
/** A program that takes memory takes it fast. */
const LOOK_EVERY_MS = 50;
/** More than the largest image that is let in takes, with what a program takes by itself. */
const MAX_MEMORY = 1024 ** 3;

/** A program's work comes after that of n8n. Where memory runs out Linux ends the program, and not n8n. */
export function deprioritize({ pid }: ChildProcess): void {
	if (pid === undefined) return;
	ifPossible(() => setPriority(pid, NICENESS));
	ifPossible(() => writeFileSync(`/proc/${pid}/oom_score_adj`, '1000'));
}

/**
 * Ends a program that takes too much memory, until what is returned is called. Where there is no /proc nobody knows how
 * much it takes: there, what is let in by its pixels is the limit.
 */
export function limitMemory(
	program: ChildProcess,
	most = Math.min(MAX_MEMORY, available() / 2),
): () => void {
	const timer = setInterval(() => {
		const taken = ifPossible(() => memoryOf(readFileSync(`/proc/${program.pid}/status`, 'latin1')));
		if (taken !== undefined && taken > most) program.kill('SIGKILL');
	}, LOOK_EVERY_MS);
	timer.unref();
	return () => clearInterval(timer);
}

/** Of this machine, or of the container. */
function available(): number {
	const container = process.constrainedMemory();
	return container > 0 ? Math.min(container, totalmem()) : totalmem();
}

function memoryOf(status: string): number | undefined {
	const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
	return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** It has ended, or the system does not know or let us. */
function ifPossible<T>(action: () => T): T | undefined {
	try {
		return action();
	} catch {
		return undefined;
	}
}
