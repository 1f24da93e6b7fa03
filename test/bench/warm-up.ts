import type { Entry, Stage } from './stage';

const WARM_UP_SENDS = 50;

/**
 * Everybody and the contact have written to each other, so that sessions are as they are between people who know each
 * other, and code is compiled. Then the contact and the phones leave: opening messages would take time from those who
 * are measured.
 */
export async function meet(stage: Stage, entries: readonly Entry[], contact: string) {
	const { simulator } = stage;
	await simulator.settled(contact);
	for (const { number, calls } of entries) {
		await calls.send(number, contact, 1);
		await simulator.settled(contact);
		await simulator.write([contact], number, 1);
		await simulator.settled(number);
	}
	for (const person of [contact, ...entries.map(({ number }) => number)]) {
		await simulator.leave(person);
	}
	for (const { number, calls } of entries) await calls.send(number, contact, WARM_UP_SENDS);
}
