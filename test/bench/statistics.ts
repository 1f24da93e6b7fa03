/** The value that the given share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const index = Math.max(0, Math.ceil(share * sorted.length) - 1);
	const value = sorted[index];
	if (value === undefined) throw new Error('There is nothing to take a percentile of');
	return value;
}

export function median(values: readonly number[]): number {
	return percentile(values, 0.5);
}
