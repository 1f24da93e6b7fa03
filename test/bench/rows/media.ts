import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { png } from '../../support/files';
import { cpuTimeOf, PeakMemory } from '../memory';
import { type Entry, Stage } from '../stage';
import { median } from '../statistics';
import { atLeast, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const MB = 1024 * 1024;
const CONTACT = '5511950000003';
const ROUNDS = 3;
const LOADS = [
	{ what: '100 images of 1 MB', kind: 'image', count: 100, file: 'image.png' },
	{ what: 'one document of 100 MB', kind: 'document', count: 1, file: 'document.bin' },
] as const;
/** As parts of raw Baileys': of its speed, and of what is left over where it takes as much memory. */
const REACH = { speed: 1.0, memory: 1 / 1.5 };

interface Turn {
	seconds: number;
	/** Of one message, with that of the programs that were started. */
	cpuMs: number;
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
				const cpuBefore = cpuTimeOf(program.pid);
				const { elapsedMs } = await calls.sendFiles(number, CONTACT, { kind, path, count });
				const cpuMs = (cpuTimeOf(program.pid) - cpuBefore) / count;
				return { seconds: elapsedMs / 1000, cpuMs, peakMb: peak.stop() };
			};
			const rounds: { mine: Turn; theirs: Turn }[] = [];
			for (let round = 0; round < ROUNDS; round++) {
				rounds.push({ mine: await turn(ours), theirs: await turn(raw) });
			}
			const faster = median(rounds.map(({ mine, theirs }) => theirs.seconds / mine.seconds));
			const smaller = median(rounds.map(({ mine, theirs }) => theirs.peakMb / mine.peakMb));
			const [speed, memory] = [REACH.speed.toFixed(1), REACH.memory.toFixed(2)];
			lines.push({
				what: `${what} to server ack, peak memory above rest`,
				ours: summary(rounds.map(({ mine }) => mine)),
				beside: summary(rounds.map(({ theirs }) => theirs)),
				ratio: `${ratio(faster)}, memory ${ratio(smaller)}`,
				reach: `>= ${speed} x, memory >= ${memory} x`,
				verdict: `${atLeast(faster, REACH.speed, 'x')}, memory ${atLeast(smaller, REACH.memory, 'x')}`,
			});
		}
		return lines;
	});
}

function summary(turns: readonly Turn[]): string {
	const middle = (of: keyof Turn) => short(median(turns.map((turn) => turn[of])));
	const seconds = turns.map((turn) => turn.seconds);
	const range = `${short(Math.min(...seconds))} to ${short(Math.max(...seconds))}`;
	return `${middle('seconds')} s (${range}), ${middle('cpuMs')} ms CPU each, +${middle('peakMb')} MB`;
}
