import { type Entry, Stage } from '../stage';
import { atLeast, type Line, ratio, short } from '../table';

const PEOPLE = 60;
const LOGINS = 20;
/** Code is compiled with so many others before. */
const WARM_UP = { people: 60, logins: 20 };
const REACH = { newContact: 0.8, login: 4, knownContact: 1 };

/**
 * The first message to somebody, whose devices and keys WhatsApp is asked for; a login; and the first message after it to
 * somebody who was written to before, as are most messages that are no part of a burst.
 */
export async function contacts(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const entries = {
			ours: (await stage.engine()) as Entry,
			raw: (await stage.raw('memory')) as Entry,
		};
		const strangers = await stage.simulator.strangers(WARM_UP.people + PEOPLE);
		const [others, people] = [strangers.slice(0, WARM_UP.people), strangers.slice(WARM_UP.people)];
		const costs = async ({ number, calls }: Entry) => {
			const sendToEach = async (each: readonly string[]) => {
				let cpuMs = 0;
				for (const person of each) cpuMs += (await calls.send(number, person, 1)).cpuMs;
				return cpuMs / each.length;
			};
			await sendToEach(others);
			for (let time = 0; time < WARM_UP.logins; time++) await calls.logIn(number);
			const newContact = await sendToEach(people);
			let login = 0;
			for (let time = 0; time < LOGINS; time++) login += await calls.logIn(number);
			return { newContact, login: login / LOGINS, knownContact: await sendToEach(people) };
		};
		const ours = await costs(entries.ours);
		const raw = await costs(entries.raw);
		const line = (what: string, kind: keyof typeof REACH): Line => ({
			what,
			ours: `${short(ours[kind])} ms CPU`,
			beside: `${short(raw[kind])} ms CPU`,
			ratio: ratio(raw[kind] / ours[kind]),
			reach: `>= ${REACH[kind]} x`,
			verdict: atLeast(raw[kind] / ours[kind], REACH[kind], 'x'),
		});
		return [
			line('first send to a new contact', 'newContact'),
			line('login', 'login'),
			line('first send to a known contact after a login', 'knownContact'),
		];
	});
}
