import type { VirtualContact } from '../simulator';
import { ProcessEnded } from './engine-process';
import type { Cast, Site } from './site';
import { type Amount, type Incoming, type Send, timesOf, type Wanted } from './traffic';

const STATUSES = 'status@broadcast';
const READ: Send['steps'] = ['message.sent', 'message.received', 'message.read'];
const VIEWED: Send['steps'] = ['message.sent', 'message.received', 'status.viewed'];
/** As much of a video as the engine needs to take it for one. An image would wait for the program that makes it smaller. */
const VIDEO = Buffer.from(
	'000000206674797069736f6d0000020069736f6d69736f32617663316d703431',
	'hex',
);
const VIDEOS = 2;
/** So much later a message leaves that has a time: in the middle of a load, or after it. */
const LATER_MS = 400;
const PATIENCE_MS = 120_000;
let loads = 0;

/** The traffic of one run: who sent what in which order. Texts and origins are found in no other load. */
export class Load {
	/** Those of one kind to one chat in the order in which they were enqueued. */
	readonly sends: Send[] = [];
	/** Those of one kind in one chat in the order in which WhatsApp got them. */
	readonly incoming: Incoming[] = [];
	readonly #name = `load ${++loads}`;
	/** Messages of which each is enqueued when the engine has the one before. */
	readonly #chains: Send[][] = [];
	#work: Promise<unknown>[] = [];

	constructor(
		private readonly site: Site,
		private readonly cast: Cast,
	) {}

