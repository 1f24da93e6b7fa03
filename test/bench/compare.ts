import { type Line, ratio, tableFrom } from './table';

/** What is worse by more than this is named. Less is what two runs of the same code differ by. */
const TOLERANCE = 0.1;

/** One ratio of a line: a line may have several ("0.47 x, memory 0.25 x"). */
interface Compared {
	what: string;
	before: number;
	now: number;
}

export interface Comparison {
	/** Markdown. */
	table: string;
	/** What is worse, in words. */
	worse: string[];
}

/**
 * The ratios of this run beside those of an older RESULTS.md. Only they can be compared: times belong to a machine and its load,
 * a ratio to two variants that shared both. Lines that only one of the two has are left out.
 */
export function compare(older: string, lines: readonly Line[]): Comparison {
	const before = new Map(ratiosOf(rowsIn(older)));
	const compared = ratiosOf(lines).flatMap(([what, now]): Compared[] => {
		const then = before.get(what);
		return then === undefined ? [] : [{ what, before: then, now }];
	});
	const rows = compared.map(({ what, before, now }) => [
		what,
		ratio(before),
		ratio(now),
		change(before, now),
	]);
	return {
		table: tableFrom(['what', 'before', 'now', 'change'], rows),
		worse: compared
			.filter(({ before, now }) => now < before * (1 - TOLERANCE))
			.map(({ what, before, now }) => `${what}: ${change(before, now)}`),
	};
}

function change(before: number, now: number): string {
	const percent = Math.round((now / before - 1) * 100);
	return `${percent > 0 ? '+' : ''}${percent} %`;
}

/** By the line, and what of it the ratio is of. */
function ratiosOf(lines: readonly Pick<Line, 'what' | 'ratio'>[]): Array<[string, number]> {
	return lines.flatMap(({ what, ratio }) =>
		[...ratio.matchAll(/([A-Za-z ]*?) ?(\d+\.\d+) x/g)].map(
			([, of = '', value]): [string, number] => [
				of.trim() ? `${what}, ${of.trim()}` : what,
				Number(value),
			],
		),
	);
}

/** The lines of all tables in the file that have a ratio. */
function rowsIn(markdown: string): Pick<Line, 'what' | 'ratio'>[] {
	const rows: Pick<Line, 'what' | 'ratio'>[] = [];
	let column = -1;
	for (const line of markdown.split('\n')) {
		const cells = line.split('|').slice(1, -1);
		const texts = cells.map((cell) => cell.trim());
		if (cells.length === 0) column = -1;
		else if (texts.includes('ratio')) column = texts.indexOf('ratio');
		else if (column >= 0) rows.push({ what: texts[0] ?? '', ratio: texts[column] ?? '' });
	}
	return rows;
}
