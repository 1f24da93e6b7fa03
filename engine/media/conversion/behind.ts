import type { ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';

const NICENESS = 5;

/** Lets n8n's own work go before that of a program. */
export function letOthersPass({ pid }: ChildProcess): void {
	try {
		if (pid !== undefined) setPriority(pid, NICENESS);
	} catch {
		// It has ended, or the system does not let us.
	}
}
