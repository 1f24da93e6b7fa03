import type { EngineEvent } from '../../engine/gateway/contract';
import { STEPS, type Load } from './load';

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

	const bubbles = sends.map(
		({ to, text }) => to.received.filter((message) => message.text === text).length,
	);
	const events = [
		...sends.flatMap(({ messageId }) =>
			STEPS.map((step) => of(messageId).filter((event) => event === step).length),
		),
		...incoming.map(({ messageId }) => of(messageId).length),
	];
	const counts = [...bubbles, ...events];

	return {
		sent: sends.filter(({ messageId }) => messageId).length,
		cameIn: incoming.length,
		outOfOrder:
			disorderedChats(sends, incoming, executed) +
			sends.filter(({ messageId }) => !isOrdered(STEPS, of(messageId))).length,
		lost: counts.filter((count) => count === 0).length,
		doubled: counts.reduce((extra, count) => extra + Math.max(count - 1, 0), 0),
		undecryptable,
	};
}

function disorderedChats(
	sends: Load['sends'],
	incoming: Load['incoming'],
	executed: readonly EngineEvent[],
): number {
	const contacts = [...new Set(sends.map(({ to }) => to))];
	const shown = contacts.filter((contact) => {
		const written = sends.filter(({ to }) => to === contact).map(({ text }) => text);
		return !isOrdered(
			written,
			contact.received.map(({ text }) => text),
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

/** Whether those of the wanted that are there are there in the wanted order; the first of each counts. */
function isOrdered(wanted: readonly string[], found: readonly string[]): boolean {
	const places = wanted.map((item) => found.indexOf(item)).filter((place) => place >= 0);
	return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}
