import type { RawStore } from '../programs/raw';
import { PeakMemory } from '../memory';
import { type Entry, Stage } from '../stage';
import { atLeast, atMost, type Line, ratio, short } from '../table';

/** More than the computer should have in memory at a time. */
const MANY_EACH = 1_250;
const MANY_REACH_MB = 60;
const REACH = { memory: 0.75, files: 1.8 };
const CONTACTS = ['5511950000011', '5511950000012', '5511950000013', '5511950000014'];
const EACH = 250;

interface Outcome {
	seconds: number;
	missing: number;
	doubled: number;
	/** Chats in which messages came in another order than they were written in. */
	disordered: number;
	/** The most memory meanwhile, in MB above what the connected number had before. */
	peakMb: number;
}

/** Messages that wait when the number connects, from the login until the last was handed over. */
export async function backlog(): Promise<Line[]> {
	const ours = async (each: number) =>
		await Stage.run(async (stage) => await drain(stage, (await stage.engine()) as Entry, each));
	const beside = async (store: RawStore, each: number) =>
		await Stage.run(async (stage) => await drain(stage, (await stage.raw(store)) as Entry, each));
	const few = await ours(EACH);
	return [
		line('with in-memory keys', few, await beside('memory', EACH), REACH.memory),
		line('with its multi-file store', few, await beside('files', EACH), REACH.files),
		memoryLine(await ours(MANY_EACH), await beside('memory', MANY_EACH)),
	];
}

async function drain(
	{ simulator }: Stage,
	{ number, calls, program }: Entry,
	each: number,
): Promise<Outcome> {
	const peak = await PeakMemory.watch(program.pid);
	await calls.disconnect(number);
	const written = await simulator.write(CONTACTS, number, each);
	const { messageIds, lastAt } = await calls.receive(number, written.length);
	const peakMb = peak.stop();

	const came = new Set(messageIds);
	const orderOf = (from: string) =>
		written.filter((message) => message.from === from).map(({ messageId }) => messageId);
	const isInOrder = (ids: readonly string[]) => {
		const wanted = new Set(ids);
		const first = [...came].filter((id) => wanted.has(id));
		return first.join() === ids.filter((id) => came.has(id)).join();
	};
	return {
		peakMb,
		seconds: (lastAt - (await simulator.loggedInAt(number))) / 1000,
		missing: written.filter(({ messageId }) => !came.has(messageId)).length,
		doubled: messageIds.length - came.size,
		disordered: CONTACTS.filter((from) => !isInOrder(orderOf(from))).length,
	};
}

function line(store: string, ours: Outcome, raw: Outcome, reach: number): Line {
	const times = raw.seconds / ours.seconds;
	return {
		what: `${count(EACH)} messages waiting at connect, beside raw Baileys ${store}`,
		ours: `${short(ours.seconds)} s${faults(ours)}`,
		beside: `${short(raw.seconds)} s${faults(raw)}`,
		ratio: ratio(times),
		reach: `>= ${reach} x, none lost, doubled or out of order`,
		verdict: isWhole(ours) ? atLeast(times, reach, 'x') : 'missed',
	};
}

function memoryLine(ours: Outcome, raw: Outcome): Line {
	return {
		what: `${count(MANY_EACH)} messages waiting at connect, peak memory above that of the connected number`,
		ours: `+${short(ours.peakMb)} MB, ${short(ours.seconds)} s${faults(ours)}`,
		beside: `+${short(raw.peakMb)} MB, ${short(raw.seconds)} s${faults(raw)}`,
		ratio: `${ratio(raw.seconds / ours.seconds)}, memory ${ratio(raw.peakMb / ours.peakMb)}`,
		reach: `<= +${MANY_REACH_MB} MB, none lost, doubled or out of order`,
		verdict: isWhole(ours) ? atMost(ours.peakMb, MANY_REACH_MB, 'MB') : 'missed',
	};
}

const count = (each: number) => (CONTACTS.length * each).toLocaleString('en');
const isWhole = ({ missing, doubled, disordered }: Outcome) => missing + doubled + disordered === 0;

function faults(outcome: Outcome): string {
	const { missing, doubled, disordered } = outcome;
	return isWhole(outcome)
		? ''
		: `: ${missing} lost, ${doubled} twice, ${disordered} chats out of order`;
}
