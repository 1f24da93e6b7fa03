import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuOf } from '../cpu';
import { memoryOf } from '../memory';
import { now } from '../now';
import type { EngineCalls } from '../programs/engine';
import type { Program } from '../remote';
import { Stage } from '../stage';
import { percentile } from '../statistics';
import { atMost, type Line, ratio, short } from '../table';

const NUMBERS = 1_000;
const REACH = { loginMs: 20, mb: 1.5, handles: 4, percentOfCore: 15, delayMs: 50 };
const CONTACT = '5511950000031';
const LOOK_EVERY_MS = 100;
const CONNECTED_WITHIN_MS = 5 * 60_000;
/** What logins leave to be done. */
const SETTLED_MS = 10_000;
/** Three pings of each number. */
const IDLE_MS = 60_000;
const BURST = 2_000;
const SENDS_ALONE = 100;
const SEND_EVERY_MS = 20;

type Engine = Program<EngineCalls>;

/** A thousand linked numbers in one process of regular mode. */
export async function numbers(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const folder = stage.folder();
		const all = await linked(stage, folder);
		const [first = '', second = ''] = all;
		const engine = await stage.engineIn(folder);
		await engine.calls.connected(first);
		const withFirst = await inUse(engine);

		const { elapsedMs, cpuMs } = await connectAll(stage, engine, all);
		const withAll = await inUse(engine);
		const idleMs = await cpuOf(engine, async () => void (await pause(IDLE_MS)));
		const { alone, beside } = await burst(stage, engine, { busy: first, quiet: second });

		const further = NUMBERS - 1;
		const eachMs = cpuMs / further;
		const mb = (withAll.mb - withFirst.mb) / further;
		const handles = (withAll.handles - withFirst.handles) / further;
		const percentOfCore = (idleMs / IDLE_MS) * 100;
		const delayMs = percentile(beside, 0.95) - percentile(alone, 0.95);
		return [
			line({
				what: `${count(NUMBERS)} linked numbers, connected after a start`,
				ours: `all after ${short(elapsedMs / 1_000)} s, ${short(eachMs)} ms CPU each`,
				reach: `<= ${REACH.loginMs} ms CPU each`,
				verdict: atMost(eachMs, REACH.loginMs, 'ms'),
			}),
			line({
				what: `each further of ${count(NUMBERS)} connected numbers`,
				ours: `${short(mb)} MB, ${short(handles)} file handles`,
				reach: `<= ${REACH.mb} MB, <= ${REACH.handles} file handles`,
				verdict: `${atMost(mb, REACH.mb, 'MB')}, handles ${atMost(handles, REACH.handles, '')}`,
			}),
			line({
				what: `${count(NUMBERS)} connected numbers that do nothing`,
				ours: `${short(percentOfCore)} % of a core`,
				reach: `<= ${REACH.percentOfCore} % of a core`,
				verdict: atMost(percentOfCore, REACH.percentOfCore, '%'),
			}),
			{
				what: `send to server ack, while another number of ${count(NUMBERS)} sends ${count(BURST)}`,
				ours: times(beside),
				beside: `itself without the burst: ${times(alone)}`,
				ratio: ratio(percentile(alone, 0.95) / percentile(beside, 0.95)),
				reach: `p95 <= +${REACH.delayMs} ms`,
				verdict: `+${short(delayMs)} ms: ${atMost(delayMs, REACH.delayMs, 'ms')}`,
			},
		];
	});
}

/** By a process that is closed then. */
async function linked(stage: Stage, folder: string): Promise<string[]> {
	const linking = await stage.engineIn(folder);
	const all = await stage.linkMany(linking, NUMBERS);
	await linking.calls.disconnect();
	await linking.stop();
	return all;
}

/** Until all are connected and at rest, but for `elapsedMs`. */
async function connectAll(
	{ simulator }: Stage,
	engine: Engine,
	all: readonly string[],
): Promise<{ elapsedMs: number; cpuMs: number }> {
	const startedAt = now();
	let lastAt = 0;
	const cpuMs = await cpuOf(engine, async () => {
		await engine.calls.resume();
		lastAt = await connectedAt(simulator, all.slice(1), startedAt);
		await pause(SETTLED_MS);
	});
	return { elapsedMs: lastAt - startedAt, cpuMs };
}

/** When WhatsApp has let in the last of them. */
async function connectedAt(
	simulator: Stage['simulator'],
	all: readonly string[],
	since: number,
): Promise<number> {
	while (now() - since < CONNECTED_WITHIN_MS) {
		const logins = await simulator.allLoggedInAt();
		const times = all.map((number) => logins[number] ?? 0);
		if (times.every((time) => time > since)) return Math.max(...times);
		await pause(LOOK_EVERY_MS);
	}
	throw new Error('Not all numbers have connected');
}

/** How long each send of the quiet number takes: alone, and while the busy one sends. */
async function burst(
	{ simulator }: Stage,
	{ calls }: Engine,
	{ busy, quiet }: Record<'busy' | 'quiet', string>,
): Promise<Record<'alone' | 'beside', number[]>> {
	for (const number of [busy, quiet]) {
		await simulator.write([CONTACT], number, 1);
		await simulator.leave(number);
	}
	await simulator.leave(CONTACT);
	const sendWhile = async (goesOn: (sends: number) => boolean) => {
		const ms: number[] = [];
		while (goesOn(ms.length)) {
			ms.push(await calls.sendOne(quiet, CONTACT));
			await pause(SEND_EVERY_MS);
		}
		return ms;
	};
	// With the first message a session is made.
	for (const number of [busy, quiet]) await calls.sendOne(number, CONTACT);
	const alone = await sendWhile((sends) => sends < SENDS_ALONE);
	let isOver = false;
	const sending = calls.send(busy, CONTACT, BURST).finally(() => (isOver = true));
	const beside = await sendWhile(() => !isOver);
	await sending;
	return { alone, beside };
}

async function inUse({ pid }: Engine): Promise<{ mb: number; handles: number }> {
	return { mb: await memoryOf(pid), handles: readdirSync(`/proc/${pid}/fd`).length };
}

function line(shown: Pick<Line, 'what' | 'ours' | 'reach' | 'verdict'>): Line {
	return { beside: '', ratio: '', ...shown };
}

function times(ms: readonly number[]): string {
	return `p50 ${short(percentile(ms, 0.5))} ms, p95 ${short(percentile(ms, 0.95))} ms`;
}

function count(value: number): string {
	return value.toLocaleString('en');
}
