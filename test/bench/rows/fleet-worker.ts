import { ownMemoryOf } from '../memory';
import type { EngineCalls } from '../programs/engine';
import { type Entry, Stage } from '../stage';
import { percentile } from '../statistics';
import { atLeast, atMost, type Line, ratio, short } from '../table';
import { meet } from '../warm-up';
import { latencies } from './receipt';
import { MESSAGES, ROUNDS, sendingTurn, summary, timesFaster, type Turn } from './throughput';

const CALLS = 500;
const CONTACT = '5511950000001';
/** The pauses a new credential has. */
const DEFAULT_PACING = { minGapMs: 1_000, maxGapMs: 3_000 };
const REACH = { enqueueP50: 6, enqueueP99: 30, receiptP50: 10, throughput: 0.8, workerMb: 10 };

type Entries = Record<'worker' | 'regular', Entry<EngineCalls>>;

/**
 * A worker of n8n in queue mode, which uses a number that the main process holds, beside regular mode: the same engine with its
 * number in a folder.
 */
export async function fleetWorker(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const idle = await stage.idle();
		await idle.calls.useNode();
		const idleMb = await ownMemoryOf(idle.pid);
		const regular = await stage.engine();
		const { main, worker } = await stage.queueMode();
		const entries = { worker, regular };
		await meet(stage, [worker, regular] as Entry[], CONTACT);
		const enqueue = await enqueueLine(entries);
		const workerMb = await ownMemoryOf(worker.program.pid);
		const throughput = await throughputLine(main, entries);
		return [enqueue, throughput, await receiptLine(stage, entries), memoryLine(workerMb, idleMb)];
	});
}

async function enqueueLine({ worker, regular }: Entries): Promise<Line> {
	const times = async ({ number, calls }: Entry<EngineCalls>) => {
		const callMs = await calls.enqueue(number, CONTACT, CALLS, DEFAULT_PACING);
		await calls.empty(number);
		return callMs;
	};
	const ours = await times(worker);
	const beside = await times(regular);
	const { enqueueP50, enqueueP99 } = REACH;
	return {
		...latencyLine('worker: enqueue to ID returned, durable', ours, beside),
		reach: `p50 <= ${enqueueP50} ms, p99 <= ${enqueueP99} ms`,
		verdict: `p50 ${atMost(percentile(ours, 0.5), enqueueP50, 'ms')}, p99 ${atMost(percentile(ours, 0.99), enqueueP99, 'ms')}`,
	};
}

async function throughputLine(
	main: Entry<EngineCalls>,
	{ worker, regular }: Entries,
): Promise<Line> {
	const turns: Record<keyof Entries, Turn[]> = { worker: [], regular: [] };
	let mainMs = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const before = await main.calls.cpuTime();
		turns.worker.push(await sendingTurn(worker as Entry, CONTACT));
		mainMs += (await main.calls.cpuTime()) - before;
		turns.regular.push(await sendingTurn(regular as Entry, CONTACT));
	}
	const times = timesFaster(turns.worker, turns.regular);
	return {
		what: 'worker: sends to server ack, pacing 0',
		ours: `${summary(turns.worker)} and ${short(mainMs / ROUNDS / MESSAGES)} ms in the main process`,
		beside: `regular mode: ${summary(turns.regular)}`,
		ratio: ratio(times),
		reach: `>= ${REACH.throughput} x`,
		verdict: atLeast(times, REACH.throughput, 'x'),
	};
}

async function receiptLine(stage: Stage, { worker, regular }: Entries): Promise<Line> {
	const ours = await latencies(stage, worker as Entry, CONTACT);
	const beside = await latencies(stage, regular as Entry, CONTACT);
	return {
		...latencyLine("worker: receipt on the socket -> trigger's emit", ours, beside),
		reach: `p50 <= ${REACH.receiptP50} ms`,
		verdict: atMost(percentile(ours, 0.5), REACH.receiptP50, 'ms'),
	};
}

function latencyLine(what: string, ours: readonly number[], beside: readonly number[]) {
	const shown = (ms: readonly number[]) =>
		`p50 ${short(percentile(ms, 0.5))} ms, p99 ${short(percentile(ms, 0.99))} ms`;
	return {
		what,
		ours: shown(ours),
		beside: `regular mode: ${shown(beside)}`,
		ratio: ratio(percentile(beside, 0.5) / percentile(ours, 0.5)),
	};
}

function memoryLine(workerMb: number, idleMb: number): Line {
	const added = workerMb - idleMb;
	return {
		what: 'memory of a worker that only sends',
		ours: `${short(workerMb)} MB`,
		beside: `a process that only has TLS: ${short(idleMb)} MB`,
		ratio: ratio(workerMb / idleMb),
		reach: `<= +${REACH.workerMb} MB`,
		verdict: `+${short(added)} MB: ${atMost(added, REACH.workerMb, 'MB')}`,
	};
}
