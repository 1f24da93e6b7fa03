/** One line of the table. */
export interface Line {
	what: string;
	/** What was measured of ours. */
	ours: string;
	/** What raw Baileys (or n8n alone) has, in the same run. */
	beside: string;
	ratio: string;
	/** The number to reach; empty for what is shown beside it. */
	reach: string;
	verdict: string;
}

const COLUMNS: readonly (readonly [keyof Line, string])[] = [
	['what', 'what'],
	['ours', 'ours'],
	['beside', 'beside'],
	['ratio', 'ratio'],
	['reach', 'to reach'],
	['verdict', ''],
];

export function tableOf(lines: readonly Line[]): string {
	return tableFrom(
		COLUMNS.map(([, head]) => head),
		lines.map((line) => COLUMNS.map(([column]) => line[column])),
	);
}

/** Markdown, aligned so that it reads well on a terminal too. */
export function tableFrom(
	heads: readonly string[],
	body: ReadonlyArray<readonly string[]>,
): string {
	const widths = heads.map((head, index) =>
		Math.max(3, head.length, ...body.map((cells) => cells[index]?.length ?? 0)),
	);
	const row = (cells: readonly string[]) =>
		`| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
	const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
	return [row(heads), rule, ...body.map(row)].join('\n');
}

/** "met", or by how much it is missed. */
export function atMost(value: number, limit: number, unit: string): string {
	return value <= limit ? 'met' : `missed by ${short(value - limit)} ${unit}`;
}

export function atLeast(value: number, limit: number, unit: string): string {
	return value >= limit ? 'met' : `missed by ${short(limit - value)} ${unit}`;
}

/** Three digits are all that a measurement is worth. */
export function short(value: number): string {
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
	return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

export function ratio(value: number): string {
	return `${value.toFixed(2)} x`;
}
