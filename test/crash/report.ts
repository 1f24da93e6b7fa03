import { type Run, totalOf } from './runs';
import { sum, type Tally } from './tally';
import { KINDS } from './traffic';

const HEADINGS: Record<keyof Tally, string> = {
	sent: 'sent',
	cameIn: 'came in',
	outOfOrder: 'out of order',
	lost: 'lost',
	doubled: 'doubled',
	undecryptable: 'undecryptable',
};
const COLUMNS = Object.keys(HEADINGS) as (keyof Tally)[];

/** A line for each point, in the order of their first runs, and one for all. */
export function tableOfPoints(runs: readonly Run[]): string {
	const points = [...new Set(runs.map(({ point }) => point))];
	const row = (name: string, its: readonly Run[]) => [
		name,
		String(its.length),
		...cellsOf(totalOf(its)),
	];
	return tableOf(
		['point', 'runs', ...headsOf()],
		points.map((point) =>
			row(
				point,
				runs.filter((run) => run.point === point),
			),
		),
		row('all', runs),
	);
}

/** The same by kind. */
export function tableOfKinds(runs: readonly Run[]): string {
	const rows = KINDS.map((kind) => [kind, ...cellsOf(sum(runs.map((run) => run.tallies()[kind])))]);
	return tableOf(['kind', ...headsOf()], rows, ['all', ...cellsOf(totalOf(runs))]);
}

/** The first column is for words, all others are for numbers; the last row is a sum. */
export function tableOf(
	heads: readonly string[],
	rows: readonly (readonly string[])[],
	last: readonly string[],
): string {
	const all = [heads, ...rows, last];
	const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const lines = all.map((row) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
			)
			.join('  '),
	);
	const rule = '-'.repeat(lines[0]?.length ?? 0);
	return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
}

export function headsOf(): string[] {
	return COLUMNS.map((column) => HEADINGS[column]);
}

export function cellsOf(tally: Tally): string[] {
	return COLUMNS.map((column) => String(tally[column]));
}

/** What is wrong, for a line of progress. */
export function troubleOf(tally: Tally): string {
	const troubles = (['outOfOrder', 'lost', 'doubled', 'undecryptable'] as const)
		.filter((column) => tally[column] > 0)
		.map((column) => `${tally[column]} ${HEADINGS[column]}`);
	return troubles.length > 0 ? troubles.join(', ') : 'nothing lost';
}
