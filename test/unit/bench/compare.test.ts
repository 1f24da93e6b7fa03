import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../../bench/compare';
import { tableOf, type Line } from '../../bench/table';

const line = (what: string, ratio: string): Line => ({
	...{ what, ratio, ours: '1 ms', beside: '2 ms', reach: '', verdict: '' },
});
const older = (...lines: Line[]) => `# Benchmarks\n\n- Date: 2026-11-29\n\n${tableOf(lines)}\n`;

test('Ratios are set beside those of before, and what got worse by more than a tenth is named', () => {
	const { table, worse } = compare(older(line('a', '1.00 x'), line('b', '2.00 x')), [
		line('a', '0.91 x'),
		line('b', '1.79 x'),
	]);
	expect(table.split('\n').slice(2)).toEqual([
		'| a    | 1.00 x | 0.91 x | -9 %   |',
		'| b    | 2.00 x | 1.79 x | -10 %  |',
	]);
	expect(worse).toEqual(['b: -10 %']);
});

test('A line with two ratios is two', () => {
	const { worse, table } = compare(older(line('files', '0.50 x, memory 0.40 x')), [
		line('files', '1.00 x, memory 0.30 x'),
	]);
	expect(table).toContain('+100 %');
	expect(worse).toEqual(['files, memory: -25 %']);
});

test('What only one of them has is left out, and so is what has no ratio', () => {
	const { table } = compare(older(line('gone', '1.00 x'), line('a', '')), [
		line('new', '1.00 x'),
		line('a', '1.00 x'),
	]);
	expect(table.split('\n')).toHaveLength(2);
});

test('The file that the benchmarks write is read, with all of its parts', () => {
	const file = readFileSync(join(__dirname, '../../bench/RESULTS.md'), 'utf8');
	const known = [...file.matchAll(/^\| ([^|]+?) +\|.*\d x/gm)].map(([, what = '']) => what);
	expect(known.length).toBeGreaterThan(20);
	const { table, worse } = compare(
		file,
		known.map((what) => line(what, '0.01 x')),
	);
	expect(table.split('\n')).toHaveLength(known.length + 2);
	expect(worse.length).toBeGreaterThan(20);
});
