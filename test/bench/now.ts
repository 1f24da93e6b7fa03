/**
 * Milliseconds on the machine's monotonic clock. All processes of a machine share it, and nobody sets it: what two of
 * them noted can be compared.
 */
export function now(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

/** Milliseconds of processor time that all threads of this process have used so far. */
export function cpuTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e3;
}
