import { delays } from '../delays';
import { Stage } from '../stage';
import { percentile } from '../statistics';
import { type Line, ratio, short } from '../table';

const CHATS = Array.from({ length: 20 }, (_, index) => `55119500001${index + 10}`);
const STRANGER = '5511950000666';
const SECOND = '5511900000092';
const DEAD_FILES = 1_000;
const EACH = 5;
const EVERY_MS = 20;

/** Two numbers and 20 chats, alone, and while a stranger sends files that never come to one of the numbers. */
export async function strangers(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const { number, calls } = await stage.engine();
		await stage.link({ calls }, SECOND);
		const numbers = [number, SECOND];
		for (const one of numbers) await calls.noteIncoming(one);
		// Sessions are made at the first message.
		await stage.simulator.write([STRANGER], number, 1);
		for (const one of numbers) await stage.simulator.write(CHATS, one, 1);

		const write = async () => await stage.simulator.writeSlowly(CHATS, numbers, EACH, EVERY_MS);
		const alone = await delays(await write(), calls.incoming);
		await stage.simulator.sendDeadFiles(STRANGER, number, DEAD_FILES);
		const disturbed = await delays(await write(), calls.incoming);

		const p50 = percentile(disturbed, 0.5);
		const quietP50 = percentile(alone, 0.5);
		return [
			{
				what: '20 chats to two numbers -> trigger, while a stranger sends 1,000 files that do not come',
				ours: timesOf(disturbed),
				beside: `itself without the stranger: ${timesOf(alone)}`,
				ratio: ratio(quietP50 / p50),
				reach: 'all come',
				verdict: disturbed.length === alone.length ? 'met' : 'missed',
			},
		];
	});
}

function timesOf(ms: readonly number[]): string {
	return `p50 ${short(percentile([...ms], 0.5))} ms, p99 ${short(percentile([...ms], 0.99))} ms`;
}
