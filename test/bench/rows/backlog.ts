import type { RawStore } from '../programs/raw';
import { type Entry, Stage } from '../stage';
import { type Line, ratio, short } from '../table';

const CONTACTS = ['5511950000011', '5511950000012', '5511950000013', '5511950000014'];
const EACH = 250;
const MESSAGES = CONTACTS.length * EACH;

interface Outcome {
	seconds: number;
	missing: number;
	doubled: number;
	/** Chats in which messages came in another order than they were written in. */
	disordered: number;
}

/** 1,000 messages that wait when the number connects, from the login until the last was handed over. */
export async function backlog(): Promise<Line[]> {
	const ours = await Stage.run(async (stage) => await drain(stage, await stage.engine()));
	const beside = async (store: RawStore) =>
		await Stage.run(async (stage) => await drain(stage, await stage.raw(store)));
	return [
		line('in-memory keys', ours, await beside('memory')),
		line('its multi-file store', ours, await beside('files')),
	];
}

async function drain(
	{ simulator }: Stage,
	entry: Pick<Entry, 'number' | 'calls'>,
): Promise<Outcome> {
	const { number, calls } = entry;
	await calls.disconnect(number);
	const written = await simulator.write(CONTACTS, number, EACH);
	const { messageIds, lastAt } = await calls.receive(number, MESSAGES);

	const came = new Set(messageIds);
	const orderOf = (from: string) =>
		written.filter((message) => message.from === from).map(({ messageId }) => messageId);
	const isInOrder = (ids: readonly string[]) => {
		const wanted = new Set(ids);
		const first = [...came].filter((id) => wanted.has(id));
		return first.join() === ids.filter((id) => came.has(id)).join();
	};
	return {
		seconds: (lastAt - (await simulator.loggedInAt(number))) / 1000,
		missing: written.filter(({ messageId }) => !came.has(messageId)).length,
		doubled: messageIds.length - came.size,
		disordered: CONTACTS.filter((from) => !isInOrder(orderOf(from))).length,
	};
}

function line(store: string, ours: Outcome, raw: Outcome): Line {
	const { missing, doubled, disordered } = ours;
	return {
		what: `1,000 messages waiting at connect, beside raw Baileys with ${store}`,
		ours: outcome(ours),
		beside: outcome(raw),
		ratio: ratio(raw.seconds / ours.seconds),
		reach: 'all stored, none twice, per-chat order kept',
		verdict: missing + doubled + disordered === 0 ? 'met' : 'missed',
	};
}

function outcome({ seconds, missing, doubled, disordered }: Outcome): string {
	return `${short(seconds)} s: ${MESSAGES - missing} came, ${doubled} twice, ${disordered} chats out of order`;
}
