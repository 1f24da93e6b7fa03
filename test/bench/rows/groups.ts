import { type Entry, Stage } from '../stage';
import { atLeast, atMost, type Line, ratio, short } from '../table';
import { WITH_TURNS } from '../turns';

/** With this one it is measured, too, how long all else has to wait. */
const LARGE = 1_000;
const SIZES = [5, 50, 256, LARGE] as const;
const FURTHER = 50;
/** Of the smallest group, as it is the same in all. */
const LATER = 1_000;
const RECEIVED = 50;
/** Code is compiled with what is done in a group of others before. */
const WARM_UP = { size: 50, firstMember: 5511_970_000_000, sends: 200, received: 50 };
const REACH = { firstSend: 1.0, further: 2.5, received: 2.5, later: 1.3, turnMs: 50 };

/** What one message takes. */
interface Cost {
	cpuMs: number;
	elapsedMs: number;
}

interface Costs {
	firstSend: Cost;
	further: Cost;
	later: Cost | undefined;
	received: Cost;
	longestTurnMs: number | undefined;
}

/**
 * Messages to and from groups, of which nobody but the one who writes is there: a send is over when WhatsApp has it. Each
 * variant has a group of its own with the same members, who are all new to it.
 */
export async function groups(): Promise<Line[]> {
	const lines: Line[] = [];
	for (const size of SIZES) {
		const [ours, raw] = await Stage.run(async (stage) => {
			const flags = size === LARGE ? WITH_TURNS : undefined;
			const engine = (await stage.engine(flags)) as Entry;
			const baileys = (await stage.raw('memory', flags)) as Entry;
			return [await costs(stage, engine, size), await costs(stage, baileys, size)];
		});
		lines.push(...linesOf(size, ours!, raw!));
	}
	return lines;
}

async function costs({ simulator }: Stage, { number, calls }: Entry, size: number): Promise<Costs> {
	const written = async (writer: string, to: string, count: number) => {
		await calls.listen(number);
		await simulator.write([writer], to, count);
		return await calls.heard(number, count);
	};
	const other = await simulator.group(number, WARM_UP.size, WARM_UP.firstMember);
	await calls.send(number, other.group, WARM_UP.sends);
	await written(other.writer, other.group, WARM_UP.received);

	const { group, writer } = await simulator.group(number, size);
	if (size === LARGE) await calls.longestTurn();
	const send = async (count: number): Promise<Cost> =>
		perMessage(await calls.send(number, group, count), count);
	const firstSend = await send(1);
	const further = await send(FURTHER);
	if (size === SIZES[0]) await send(LATER);
	const later = size === SIZES[0] ? await send(FURTHER) : undefined;

	// With its first message a writer hands out a key, over a session that is new.
	await written(writer, group, 1);
	const received = perMessage(await written(writer, group, RECEIVED), RECEIVED);
	const longestTurnMs = size === LARGE ? await calls.longestTurn() : undefined;
	return { firstSend, further, later, received, longestTurnMs };
}

function perMessage({ cpuMs, elapsedMs }: Cost, count: number): Cost {
	return { cpuMs: cpuMs / count, elapsedMs: elapsedMs / count };
}

function linesOf(size: number, ours: Costs, raw: Costs): Line[] {
	const line = (what: string, kind: 'firstSend' | 'further' | 'received'): Line => {
		const times = raw[kind].cpuMs / ours[kind].cpuMs;
		return {
			what: `${nameOf(size)}: ${what}`,
			ours: shown(ours[kind]),
			beside: shown(raw[kind]),
			ratio: ratio(times),
			reach: `>= ${REACH[kind].toFixed(1)} x`,
			verdict: atLeast(times, REACH[kind], 'x'),
		};
	};
	return [
		line('first send', 'firstSend'),
		line('further send', 'further'),
		...laterLine(size, ours, raw),
		line('received', 'received'),
		...turnLine(size, ours, raw),
	];
}

const nameOf = (size: number) => `group of ${size.toLocaleString('en')}`;

/** Whether a group gets dearer with its messages. */
function laterLine(size: number, ours: Costs, raw: Costs): Line[] {
	if (!ours.later || !raw.later) return [];
	const growth = ours.later.cpuMs / ours.further.cpuMs;
	return [
		{
			what: `${nameOf(size)}: send after ${LATER.toLocaleString('en')} others`,
			ours: `${shown(ours.later)}: ${ratio(growth)} of the first ${FURTHER}`,
			beside: shown(raw.later),
			ratio: ratio(raw.later.cpuMs / ours.later.cpuMs),
			reach: `<= ${REACH.later} x of the first ${FURTHER}`,
			verdict: atMost(growth, REACH.later, 'x'),
		},
	];
}

function turnLine(size: number, ours: Costs, raw: Costs): Line[] {
	if (ours.longestTurnMs === undefined || raw.longestTurnMs === undefined) return [];
	return [
		{
			what: `${nameOf(size)}: longest turn of the event loop`,
			ours: `${short(ours.longestTurnMs)} ms`,
			beside: `${short(raw.longestTurnMs)} ms`,
			ratio: ratio(raw.longestTurnMs / ours.longestTurnMs),
			reach: `<= ${REACH.turnMs} ms`,
			verdict: atMost(ours.longestTurnMs, REACH.turnMs, 'ms'),
		},
	];
}

function shown({ cpuMs, elapsedMs }: Cost): string {
	return `${short(cpuMs)} ms CPU, ${short(elapsedMs)} ms`;
}
