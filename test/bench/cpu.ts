import type { EngineCalls } from './programs/engine';
import type { Program } from './remote';

/** Milliseconds of processor time that the work takes in a process that holds numbers. */
export async function cpuOf(
	{ calls }: Pick<Program<EngineCalls>, 'calls'>,
	work: () => Promise<void>,
): Promise<number> {
	const before = await calls.cpuTime();
	await work();
	return (await calls.cpuTime()) - before;
}
