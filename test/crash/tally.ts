import type { EngineEvent } from '../../engine/gateway/contract';
import type { Load } from './load';
import { toldBy, type Telling } from './told';
import { type Incoming, type Kind, KINDS, type Send, shownTo, timesOf } from './traffic';

/** What became of loads. All but the first two should be 0. */
export interface Tally {
	/** Message IDs that were returned. */
	sent: number;
	cameIn: number;
	/** Chats whose messages stand in another order, and messages whose statuses do. */
	outOfOrder: number;
	/** Sends that were not shown to the contact, steps of sends and incoming messages without an execution. */
	lost: number;
	/** Sends that the contact was shown twice, events with two executions. */
	doubled: number;
	/** Messages that the recipient could not open at once. */
	undecryptable: number;
}

/** The same by kind. */
export type Tallies = Readonly<Record<Kind, Tally>>;

export const NOTHING: Tally = {
	sent: 0,
	cameIn: 0,
	outOfOrder: 0,
	lost: 0,
	doubled: 0,
	undecryptable: 0,
};

export function sum(tallies: readonly Tally[]): Tally {
	const total = { ...NOTHING };
	for (const tally of tallies) {
		for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
	}
	return total;
}

/** Of several loads. */
export function sumOfKinds(all: readonly Tallies[]): Tallies {
	const entries = KINDS.map((kind) => [kind, sum(all.map((tallies) => tallies[kind]))]);
	return Object.fromEntries(entries) as Record<Kind, Tally>;
}

/** Of what is of one kind alone. */
export function ofOneKind(kind: Kind, tally: Tally): Tallies {
	const entries = KINDS.map((each) => [each, each === kind ? tally : NOTHING]);
	return Object.fromEntries(entries) as Record<Kind, Tally>;
}

export function isClean({ outOfOrder, lost, doubled, undecryptable }: Tally): boolean {
	return outOfOrder + lost + doubled + undecryptable === 0;
}

/** @param complaints the IDs of what somebody could not open */
export function talliesOf(
	{ sends, incoming }: Load,
	executed: readonly EngineEvent[],
	complaints: readonly string[],
): Tallies {
	const told = executed.flatMap(toldBy);
	const kindOf = new Map<string, Kind>();
	for (const { messageId = '', kind } of [...sends, ...incoming]) kindOf.set(messageId, kind);
	// Of an ID that nobody knows: a message, which is worse than none.
	const complainedOf = complaints.map((id) => kindOf.get(id) ?? 'message');
	const entries = KINDS.map((kind) => {
		const isIts = (message: { kind: Kind }) => message.kind === kind;
		const undecryptable = complainedOf.filter((other) => other === kind).length;
		const tally = tallyOf(sends.filter(isIts), incoming.filter(isIts), told);
		return [kind, { ...tally, undecryptable }] as const;
	});
	return Object.fromEntries(entries) as Record<Kind, Tally>;
}

function tallyOf(
	sends: readonly Send[],
	incoming: readonly Incoming[],
	told: ReturnType<typeof toldBy>,
): Omit<Tally, 'undecryptable'> {
	const tellings = new Map<string, Telling[]>();
	for (const { what, messageId } of told) {
		tellings.set(messageId, [...(tellings.get(messageId) ?? []), what]);
	}
	const of = (messageId: string | undefined) => tellings.get(messageId ?? '') ?? [];
	const count = (messageId: string | undefined, what: Telling) =>
		of(messageId).filter((other) => other === what).length;

	const shown = sends.flatMap(({ readers, messageId, text }) =>
		readers.map((reader) => ({
			wanted: 1,
			found: shownTo(reader).filter((one) => one.id === messageId || one.text === text).length,
		})),
	);
	const steps = sends.flatMap((message) =>
		message.steps.map((step) => ({
			wanted: timesOf(step, message),
			found: count(message.messageId, step),
		})),
	);
	const came = incoming.flatMap(({ messageId, tellings: wanted }) => [
		...wanted.map((what) => ({ wanted: 1, found: count(messageId, what) })),
		// The files of an album are not told of by themselves.
		{ wanted: 0, found: of(messageId).filter((what) => !wanted.includes(what)).length },
	]);
	const counts = [...shown, ...steps, ...came];

	return {
		sent: sends.filter(({ messageId }) => messageId).length,
		cameIn: incoming.length,
		outOfOrder:
			disorderedChats(sends, incoming, told) +
			sends.filter(({ steps: wanted, messageId }) => !isOrdered(wanted, of(messageId))).length,
		lost: total(counts.map(({ wanted, found }) => wanted - found)),
		doubled: total(counts.map(({ wanted, found }) => found - wanted)),
	};
}

function disorderedChats(
	sends: readonly Send[],
	incoming: readonly Incoming[],
	told: ReturnType<typeof toldBy>,
): number {
	const sentTo = groupedBy(sends, ({ to, readers }) => `${to} ${readers.length}`);
	const shown = sentTo.filter((written) => {
		const ids = written.flatMap(({ messageId }) => messageId ?? []);
		return (written[0]?.readers ?? []).some(
			(reader) =>
				!isOrdered(
					ids,
					shownTo(reader).map(({ id }) => id),
				),
		);
	});
	const handedOver = told
		.filter(({ what }) => what === 'message.incoming' || what === 'in an album')
		.map(({ messageId }) => messageId);
	const received = groupedBy(incoming, ({ chat }) => chat).filter(
		(written) =>
			!isOrdered(
				written.map(({ messageId }) => messageId),
				handedOver,
			),
	);
	return shown.length + received.length;
}

export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
	const groups = new Map<string, T[]>();
	for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
	return [...groups.values()];
}

/** Of what there is too much. */
export function total(counts: readonly number[]): number {
	return counts.reduce((sum, count) => sum + Math.max(count, 0), 0);
}

/** Whether those of the wanted that are there are there in the wanted order; the first of each counts. */
export function isOrdered(wanted: readonly string[], found: readonly string[]): boolean {
	const places = wanted.map((item) => found.indexOf(item)).filter((place) => place >= 0);
	return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}
