import { type Entry, Stage } from '../stage';
import { percentile } from '../statistics';
import { atMost, type Line, short } from '../table';
import { meet } from '../warm-up';

const CALLS = 500;
const RAW_SENDS = 200;
const CONTACT = '5511950000001';
const REACH = { paced: { p50: 5, p99: 25 }, busy: { p50: 3, p99: 12 } };

/** The pauses a new credential has. */
const DEFAULT_PACING = { minGapMs: 1_000, maxGapMs: 3_000 };
const NO_PACING = { minGapMs: 0, maxGapMs: 0 };

/** How long the send node takes: until the message is on disk and its ID is returned. */
export async function send(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const engine = await stage.engine();
		const raw = await stage.raw('memory');
		await meet(stage, [engine, raw] as Entry[], CONTACT);

		const { callMs: sends } = await raw.calls.send(raw.number, CONTACT, RAW_SENDS);
		// In this order: after a paced message the next one waits, whatever its own pause is.
		const busy = await engine.calls.enqueue(engine.number, CONTACT, CALLS, NO_PACING);
		await engine.calls.empty(engine.number);
		const paced = await engine.calls.enqueue(engine.number, CONTACT, CALLS, DEFAULT_PACING);
		await engine.calls.empty(engine.number);
		return [
			line('send: enqueue to ID returned, durable', paced, sends, REACH.paced),
			line('the same while the queue leaves at full speed', busy, sends, REACH.busy),
		];
	});
}

function line(
	what: string,
	ours: readonly number[],
	raw: readonly number[],
	reach: { p50: number; p99: number },
): Line {
	const p50 = percentile(ours, 0.5);
	const p99 = percentile(ours, 0.99);
	return {
		what,
		ours: `p50 ${short(p50)} ms, p99 ${short(p99)} ms`,
		beside: `sendMessage, not durable: p50 ${short(percentile(raw, 0.5))} ms, p99 ${short(percentile(raw, 0.99))} ms`,
		ratio: `${(percentile(raw, 0.5) / p50).toFixed(2)} x`,
		reach: `p50 <= ${reach.p50} ms, p99 <= ${reach.p99} ms`,
		verdict: `p50 ${atMost(p50, reach.p50, 'ms')}, p99 ${atMost(p99, reach.p99, 'ms')}`,
	};
}
