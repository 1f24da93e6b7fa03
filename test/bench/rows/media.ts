import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../../support/files';
import { PeakMemory } from '../memory';
import { type Entry, Stage } from '../stage';
import { type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const MB = 1024 * 1024;
const CONTACT = '5511950000003';
const LOADS = [
	{ what: '100 images of 1 MB', kind: 'image', count: 100, file: 'image.png' },
	{ what: 'one document of 100 MB', kind: 'document', count: 1, file: 'document.bin' },
] as const;

interface Turn {
	seconds: number;
	/** Megabytes above what the process had before. */
	peakMb: number;
}

/** Files to one contact, from the disk until WhatsApp has acknowledged the last message; uploads go to the media host. */
export async function media(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const folder = stage.folder();
		writeFileSync(join(folder, 'image.png'), png({ bytes: MB }));
		writeFileSync(join(folder, 'document.bin'), randomBytes(100 * MB));
		const ours = (await stage.engine()) as Entry;
		const raw = (await stage.raw('memory')) as Entry;
		await meet(stage, [ours, raw], CONTACT);

		const lines: Line[] = [];
		for (const { what, kind, count, file } of LOADS) {
			const path = join(folder, file);
			const turn = async ({ number, program, calls }: Entry): Promise<Turn> => {
				const peak = await PeakMemory.watch(program.pid);
				const { elapsedMs } = await calls.sendFiles(number, CONTACT, { kind, path, count });
				return { seconds: elapsedMs / 1000, peakMb: peak.stop() };
			};
			const mine = await turn(ours);
			const theirs = await turn(raw);
			lines.push({
				what: `${what} to server ack, peak memory above rest`,
				ours: summary(mine),
				beside: summary(theirs),
				ratio: `${ratio(theirs.seconds / mine.seconds)}, memory ${ratio(theirs.peakMb / mine.peakMb)}`,
				reach: '',
				verdict: '',
			});
		}
		return lines;
	});
}

function summary({ seconds, peakMb }: Turn): string {
	return `${short(seconds)} s, +${short(peakMb)} MB`;
}
