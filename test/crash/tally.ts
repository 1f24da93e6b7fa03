import type { EngineEvent } from '../../engine/gateway/contract';
import { STEPS, timesOf, type Load } from './load';

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

export function isClean({ outOfOrder, lost, doubled, undecryptable }: Tally): boolean {
	return outOfOrder + lost + doubled + undecryptable === 0;
}

export function tallyOf(
	{ sends, incoming }: Load,
	executed: readonly EngineEvent[],
	undecryptable: number,
): Tally {
	const executions = new Map<string, EngineEvent['event'][]>();
	for (const event of executed) {
		if (!('messageId' in event)) continue;
		executions.set(event.messageId, [...(executions.get(event.messageId) ?? []), event.event]);
	}
	const of = (messageId: string | undefined) => executions.get(messageId ?? '') ?? [];

	const bubbles = sends.flatMap(({ readers, text }) =>
		readers.map(({ received }) => ({
			wanted: 1,
			found: received.filter((message) => message.text === text).length,
		})),
	);
	const steps = sends.flatMap((message) =>
		STEPS.map((step) => ({
			wanted: timesOf(step, message),
			found: of(message.messageId).filter((event) => event === step).length,
		})),
	);
	const messages = incoming.map(({ messageId }) => ({ wanted: 1, found: of(messageId).length }));
	const counts = [...bubbles, ...steps, ...messages];

	return {
		sent: sends.filter(({ messageId }) => messageId).length,
		cameIn: incoming.length,
		outOfOrder:
			disorderedChats(sends, incoming, executed) +
			sends.filter(({ messageId }) => !isOrdered(STEPS, of(messageId))).length,
		lost: total(counts.map(({ wanted, found }) => wanted - found)),
		doubled: total(counts.map(({ wanted, found }) => found - wanted)),
		undecryptable,
	};
}

function disorderedChats(
	sends: Load['sends'],
	incoming: Load['incoming'],
	executed: readonly EngineEvent[],
): number {
	const sentTo = [...new Set(sends.map(({ to }) => to))];
	const shown = sentTo.filter((chat) => {
		const written = sends.filter(({ to }) => to === chat);
		const texts = written.map(({ text }) => text);
		const readers = written[0]?.readers ?? [];
		return readers.some(
			({ received }) =>
				!isOrdered(
					texts,
					received.map(({ text }) => text),
				),
		);
	});
	const handedOver = executed
		.filter((event) => event.event === 'message.incoming')
		.map(({ messageId }) => messageId);
	const chats = [...new Set(incoming.map(({ chat }) => chat))];
	const received = chats.filter((chat) => {
		const written = incoming.filter((message) => message.chat === chat);
		return !isOrdered(
			written.map(({ messageId }) => messageId),
			handedOver,
		);
	});
	return shown.length + received.length;
}

/** Of what there is too much. */
function total(counts: readonly number[]): number {
	return counts.reduce((sum, count) => sum + Math.max(count, 0), 0);
}

/** Whether those of the wanted that are there are there in the wanted order; the first of each counts. */
function isOrdered(wanted: readonly string[], found: readonly string[]): boolean {
	const places = wanted.map((item) => found.indexOf(item)).filter((place) => place >= 0);
	return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}
