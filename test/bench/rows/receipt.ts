import { delays } from '../delays';
import { type Entry, Stage } from '../stage';
import { percentile } from '../statistics';
import { atMost, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';

const RECEIPTS = 200;
const EVERY_MS = 20;
const CONTACT = '5511950000003';
const REACH_MS = 10;

/** From the server's handing a delivery receipt to the socket until the trigger's listener is called. */
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
				reach: `p50 <= ${REACH_MS} ms`,
				verdict: atMost(p50, REACH_MS, 'ms'),
			},
		];
	});
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
