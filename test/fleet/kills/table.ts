import { cellsOf, headsOf, tableOf, troubleOf } from '../../crash/report';
import { totalOf } from '../../crash/runs';
import { groupedBy, isClean } from '../../crash/tally';
import type { Round } from './rounds';

const total = (rounds: readonly Round[], column: 'kills' | 'mixedEpochs' | 'foreignFrames') =>
	rounds.reduce((sum, round) => sum + round[column], 0);

export const killsIn = (rounds: readonly Round[]): number => total(rounds, 'kills');

/** A line for each thing that happened, and one for all. */
export function tableOfRounds(rounds: readonly Round[]): string {
	const row = (name: string, its: readonly Round[]) => [
		...[name, its.length, total(its, 'kills')].map(String),
		...cellsOf(totalOf(its)),
		...[total(its, 'mixedEpochs'), total(its, 'foreignFrames')].map(String),
	];
	const heads = ['what happens', 'rounds', 'kills', ...headsOf(), 'epochs mixed', "others' frames"];
	const rows = groupedBy(rounds, ({ point }) => point).map((its) => row(its[0]?.point ?? '', its));
	return tableOf(heads, rows, row('all', rounds));
}

export function isAllClean(rounds: readonly Round[]): boolean {
	return (
		isClean(totalOf(rounds)) && total(rounds, 'mixedEpochs') + total(rounds, 'foreignFrames') === 0
	);
}

/** What is wrong with a round, for a line of progress. */
export function troubleIn(round: Round): string {
	const { mixedEpochs, foreignFrames } = round;
	return [
		troubleOf(totalOf([round])),
		...(mixedEpochs > 0 ? [`${mixedEpochs} rows of an older epoch`] : []),
		...(foreignFrames > 0 ? [`${foreignFrames} frames of others`] : []),
	].join(', ');
}

/** How long it took until another process had connected a number: nearest-rank percentiles, in seconds. */
export function takeoversIn(rounds: readonly Round[]) {
	const sorted = rounds.flatMap(({ takeovers }) => takeovers).toSorted((a, b) => a - b);
	const seconds = (share: number) =>
		(sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0) / 1_000;
	return { count: sorted.length, p50: seconds(0.5), p95: seconds(0.95), max: seconds(1) };
}
