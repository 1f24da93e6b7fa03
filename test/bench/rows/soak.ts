import { memoryOf } from '../memory';
import type { EngineCalls } from '../programs/engine';
import { type Entry, Stage } from '../stage';
import { atMost, type Line, ratio, short } from '../table';

const CONTACTS = ['5511950000021', '5511950000022', '5511950000023', '5511950000024'];
/** In one round each contact gets and writes this many messages, and the server drops the connection in the middle. */
const EACH = 5;
const MESSAGES = 2 * EACH * CONTACTS.length;
/** Until caches are full and code is compiled. */
const WARM_UP_ROUNDS = 25;
const ROUNDS = 500;
/** Every how manieth connection ends while messages are being sent. The engine then pauses for two seconds. */
const SENDING_EVERY = 10;
const REACH = 1.15;

interface Memory {
	rss: number;
	heap: number;
}

/** Whether what the engine has in use grows with the connections and messages it has had. */
export async function soak(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const engine = await stage.engine();
		for (const contact of CONTACTS) await stage.simulator.settled(contact);
		// Opening the copies of what is sent would only take time.
		await stage.simulator.leave(engine.number);
		await engine.calls.follow(engine.number);
		const soaking = new Soaking(stage, engine);
		await soaking.run(WARM_UP_ROUNDS);
		const before = await measure(engine);
		await soaking.run(ROUNDS);
		const after = await measure(engine);
		const { lost, doubled } = await soaking.outcome();

		const growth = after.rss / before.rss;
		const whole = lost + doubled === 0 ? '' : 'missed: messages were lost or doubled, ';
		return [
			{
				what: `memory after ${ROUNDS} reconnects and ${count(ROUNDS * MESSAGES)} messages, half in, half out`,
				ours: `${memory(after)}; ${lost} lost, ${doubled} doubled`,
				beside: `itself after ${WARM_UP_ROUNDS} and ${count(WARM_UP_ROUNDS * MESSAGES)}: ${memory(before)}`,
				ratio: ratio(growth),
				reach: `<= ${REACH.toFixed(2)} x, none lost or doubled`,
				verdict: `${whole}${atMost(growth, REACH, 'x')}`,
			},
		];
	});
}

class Soaking {
	readonly #texts: string[] = [];
	/** How often each thing happened that has to happen once. */
	readonly #due = new Map<string, number>();
	#open = 0;
	/** Of these, messages that WhatsApp has not acknowledged. */
	#openSends = 0;
	#doubled = 0;
	#rounds = 0;
	#connected = 0;

	constructor(
		private readonly stage: Stage,
		private readonly engine: Entry<EngineCalls>,
	) {}

	async run(rounds: number): Promise<void> {
		const { simulator } = this.stage;
		const { number } = this.engine;
		const logins = await simulator.logins(number);
		for (let round = 0; round < rounds; round++) await this.#round();
		const more = (await simulator.logins(number)) - logins;
		if (more !== rounds) throw new Error(`${rounds} reconnects were ${more} logins`);
	}

	/** Sent and not shown, or not told to the trigger; shown twice, or told twice. */
	async outcome(): Promise<{ lost: number; doubled: number }> {
		const shown = new Map<string, number>();
		for (const contact of CONTACTS) {
			for (const text of await this.stage.simulator.shown(contact)) {
				shown.set(text, (shown.get(text) ?? 0) + 1);
			}
		}
		const bubbles = this.#texts.map((text) => shown.get(text) ?? 0);
		return {
			lost: this.#open + bubbles.filter((times) => times === 0).length,
			doubled: this.#doubled + bubbles.reduce((extra, times) => extra + Math.max(times - 1, 0), 0),
		};
	}

	/** Another moment of the traffic in each round: while messages come in, and now and then while others leave too. */
	async #round(): Promise<void> {
		const { simulator } = this.stage;
		const { number } = this.engine;
		const round = this.#rounds++;
		if (round % SENDING_EVERY === 0) {
			await simulator.dropAfter(number, 1 + ((round / SENDING_EVERY) % MESSAGES));
			await Promise.all([this.#send(), this.#write()]);
		} else {
			await this.#send();
			await this.#until(() => this.#openSends === 0);
			await simulator.dropAfter(number, 1 + (round % (MESSAGES / 2)));
			await this.#write();
		}
		await this.#until(() => this.#open === 0 && this.#connected === this.#rounds);
	}

	async #send(): Promise<void> {
		const { number, calls } = this.engine;
		const recipients = Array.from({ length: EACH }, () => CONTACTS).flat();
		for (const { messageId, text } of await calls.post(number, recipients)) {
			this.#texts.push(text);
			this.#expect('message.sent', messageId);
			this.#expect('message.received', messageId);
		}
	}

	async #write(): Promise<void> {
		const { number } = this.engine;
		for (const { messageId } of await this.stage.simulator.write(CONTACTS, number, EACH)) {
			this.#expect('message.incoming', messageId);
		}
	}

	async #until(holds: () => boolean): Promise<void> {
		while (!holds()) {
			for (const [event, messageId] of await this.engine.calls.happened()) {
				this.#count(event, messageId);
			}
		}
	}

	/** It may have happened before one knew what to expect. */
	#expect(event: string, messageId: string): void {
		const key = `${event} ${messageId}`;
		if (this.#due.has(key)) return;
		this.#due.set(key, 0);
		this.#opened(event, 1);
	}

	#count(event: string, messageId: string): void {
		if (event === 'session.connected') this.#connected++;
		if (messageId === '') return;
		const key = `${event} ${messageId}`;
		const times = this.#due.get(key);
		this.#due.set(key, (times ?? 0) + 1);
		if (times === 0) this.#opened(event, -1);
		if (times) this.#doubled++;
	}

	#opened(event: string, more: number): void {
		this.#open += more;
		if (event === 'message.sent') this.#openSends += more;
	}
}

async function measure({ program, calls }: Entry<EngineCalls>): Promise<Memory> {
	const rss = await memoryOf(program.pid);
	return { rss, heap: await calls.heapUsed() };
}

function memory({ rss, heap }: Memory): string {
	return `${short(rss)} MB (heaps ${short(heap)} MB)`;
}

function count(messages: number): string {
	return messages.toLocaleString('en');
}
