import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PeakMemory } from '../memory';
import { now } from '../now';
import { type Entry, Stage } from '../stage';
import { atMost, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const MB = 1024 * 1024;
const FILE_MB = 100;
const CONTACT = '5511950000003';
/** Never is all of it in memory, with what of it waits to be collected as garbage. */
const REACH_MB = FILE_MB;

interface Way {
	seconds: number;
	/** Megabytes above what each process had before. */
	peaksMb: number[];
}

/** A file of 100 MB that a worker sends and reads again, by a number that the main process holds; beside regular mode. */
export async function fleetFiles(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const path = join(stage.folder(), 'document.bin');
		writeFileSync(path, randomBytes(FILE_MB * MB));
		const regular = await stage.engine();
		const { main, worker } = await stage.queueMode();
		await meet(stage, [worker, regular] as Entry[], CONTACT);

		const there = async ({ number, calls }: typeof worker) => {
			const files = { kind: 'document', path, count: 1 } as const;
			const { messageIds } = await calls.sendFiles(number, CONTACT, files);
			return messageIds[0] ?? '';
		};
		const back = async ({ number, calls }: typeof worker, messageId: string) => {
			const bytes = await calls.readFile(number, messageId);
			if (bytes !== FILE_MB * MB) throw new Error(`Of the file ${bytes} bytes came`);
		};
		const lines: Line[] = [];
		const [ours, sent] = await watched([worker, main], async () => await there(worker));
		const [beside, sentBeside] = await watched([regular], async () => await there(regular));
		lines.push(line(`one document of ${FILE_MB} MB from a worker to server ack`, ours, beside));
		const [read] = await watched([worker, main], async () => await back(worker, sent));
		const [readBeside] = await watched([regular], async () => await back(regular, sentBeside));
		lines.push(line('the same file read by a worker', read, readBeside));
		return lines;
	});
}

async function watched<T>(
	entries: readonly Pick<Entry, 'program'>[],
	work: () => Promise<T>,
): Promise<[Way, T]> {
	const peaks: PeakMemory[] = [];
	for (const { program } of entries) peaks.push(await PeakMemory.watch(program.pid));
	const startedAt = now();
	const result = await work();
	const seconds = (now() - startedAt) / 1000;
	return [{ seconds, peaksMb: peaks.map((peak) => peak.stop()) }, result];
}

function line(what: string, ours: Way, beside: Way): Line {
	const [workerMb = NaN, mainMb = NaN] = ours.peaksMb;
	const [besideMb = NaN] = beside.peaksMb;
	return {
		what,
		ours: `${short(ours.seconds)} s, worker +${short(workerMb)} MB, main process +${short(mainMb)} MB`,
		beside: `regular mode: ${short(beside.seconds)} s, +${short(besideMb)} MB`,
		ratio: ratio(beside.seconds / ours.seconds),
		reach: `<= +${REACH_MB} MB each`,
		verdict: atMost(Math.max(workerMb, mainMb), REACH_MB, 'MB'),
	};
}
