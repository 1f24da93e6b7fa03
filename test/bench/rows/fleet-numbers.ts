import { setTimeout as pause } from 'node:timers/promises';
import { cpuOf } from '../cpu';
import { ownMemoryOf } from '../memory';
import type { EngineCalls } from '../programs/engine';
import type { Program } from '../remote';
import { Stage } from '../stage';
import { type Line, short } from '../table';

const NUMBERS = 50;
const FIRST_CONTACT = 5511950001001;
/** Each way, of each number. */
const MESSAGES = 20;
const TALKING_AT_ONCE = 5;
/** Some pings to WhatsApp, and all else that a process does now and then. */
const IDLE_MS = 60_000;
const MB_IN_A_GB = 1024;
/** A busy number: one message out and one in within so many seconds. */
const EVERY_SECONDS = 10;

/** A number, and whom it writes with. */
type Pair = readonly [number: string, contact: string];

/** How many numbers a process holds that are kept in Postgres: by its memory, and by its processor time. */
export async function fleetNumbers(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const engine = await stage.inQueueMode('engine');
		const worker = await stage.inQueueMode('worker');
		await engine.calls.resume();
		const [first = ''] = await stage.linkMany(worker, 1);
		const firstMb = await ownMemoryOf(engine.pid);
		const numbers = [first, ...(await stage.linkMany(worker, NUMBERS - 1))];

		const idleMb = (await ownMemoryOf(engine.pid)) - firstMb;
		const idleMs = await cpuOf(engine, async () => void (await pause(IDLE_MS)));
		const people = numbers.map((number, index): Pair => [number, String(FIRST_CONTACT + index)]);
		// With the first messages sessions are made.
		await talkAll(stage, worker, people, 1);
		const busyMs = await cpuOf(engine, async () => await talkAll(stage, worker, people, MESSAGES));
		const busyMb = (await ownMemoryOf(engine.pid)) - firstMb;
		return [
			{
				...{ what: 'a process that holds one number', ours: `${short(firstMb)} MB` },
				...{ beside: '', ratio: '', reach: '', verdict: '' },
			},
			line('a connected number that does nothing', {
				mb: idleMb / (NUMBERS - 1),
				load: idleMs / NUMBERS / IDLE_MS,
				shown: `${short(idleMs / NUMBERS / (IDLE_MS / 60_000))} ms CPU a minute`,
			}),
			line(`a number that sends and gets a message every ${EVERY_SECONDS} s`, {
				mb: busyMb / (NUMBERS - 1),
				load: busyMs / NUMBERS / MESSAGES / (EVERY_SECONDS * 1_000),
				shown: `${short(busyMs / NUMBERS / MESSAGES)} ms CPU for both with their receipts`,
			}),
		];
	});
}

/** Messages both ways, and their receipts. */
async function talkAll(
	{ simulator }: Stage,
	{ calls }: Pick<Program<EngineCalls>, 'calls'>,
	people: readonly Pair[],
	messages: number,
): Promise<void> {
	const left = [...people];
	const talk = async () => {
		for (let pair = left.pop(); pair; pair = left.pop()) {
			const [number, contact] = pair;
			await simulator.settled(contact);
			await calls.listen(number);
			await calls.send(number, contact, messages);
			await simulator.settled(contact);
			await simulator.write([contact], number, messages);
			await calls.heard(number, messages);
		}
	};
	await Promise.all(Array.from({ length: TALKING_AT_ONCE }, talk));
}

interface Needs {
	/** Megabytes, of the process's own. */
	mb: number;
	/** Share of a core. */
	load: number;
	shown: string;
}

function line(what: string, { mb, load, shown }: Needs): Line {
	return {
		what,
		ours: `${short(mb)} MB, ${shown}: ${short(MB_IN_A_GB / mb)} in a GB, ${short(1 / load)} on a core`,
		beside: '',
		ratio: '',
		reach: '',
		verdict: '',
	};
}
