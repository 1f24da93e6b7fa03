import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../../support/files';
import { Stage } from '../stage';
import { percentile } from '../statistics';
import { atMost, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const MB = 1024 * 1024;
const FRIEND = '5511950000004';
const ANOTHER = '5511950000005';
const FILES = 20;
const TEXTS = 50;
const REACH_MS = 100;

/** Texts to somebody, one after another until the server has acknowledged each: alone, and while many files go to somebody else. */
export async function textsBesideFiles(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const path = join(stage.folder(), 'image.png');
		writeFileSync(path, png({ bytes: MB }));
		const entry = await stage.engine();
		const { number, calls } = entry;
		await stage.simulator.settled(ANOTHER);
		await calls.send(number, ANOTHER, 1);
		await stage.simulator.settled(ANOTHER);
		await stage.simulator.leave(ANOTHER);
		await meet(stage, [entry], FRIEND);

		const alone = await calls.textTimes(number, ANOTHER, TEXTS);
		const files = { kind: 'image', path, count: FILES } as const;
		const beside = await calls.textTimesBesideFiles(number, ANOTHER, FRIEND, files);
		const [usual, longest] = [percentile(alone, 0.5), Math.max(...beside)];
		return [
			{
				what: `a text to server ack, while ${FILES} images of 1 MB go to somebody else at once`,
				ours: timesOf(beside),
				beside: `itself without the files: ${timesOf(alone)}`,
				ratio: ratio(usual / percentile(beside, 0.5)),
				reach: `<= +${REACH_MS} ms, each`,
				verdict: atMost(longest - usual, REACH_MS, 'ms'),
			},
		];
	});
}

function timesOf(ms: readonly number[]): string {
	return `p50 ${short(percentile(ms, 0.5))} ms, longest of ${ms.length} ${short(Math.max(...ms))} ms`;
}
