import { setTimeout as pause } from 'node:timers/promises';
import { timesIn, type LinkPoint, type Point } from './points';
import { Load } from './load';
import type { Random } from './random';
import type { Site } from './site';
import { sum, talliesOf, type Tallies, type Tally } from './tally';
import { type Amount, CONTACTS } from './traffic';

/** One load with a crash in it. */
export interface Run {
	readonly point: string;
	/** What has become of it by now: a late double still counts. */
	tallies(): Tallies;
}

/** All kinds together. */
export function totalOf(runs: readonly Run[]): Tally {
	return sum(runs.flatMap((run) => Object.values(run.tallies())));
}

/** How much is done for one run: so much each way before the crash. */
export interface Effort extends Amount {
	/** How long to wait for what does not come, while nothing else does. */
	settleMs: number;
}

export const FULL: Effort = { each: 3, others: true, settleMs: 20_000 };
/** Enough to pass every point. */
export const SHORT: Effort = { ...FULL, each: 1 };
export const MESSAGES_ALONE: Effort = { ...SHORT, others: false };

const REACH_MS = 60_000;
const DRAIN_MS = 120_000;
/** How long a load takes, about, and how long a start until all is settled. */
const LOAD_MS = 500;
const START_MS = 1_500;

/** Kills the process at a point of a load, starts the next one and waits until all is settled. */
export async function runPoint(
	site: Site,
	point: Point,
	random: Random,
	effort = FULL,
): Promise<Run> {
	return await watched(site, point, async (load) => {
		const { logins } = site;
		const { ended } = site.process;
		await site.killAt(point.place, random.between(1, timesIn(point, effort)));
		if (point.isInCrowd) load.sendToCrowd();
		load.send(effort);
		load.receive(effort);
		const survives = point.place.in === 'process' && point.place.action === 'hangUp';
		if (!survives) await inTime(ended, new NotReached(point.name));
		await goOn(site, load, survives, effort);
		if (site.logins === logins) throw new NotReached(point.name);
	});
}

/** Kills the process at a random time, and half of the next ones while they start. */
export async function runRandom(site: Site, random: Random, effort = FULL): Promise<Run> {
	return await watched(site, { name: 'random' }, async (load) => {
		load.send(effort);
		load.receive(effort);
		await pause(random.between(0, LOAD_MS));
		if (random.between(0, 1) === 1) {
			await site.restart();
			load.repeat();
			await pause(random.between(0, START_MS));
		}
		await goOn(site, load, false, effort);
	});
}

/**
 * Kills the process while a number is being linked. If WhatsApp has it among its linked devices by then, the next process
 * must be linked too; if not, a new link must work at once. Then it sends and receives.
 */
export async function runLinkPoint(site: Site, point: LinkPoint, effort = SHORT): Promise<Run> {
	await site.moveIn();
	const { ended } = site.process;
	if (point.place !== 'shown') await site.killAt(point.place, point.count ?? 1);
	const linking = site.link(point.way, () => {
		if (point.place === 'shown') site.process.kill();
	});
	// Neither the engine nor the phone gets what it waits for.
	linking.catch(() => undefined);
	await inTime(ended, new NotReached(point.name));

	await site.restart();
	await inTime(site.comeBack(), new LinkBroken(point.name, 'the number does not connect'));
	const run = await watched(site, point, async (load) => {
		load.send(effort);
		load.receive(effort);
		await isSettled(site, load, effort.settleMs);
	});
	expectOneLink(site, point);
	return run;
}

/** Neither a device that nobody uses, nor more than the one login that tells whether WhatsApp knows the device. */
function expectOneLink({ devices, refusedLogins }: Site, { name, mayBeRefused }: LinkPoint): void {
	if (devices.length !== 1) throw new LinkBroken(name, `the phone lists ${devices.length} devices`);
	if (refusedLogins > (mayBeRefused ? 1 : 0)) {
		throw new LinkBroken(name, `${refusedLogins} logins were refused`);
	}
}

/** Kills the process while it takes what has waited for it. */
export async function runDrain(site: Site, random: Random, messages: number): Promise<Run> {
	return await watched(site, { name: 'drain' }, async (load) => {
		site.process.kill();
		await site.process.ended;
		// Three contacts, and two of them write to the group.
		load.receive({ ...FULL, each: messages / (CONTACTS + 2) });
		await load.handedOver();
		await site.restart();
		const { ended } = site.process;
		await site.killAt(DRAINING, random.between(1, messages));
		await inTime(ended, new NotReached('drain'), DRAIN_MS);
		await goOn(site, load, false, { ...FULL, settleMs: DRAIN_MS });
	});
}

const DRAINING: Point['place'] = {
	in: 'simulator',
	direction: 'in',
	matches: ({ tag, attrs }) => tag === 'receipt' && attrs.type === 'inactive',
};

async function watched(
	site: Site,
	{ name, isInCrowd }: Pick<Point, 'name' | 'isInCrowd'>,
	work: (load: Load) => Promise<void>,
): Promise<Run> {
	const before = site.complaints.length;
	const load = new Load(site, await site.cast(isInCrowd));
	await work(load);
	const complaints = site.complaints.slice(before);
	return { point: name, tallies: () => talliesOf(load, site.executed(), complaints) };
}

/** Life goes on while the process is away; then it comes back, and everybody still understands everybody. */
async function goOn(
	site: Site,
	load: Load,
	survives: boolean,
	{ settleMs, ...effort }: Effort,
): Promise<void> {
	const few = { ...effort, each: 1 };
	if (!survives) {
		load.receive(few);
		await site.restart();
		load.repeat();
	}
	// What is lost already needs no second wait.
	if (!(await isSettled(site, load, settleMs))) return;
	load.send(few);
	load.receive(few);
	await isSettled(site, load, settleMs);
}

/** All was handed over and has gone its way; false when it has not, and nothing comes any more. */
export async function isSettled(site: Site, load: Load, settleMs: number): Promise<boolean> {
	await load.handedOver();
	return await site.until(() => load.isSettled(), settleMs);
}

export async function inTime(work: Promise<unknown>, tooLate: Error, ms = REACH_MS): Promise<void> {
	const late = new AbortController();
	const timeout = pause(ms, tooLate, { signal: late.signal }).catch(() => undefined);
	const result = await Promise.race([work, timeout]);
	late.abort();
	if (result === tooLate) throw tooLate;
}

/** What came of a link is not what the phone and a user may expect. */
export class LinkBroken extends Error {
	constructor(point: string, how: string) {
		super(`After "${point}": ${how}`);
	}
}

/** The process did not come by the point: then the run proves nothing. */
export class NotReached extends Error {
	constructor(point: string) {
		super(`The point "${point}" was not reached: nobody was killed there`);
	}
}
