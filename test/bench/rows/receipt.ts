import { delays } from '../delays';
import { type Entry, Stage } from '../stage';
import { percentile } from '../statistics';
import { atLeast, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const RECEIPTS = 200;
const EVERY_MS = 20;
const CONTACT = '5511950000003';
const REACH = { latency: 0.8, burst: 0.4 };
/** Ours has so many messages in its queue at most. */
const BURST = 10_000;

/** From the server's handing a delivery receipt to the socket until the trigger's listener is called; and many of them at once. */
export async function receipt(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const engine = await stage.engine();
		const raw = await stage.raw('memory');
		await meet(stage, [engine, raw] as Entry[], CONTACT);
		const ours = await latencies(stage, engine as Entry, CONTACT);
		const beside = await latencies(stage, raw as Entry, CONTACT);

		const p50 = percentile(ours, 0.5);
		const rawP50 = percentile(beside, 0.5);
		return [
			{
				what: "receipt on the socket -> trigger's emit",
				ours: `p50 ${short(p50)} ms, p99 ${short(percentile(ours, 0.99))} ms`,
				beside: `messages.update: p50 ${short(rawP50)} ms, p99 ${short(percentile(beside, 0.99))} ms`,
				ratio: ratio(rawP50 / p50),
				reach: `>= ${REACH.latency} x`,
				verdict: atLeast(rawP50 / p50, REACH.latency, 'x'),
			},
			burstLine(await burst(stage, engine as Entry), await burst(stage, raw as Entry)),
		];
	});
}

/** Milliseconds of processor time for each receipt, of those for 10,000 messages that come at once. */
async function burst({ simulator }: Stage, { number, calls }: Entry): Promise<number> {
	const { messageIds } = await calls.send(number, CONTACT, BURST);
	await calls.noteReceipts(number);
	await simulator.deliver(number, CONTACT, messageIds, 0);
	return (await calls.receiptsHeard(BURST)).cpuMs / BURST;
}

function burstLine(ours: number, raw: number): Line {
	return {
		what: `${BURST.toLocaleString('en')} receipts at once`,
		ours: `${short(ours)} ms CPU each`,
		beside: `${short(raw)} ms CPU each`,
		ratio: ratio(raw / ours),
		reach: `>= ${REACH.burst} x`,
		verdict: atLeast(raw / ours, REACH.burst, 'x'),
	};
}

/** Milliseconds, of receipts for messages that are sent for it. */
export async function latencies(
	{ simulator }: Stage,
	{ number, calls }: Entry,
	contact: string,
): Promise<number[]> {
	const { messageIds } = await calls.send(number, contact, RECEIPTS);
	await calls.noteReceipts(number);
	const left = await simulator.deliver(number, contact, messageIds, EVERY_MS);
	return await delays(left, calls.receipts);
}
