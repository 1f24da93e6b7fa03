import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { receiptFor, type Simulator, startSimulator } from '../../simulator';
import type { Times } from '../variant';
import { now } from '../now';
import { serve } from '../remote';

/** The WhatsApp server that all variants talk to. */

let simulator: Simulator;
const FIRST_MEMBER = 5511960000001;
const FIRST_STRANGER = 5511970000001;

const loginTimes: Times = {};

const calls = {
	async start() {
		simulator = await startSimulator();
		simulator.traffic.subscribe(({ direction, number, stanza }) => {
			if (direction === 'out' && stanza.tag === 'success' && number) loginTimes[number] = now();
		});
		return simulator.endpoint;
	},

	/** The phone of this number scans a QR code. */
	scan: async (number: string, qr: string) => await simulator.phone(number).scan(qr),

	typeCode: async (number: string, code: string) => await simulator.phone(number).typeCode(code),

	/** Somebody writes to a number, who has their keys from then on. */
	async write(from: readonly string[], to: string, each: number) {
		const sent: { from: string; messageId: string }[] = [];
		for (let index = 0; index < each; index++) {
			for (const number of from) {
				const contact = await simulator.contact(number);
				sent.push({ from: number, messageId: await contact.sendText(to, `Message ${index}`) });
			}
		}
		return sent;
	},

	/** So many people who are not there, and whom nobody has written to. */
	async strangers(count: number) {
		const numbers = Array.from({ length: count }, (_, index) => String(FIRST_STRANGER + index));
		for (const number of numbers) await simulator.contact(number, { online: false });
		return numbers;
	},

	/** A group of so many, of whom nobody is there; one of them may write. `firstMember`: whose number is the first. */
	async group(owner: string, size: number, firstMember = FIRST_MEMBER) {
		const members = Array.from({ length: size - 1 }, (_, index) => String(firstMember + index));
		for (const member of members) await simulator.contact(member, { online: false });
		simulator.phone(owner).online = false;
		const { id } = await simulator.group({ subject: 'Group', owner, members: [owner, ...members] });
		return { group: id, writer: String(firstMember) };
	},

	/** The same to several numbers, slowly; when each message was handed to the server. */
	async writeSlowly(
		from: readonly string[],
		to: readonly string[],
		each: number,
		everyMs: number,
	): Promise<Times> {
		const left: Times = {};
		for (let index = 0; index < each; index++) {
			for (const number of from) {
				for (const receiver of to) {
					const contact = await simulator.contact(number);
					const at = now();
					left[await contact.sendText(receiver, `Message ${index}`)] = at;
					await pause(everyMs);
				}
			}
		}
		return left;
	},

	/** Somebody sends files to a number that the media host never hands out. Resolves when all are on their way. */
	async sendDeadFiles(from: string, to: string, count: number): Promise<void> {
		const contact = await simulator.contact(from);
		simulator.faults.silenceMedia('/dead/');
		for (let index = 0; index < count; index++) {
			const imageMessage = {
				directPath: `/dead/${index}`,
				mediaKey: randomBytes(32),
				mimetype: 'image/png',
			};
			await contact.sendMessage(to, { imageMessage });
		}
	},

	/** Resolves when this person has taken, and opened, everything so far. */
	settled: async (number: string) => await (await simulator.contact(number)).settled(),

	/** What is for this person waits at the server from now on: nobody spends time on opening it. */
	async leave(number: string) {
		(await simulator.contact(number)).goOffline();
		simulator.phone(number).online = false;
	},

	/** Hands out a delivery receipt for each message, one after another. Returns when each left. */
	async deliver(owner: string, contact: string, messageIds: readonly string[], everyMs: number) {
		const { jid } = await simulator.contact(contact);
		const left: Times = {};
		for (const messageId of messageIds) {
			left[messageId] = now();
			simulator.script(owner, receiptFor(messageId, { from: jid }));
			if (everyMs > 0) await pause(everyMs);
		}
		return left;
	},

	/** Tears down the connection of a number when that many messages from now, both ways, have passed over it. */
	dropAfter(number: string, messages: number) {
		let left = messages;
		const stop = simulator.traffic.subscribe((entry) => {
			if (entry.number !== number || entry.stanza.tag !== 'message' || --left > 0) return;
			stop();
			simulator.faults.dropConnections(number);
		});
	},

	/** What this person was shown, each text as often as it was. */
	shown: async (number: string) =>
		(await simulator.contact(number)).received.map(({ text }) => text),

	/** How often the server has let this number in. */
	logins: (number: string) => simulator.statistics(number).logins,

	/** When the server let this number in last. */
	loggedInAt: (number: string) => loginTimes[number] ?? 0,

	/** When it let each number in last. */
	allLoggedInAt: () => loginTimes,

	/** Errors inside the simulator: a benchmark with one is worth nothing. */
	problems: () => simulator.problems.map(String),
};

export type SimulatorCalls = typeof calls;

serve(calls);
