import type { VirtualContact } from '../simulator';
import { ProcessEnded } from './engine-process';
import type { Cast, Site } from './site';

/** A message that the number sends. */
export interface Send {
	readonly text: string;
	/** A number, or the group's JID. */
	readonly to: string;
	/** Who is to be shown it. */
	readonly readers: readonly VirtualContact[];
	/** Once the engine has returned it. */
	messageId: string | undefined;
}

/** A message that comes in. */
export interface Incoming {
	readonly chat: string;
	readonly messageId: string;
}

const PATIENCE_MS = 60_000;
let loads = 0;

/** The traffic of one run: who sent what in which order. Texts and origins are found in no other load. */
export class Load {
	/** In the order in which they were enqueued. */
	readonly sends: Send[] = [];
	/** In the order in which WhatsApp got them. */
	readonly incoming: Incoming[] = [];
	readonly #name = `load ${++loads}`;
	#work: Promise<unknown>[] = [];

	constructor(
		private readonly site: Site,
		private readonly cast: Cast,
	) {}

	/** Messages to each contact and to the group, in turns; each is read when it arrives. */
	send(each: number): void {
		const { contacts, group } = this.cast;
		for (let turn = 0; turn < each; turn++) {
			for (const contact of contacts) this.#send(contact.number, [contact]);
			this.#send(group, contacts);
		}
	}

	#send(to: string, readers: readonly VirtualContact[]): void {
		const text = `${this.#name}: ${this.sends.length}`;
		const message: Send = { text, to, readers, messageId: undefined };
		this.sends.push(message);
		this.#track(this.#enqueue(message));
		for (const reader of readers) {
			reader
				.waitForMessage((received) => received.text === text, PATIENCE_MS)
				.then(({ id }) => reader.read(id))
				// It did not arrive: that is counted.
				.catch(() => undefined);
		}
	}

	/** Asks again what the engine did not live to answer, the way n8n does: the same origin, the same order. */
	repeat(): void {
		for (const message of this.sends) if (!message.messageId) this.#track(this.#enqueue(message));
	}

	/** Messages from each contact, and from two of them to the group. */
	receive(each: number): void {
		const { contacts, group } = this.cast;
		const { owner } = this.site;
		for (const from of contacts) this.#track(this.#write(from, from.jid, owner, each));
		this.#track(
			(async () => {
				for (const from of contacts.slice(1)) await this.#write(from, group, group, each);
			})(),
		);
	}

	/** All has been handed to the engine or to WhatsApp. Rejects when the engine refused something. */
	async handedOver(): Promise<void> {
		while (this.#work.length > 0) await Promise.all(this.#work.splice(0));
	}

	/** Whether every message has gone all its way, and every event was executed. */
	isSettled(): boolean {
		return (
			this.sends.every((message) => message.messageId && this.#missing(message).length === 0) &&
			this.incoming.every(
				({ messageId }) => this.site.executions('message.incoming', messageId) > 0,
			)
		);
	}

	#missing(message: Send) {
		return STEPS.filter(
			(step) => this.site.executions(step, message.messageId ?? '') < timesOf(step, message),
		);
	}

	async #enqueue(message: Send): Promise<void> {
		try {
			const { messageId } = await this.site.process.request('message.send', {
				to: message.to,
				content: { type: 'text', text: message.text },
				origin: { executionId: message.text, nodeId: 'node', runIndex: 0, itemIndex: 0 },
			});
			message.messageId = messageId;
		} catch (error) {
			if (!(error instanceof ProcessEnded)) throw error;
		}
	}

	async #write(from: VirtualContact, chat: string, to: string, count: number): Promise<void> {
		for (let n = 0; n < count; n++) {
			const messageId = await from.sendText(to, `${this.#name}, ${from.name}: ${n}`);
			this.incoming.push({ chat, messageId });
		}
	}

	#track(work: Promise<unknown>): void {
		// Whoever waits for it gets the error; it must not end this process before that.
		work.catch(() => undefined);
		this.#work.push(work);
	}
}

/** What the trigger must be told of a message that was read, in this order. */
export const STEPS = ['message.sent', 'message.received', 'message.read'] as const;

/** How often the trigger must be told: in a group each reader makes the steps on their own. */
export function timesOf(step: (typeof STEPS)[number], { readers }: Send): number {
	return step === 'message.sent' ? 1 : readers.length;
}
