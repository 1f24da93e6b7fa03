import type { Run } from './runs';
import { sum, type Tally } from './tally';

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
export function tableOf(runs: readonly Run[]): string {
	const points = [...new Set(runs.map(({ point }) => point))];
	const rows = points.map((point) =>
		rowOf(
			point,
			runs.filter((run) => run.point === point),
		),
	);
	const heads = ['point', 'runs', ...COLUMNS.map((column) => HEADINGS[column])];
	const all = [heads, ...rows, rowOf('all', runs)];
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

function rowOf(point: string, runs: readonly Run[]): string[] {
	const tally = sum(runs.map((run) => run.tally()));
	return [point, ...[runs.length, ...COLUMNS.map((column) => tally[column])].map(String)];
}

/** What is wrong, for a line of progress. */
export function troubleOf(tally: Tally): string {
	const troubles = (['outOfOrder', 'lost', 'doubled', 'undecryptable'] as const)
		.filter((column) => tally[column] > 0)
		.map((column) => `${tally[column]} ${HEADINGS[column]}`);
	return troubles.length > 0 ? troubles.join(', ') : 'nothing lost';
}
