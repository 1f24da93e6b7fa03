import { type Entry, Stage } from '../stage';
import { median } from '../statistics';
import { atLeast, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

export const ROUNDS = 5;
export const MESSAGES = 300;
const CONTACT = '5511950000002';
const REACH = { memory: 1.3, files: 1.7, cpu: 1.33 };

/**
 * Messages to one contact, from the first call until WhatsApp has acknowledged all. Everybody has turns, so that whatever
 * else the machine does concerns all of them; a ratio is that of neighbouring turns.
 */
export async function throughput(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const entries = {
			ours: await stage.engine(),
			memory: await stage.raw('memory'),
			files: await stage.raw('files'),
		};
		await meet(stage, Object.values(entries) as Entry[], CONTACT);

		const turns: Record<keyof typeof entries, Turn[]> = { ours: [], memory: [], files: [] };
		for (let round = 0; round < ROUNDS; round++) {
			for (const name of ['ours', 'memory', 'files'] as const) {
				turns[name].push(await sendingTurn(entries[name] as Entry, CONTACT));
			}
		}

		const line = (store: 'memory' | 'files', beside: string): Line => {
			const times = timesFaster(turns.ours, turns[store]);
			const cpu = timesCheaper(turns.ours, turns[store]);
			return {
				what: `sends to server ack, pacing 0, beside raw Baileys with ${beside}`,
				ours: summary(turns.ours),
				beside: summary(turns[store]),
				ratio: `${ratio(times)}, CPU ${ratio(cpu)}`,
				reach: `>= ${REACH[store].toFixed(1)} x, CPU >= ${REACH.cpu} x`,
				verdict: `${atLeast(times, REACH[store], 'x')}, CPU ${atLeast(cpu, REACH.cpu, 'x')}`,
			};
		};
		return [line('memory', 'in-memory keys'), line('files', 'its multi-file store')];
	});
}

export interface Turn {
	/** Messages a second. */
	rate: number;
	/** Processor time of one. */
	cpuMs: number;
}

/** From the first call until WhatsApp has acknowledged all. */
export async function sendingTurn({ number, calls }: Entry, contact: string): Promise<Turn> {
	const { elapsedMs, cpuMs } = await calls.send(number, contact, MESSAGES);
	return { rate: (MESSAGES / elapsedMs) * 1000, cpuMs: cpuMs / MESSAGES };
}

/** Of neighbouring turns. */
export function timesFaster(ours: readonly Turn[], others: readonly Turn[]): number {
	return median(ours.map(({ rate }, round) => rate / (others[round]?.rate ?? NaN)));
}

/** The same of processor time. */
function timesCheaper(ours: readonly Turn[], others: readonly Turn[]): number {
	return median(ours.map(({ cpuMs }, round) => (others[round]?.cpuMs ?? NaN) / cpuMs));
}

export function summary(turns: readonly Turn[]): string {
	const rates = turns.map(({ rate }) => rate);
	const range = `${short(Math.min(...rates))} to ${short(Math.max(...rates))}`;
	const cpuMs = short(median(turns.map((turn) => turn.cpuMs)));
	return `${short(median(rates))}/s (${range}), ${cpuMs} ms CPU each`;
}