	/** To each contact and to the group in turns. All is opened when it arrives. */
	send({ each, others, isInTurns = false }: Amount): void {
		const { contacts, group, channel } = this.cast;
		const [first, second] = contacts;
		const chats: [to: string, readers: VirtualContact[]][] = [
			...contacts.map((contact) => [contact.number, [contact]] satisfies [string, unknown]),
			[group, contacts],
		];
		for (let turn = 0; turn < (isInTurns ? 1 : each); turn++) {
			for (const [to, readers] of chats) {
				const inChain = Array.from({ length: isInTurns ? each : 1 });
				this.#begin(inChain.map(() => this.#text(to, readers)));
			}
		}
		if (!others) return;
		this.#begin([this.#status(contacts, VIEWED)]);
		this.#begin(this.#album(first));
		this.#begin(this.#order(second));
		this.#begin([
			this.#new({
				...{ kind: 'scheduled', to: first.number, readers: [first], steps: READ },
				sendAt: new Date(Date.now() + LATER_MS).toISOString(),
				content: (text) => ({ type: 'text', text }),
			}),
		]);
		this.#begin([
			this.#new({
				kind: 'post',
				to: channel.id,
				readers: [channel],
				steps: ['message.sent'],
				content: (text) => ({ type: 'text', text }),
			}),
		]);
	}

	/** A status for so many people that it takes several stanzas. Nobody opens it. */
	sendToCrowd(): void {
		this.#begin([this.#status(this.cast.crowd, ['message.sent', 'message.received'])]);
	}

	#new(wanted: Wanted): Send {
		const text = `${this.#name}: ${this.sends.length}`;
		const message: Send = { ...wanted, text, messageId: undefined };
		this.sends.push(message);
		return message;
	}

	#text(to: string, readers: readonly VirtualContact[]): Send {
		const content = (text: string) => ({ type: 'text' as const, text });
		return this.#new({ kind: 'message', to, readers, steps: READ, content });
	}

	#status(readers: readonly VirtualContact[], steps: Send['steps']): Send {
		const people = readers.map(({ number }) => number);
		return this.#new({
			kind: 'status',
			to: STATUSES,
			audience: { visibleTo: 'only', people },
			readers,
			steps,
			content: (text) => ({ type: 'statusText', text }),
		});
	}

	/** What announces an album, and its files. */
	#album(to: VirtualContact): Send[] {
		const about = { kind: 'album', to: to.number, readers: [to], steps: READ } as const;
		const album = this.#new({
			...about,
			content: () => ({ type: 'album', images: 0, videos: VIDEOS }),
		});
		const content = async (caption: string) => ({
			type: 'video' as const,
			mediaId: await this.site.store('video', VIDEO),
			caption,
			album: album.messageId ?? '',
		});
		const files = Array.from({ length: VIDEOS }, (_, at) =>
			this.#new({ ...about, part: at + 1, content }),
		);
		return [album, ...files];
	}

	/** An order, and what becomes of it. */
	#order(to: VirtualContact): Send[] {
		const about = { kind: 'order', to: to.number, readers: [to], steps: READ } as const;
		const items = [{ name: 'Rye bread', price: '12.50', quantity: 2 }];
		const order = this.#new({
			...about,
			content: (text) => ({ type: 'order', currency: 'BRL', items, text }),
		});
		const update = this.#new({
			...about,
			content: (text) => ({
				type: 'orderStatus',
				target: { messageId: order.messageId ?? '' },
				status: 'shipped',
				text,
			}),
		});
		return [order, update];
	}

	#begin(chain: Send[]): void {
		this.#chains.push(chain);
		this.#track(this.#enqueueAll(chain));
		for (const message of chain) this.#openWhenItArrives(message);
	}

	#openWhenItArrives({ text, readers, steps }: Send): void {
		if (steps.length < READ.length) return;
		for (const reader of readers) {
			if (!('received' in reader)) continue;
			reader
				.waitForMessage((received) => received.text === text, PATIENCE_MS)
				.then(({ id, message: { messageContextInfo } }) => {
					// Whoever opens a file of an album has opened what announces it.
					const album = messageContextInfo?.messageAssociation?.parentMessageKey?.id;
					return reader.read(...(album ? [album] : []), id);
				})
				// It did not arrive: that is counted.
				.catch(() => undefined);
		}
	}

	/** Asks again what the engine did not live to answer, the way n8n does: the same origin, the same order. */
	repeat(): void {
		for (const chain of this.#chains) this.#track(this.#enqueueAll(chain));
	}

	/** From each contact, and from two of them to the group. */
	receive({ each, others }: Amount): void {
		const { contacts, group, followed } = this.cast;
		const { owner } = this.site;
		const [first, second] = contacts;
		for (const from of contacts) this.#track(this.#write(from, from.jid, owner, each));
		this.#track(
			(async () => {
				for (const from of contacts.slice(1)) await this.#write(from, group, group, each);
			})(),
		);
		if (!others) return;
		this.#track(this.#writeAlbum(first));
		this.#track(this.#writeStatus(second));
		const post = `${this.#name}-${this.incoming.length}`;
		followed.post(post, post);
		this.#came('post', followed.id, post, ['message.incoming', 'channel.posted']);
	}

	/** All has been handed to the engine or to WhatsApp. Rejects when the engine refused something. */
	async handedOver(): Promise<void> {
		while (this.#work.length > 0) await Promise.all(this.#work.splice(0));
	}

	/** Whether every message has gone all its way, and every event was executed. */
	isSettled(): boolean {
		return (
			this.sends.every((message) => message.messageId && this.#missing(message).length === 0) &&
			this.incoming.every(({ messageId, tellings }) =>
				tellings.every((what) => this.site.executions(what, messageId) > 0),
			)
		);
	}

	#missing(message: Send) {
		return message.steps.filter(
			(step) => this.site.executions(step, message.messageId ?? '') < timesOf(step, message),
		);
	}

	async #enqueueAll(chain: readonly Send[]): Promise<void> {
		try {
			for (const message of chain) message.messageId ??= await this.#enqueue(message, chain);
		} catch (error) {
			if (!(error instanceof ProcessEnded)) throw error;
		}
	}

	/** The parts of an album have one origin. */
	async #enqueue(
		{ to, audience, part, sendAt, text, content }: Send,
		[first]: readonly Send[],
	): Promise<string> {
		const executionId = (part && first?.text) || text;
		const { messageId } = await this.site.send({
			to,
			...(audience && { audience }),
			...(part && { part }),
			...(sendAt && { sendAt }),
			content: await content(text),
			origin: { executionId, nodeId: 'node', runIndex: 0, itemIndex: 0 },
		});
		return messageId;
	}

	async #write(from: VirtualContact, chat: string, to: string, count: number): Promise<void> {
		for (let n = 0; n < count; n++) {
			const messageId = await from.sendText(to, `${this.#name}, ${from.name}: ${n}`);
			this.#came('message', chat, messageId, ['message.incoming']);
		}
	}

	/** The trigger collects albums: of its files it is told with the album. */
	async #writeAlbum(from: VirtualContact): Promise<void> {
		const file = { kind: 'video', content: VIDEO } as const;
		const files = Array.from({ length: VIDEOS }, () => file);
		const [album = '', ...parts] = await from.sendAlbum(this.site.owner, files);
		this.#came('album', from.jid, album, ['message.incoming']);
		for (const part of parts) this.#came('album', from.jid, part, ['in an album']);
	}

	async #writeStatus(from: VirtualContact): Promise<void> {
		const status = await from.postStatus(`${this.#name}, ${from.name}`, [this.site.owner]);
		this.#came('status', from.jid, status, ['message.incoming', 'status.posted']);
	}

	#came(
		kind: Incoming['kind'],
		chat: string,
		messageId: string,
		tellings: Incoming['tellings'],
	): void {
		this.incoming.push({ kind, chat, messageId, tellings });
	}

	#track(work: Promise<unknown>): void {
		// Whoever waits for it gets the error; it must not end this process before that.
		work.catch(() => undefined);
		this.#work.push(work);
	}
}
