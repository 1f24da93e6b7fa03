import {
	type BinaryNode,
	encodeBigEndian,
	isJidGroup,
	jidNormalizedUser,
	type proto,
} from '@whiskeysockets/baileys';
import { type Addressing, formatAddress, parseAddress, STATUS, toJid } from './address';
import type { NewAppStateChange } from './app-state-reader';
import type { Calls } from './calls';
import type { Clock } from './clock';
import type { StanzaSink } from './delivery-queue';
import { encryptFor, openAll, type Opened, readEncs } from './enc';
import { History } from './history';
import type { KnownMessage } from './known-message';
import type { ReceivedRing } from './rings';
import type { MediaHost } from './media';
import { MessageSender, type SendOptions, type SentMessage } from './message-sender';
import { PhoneSettings } from './phone-settings';
import { answerToRequest, historyRequestIn, messagesBefore } from './peer-requests';
import { type ReceivedMessage, ReceivedMessages } from './received';
import type { Account, Device, Registry } from './registry';
import { route } from './router';
import type { RoutingContext } from './routing-context';
import { SignalEndpoint } from './signal-endpoint';
import {
	allChildren,
	childOf,
	messageId,
	receiptIds,
	receiptList,
	stanza,
	stanzaId,
} from './stanza';
import { welcomeMessages } from './welcome';

/** A receipt for a message this device sent. */
export interface ReceivedReceipt {
	readonly ids: string[];
	/** Empty for "delivered". */
	readonly type: string;
	/** Who sent it; in a group the group. */
	readonly from: string;
	/** Who of a group sent it. */
	readonly participant?: string;
}

/** How often a message that cannot be decrypted is asked for. */
const MAX_RETRIES = 5;

/**
 * Children of a message stanza that say nothing about the message itself. `reporting` comes and goes by chance: Baileys
 * makes it over the padded message (getMessageReportingToken is given what encodeWAMessage returns), so it depends on how
 * much padding was drawn whether there is one, even for kinds that never have one.
 */
const TRANSPORT = new Set(['enc', 'participants', 'device-identity', 'reporting']);

/** How this device confirms what it receives. */
export interface ReceiptStyle {
	/** Sends delivery receipts by itself. */
	autoDeliver: boolean;
	/** `inactive` is the delivery receipt of a client nobody looks at. */
	type: 'inactive' | undefined;
	/** Answers under this name; under the one it was addressed by when left open. */
	addressing: Addressing | undefined;
	/** Pretends to be this device, as receipts from companions of a contact do. */
	device: number;
}

/**
 * Device 0 of an account, played by the simulator: a full client with its own keys. It talks to the server
 * in the same stanzas as a companion, only without a socket.
 */
export class MainDevice implements StanzaSink {
	/** Messages from others. */
	readonly received = new ReceivedMessages();

	/** Copies of what the account's companions sent. */
	readonly copies = new ReceivedMessages();

	/** Receipts for own messages, in order. */
	readonly receipts: ReceivedReceipt[] = [];

	/** Chat states of others: composing, recording, paused. */
	readonly typing: string[] = [];

	readonly style: ReceiptStyle = {
		autoDeliver: true,
		type: undefined,
		addressing: undefined,
		device: 0,
	};

	/** What its account's devices share. */
	readonly settings: PhoneSettings;

	/** What new companions are told of the time before. */
	readonly history: History;

	/** Calls of companions that have rung here, in order. */
	readonly rings: ReceivedRing[] = [];

	readonly #signal: SignalEndpoint;
	readonly #sender: MessageSender;
	readonly #unwelcomed: Device[] = [];
	readonly #read = new Set<string>();
	readonly #retries = new Map<string, number>();
	#work: Promise<unknown> = Promise.resolve();

	constructor(
		readonly account: Account,
		private readonly context: RoutingContext,
		media: MediaHost,
	) {
		this.settings = new PhoneSettings(account, context.clock);
		this.history = new History(account, media);
		this.#signal = new SignalEndpoint(account.identity);
		this.#sender = new MessageSender(account, this.#signal, context, (item) => this.#submit(item));
		account.main.keys = this.#signal.publish();
		account.welcome = (companion) => {
			this.#unwelcomed.push(companion);
			this.#welcomeAll();
		};
		this.connect();
	}

	/** So many keys are used for nothing before each message, as a modified client may do; default 0. */
	set skippedKeys(count: number) {
		this.#signal.skippedKeys = count;
	}

	/** What this device sent so far, in order. */
	get sent(): SentMessage[] {
		return this.#sender.sent;
	}

	/** Finds a message among those this device has received, sent, or got a copy of. */
	knownMessage(id: string): KnownMessage {
		const sent = this.#sender.find(id);
		if (sent) {
			const { to: chat, message, viewers } = sent;
			const author = this.account.jid(this.addressingOf(chat));
			return { id, chat, author, own: true, message, viewers };
		}
		const received = this.received.find(id) ?? this.copies.find(id);
		if (!received) throw new Error(`${this.account.number} knows no message ${id}`);
		const { chat, sender, from, message } = received;
		const own = from === this.account.number;
		return { id, chat, author: jidNormalizedUser(sender), own, message };
	}

	/** Messages from others and from own companions. */
	get everyReceived(): ReceivedMessage[] {
		return [...this.received.all, ...this.copies.all];
	}

	get registry(): Registry {
		return this.context.registry;
	}

	get calls(): Calls {
		return this.context.calls;
	}

	get clock(): Clock {
		return this.context.clock;
	}

	/** By which names people go in a chat. */
	addressingOf(chat: string): Addressing {
		return this.context.groups.find(chat)?.addressing ?? parseAddress(chat)?.addressing ?? 'pn';
	}

	isAdminIn(chat: string): boolean {
		return this.context.groups.find(chat)?.isAdmin(this.account) ?? false;
	}

	/** Whether this message was confirmed as read. */
	hasRead(id: string): boolean {
		return this.#read.has(id);
	}

	get connected(): boolean {
		return this.#device.queue.connected;
	}

	connect(): void {
		this.#device.queue.attach(this);
		this.#welcomeAll();
	}

	disconnect(): void {
		this.#device.queue.detach(this);
	}

	/** Resolves when everything that has arrived so far is dealt with. */
	async settled(): Promise<void> {
		await this.#work;
	}

	/** Takes a stanza from the server. */
	send(item: BinaryNode): void {
		this.#enqueue(() => this.#handle(item)).catch(this.context.report);
	}

	/** Encrypts for every device in the chat and every companion of ours, and sends. */
	sendMessage(to: string, message: proto.IMessage, options: SendOptions = {}): Promise<string> {
		return this.#enqueue(() => this.#sender.send(to, message, options));
	}

	/** Changes what the account's devices share. */
	changeSettings(change: NewAppStateChange): Promise<void> {
		return this.#enqueue(() => this.settings.change(change));
	}

	/** The same, each at the moment in which a companion is about to change something itself. */
	overtakeSettings(changes: readonly NewAppStateChange[]): Promise<void> {
		return this.#enqueue(() => this.settings.overtake(changes));
	}

	/** Tells a chat what this person is doing. */
	sendChatState(to: string, state: 'composing' | 'recording' | 'paused'): void {
		const child = state === 'recording' ? stanza('composing', { media: 'audio' }) : stanza(state);
		this.#submit(stanza('chatstate', { to: toJid(to) }, [child]));
	}

	/** Confirms messages; those of one chat, in a group of one member, travel in one receipt. */
	confirm(ids: string[], type: 'read' | 'read-self' | 'played'): void {
		const batches = new Map<string, ReceivedMessage[]>();
		for (const message of ids.map((id) => this.#messageOf(id))) {
			this.#read.add(message.id);
			const key = `${message.chat} ${participantOf(message) ?? ''}`;
			batches.set(key, [...(batches.get(key) ?? []), message]);
		}
		for (const [first, ...further] of batches.values()) {
			if (!first) continue;
			const attrs = { id: first.id, type, participant: participantOf(first) };
			this.#sendReceipt(first.chat, attrs, receiptList(further.map(({ id }) => id)));
		}
	}

	/** Pretends that a message could not be decrypted: drops the keys and asks for the message again. */
	requestRetry(id: string): Promise<void> {
		const message = this.#messageOf(id);
		return this.#enqueue(() => this.#askAgain(message));
	}

	close(): void {
		this.disconnect();
		this.#signal.close();
		this.settings.close();
		this.received.close();
		this.copies.close();
	}

	get #device(): Device {
		return this.account.main;
	}

	/** Gets new companions up to date, as phones do once they are online. */
	#welcomeAll(): void {
		if (!this.connected) return;
		for (const companion of this.#unwelcomed.splice(0)) {
			this.#enqueue(() => this.#welcome(companion)).catch(this.context.report);
		}
	}

	async #welcome(companion: Device): Promise<void> {
		for (const message of await welcomeMessages(this.account, this.history)) {
			await this.#tell(companion, message);
		}
	}

	/** Something between the devices of an account. */
	async #tell(companion: Device, message: proto.IMessage): Promise<void> {
		const enc = await encryptFor(companion, message, this.#signal);
		const attrs = { id: messageId(), to: companion.jid('pn'), type: 'text', category: 'peer' };
		this.#submit(stanza('message', attrs, enc));
	}

	#messageOf(id: string): ReceivedMessage {
		const found = this.received.find(id) ?? this.copies.find(id);
		if (!found) throw new Error(`${this.account.number} has received no message ${id}`);
		return found;
	}

	/** One thing after another: Signal sessions do not bear two at a time. */
	#enqueue<T>(task: () => Promise<T>): Promise<T> {
		const done = this.#work.then(task);
		this.#work = done.catch(() => undefined);
		return done;
	}

	#submit(item: BinaryNode): void {
		route(this.#device, item, this.context);
	}

	async #handle(item: BinaryNode): Promise<void> {
		switch (item.tag) {
			case 'message':
				await this.#receive(item);
				break;
			case 'receipt':
				this.#acknowledge(item);
				await this.#noteReceipt(item);
				break;
			case 'notification':
				this.#acknowledge(item);
				if (item.attrs.type === 'encrypt') this.#publishMoreKeys();
				if (item.attrs.type === 'server_sync') await this.settings.noteChange(item);
				break;
			case 'call':
				this.#acknowledge(item);
				await this.#hearCall(item);
				break;
			case 'chatstate':
				this.#noteChatState(item);
				break;
		}
	}

	#acknowledge({ tag, attrs }: BinaryNode): void {
		const { id, from, type, participant } = attrs;
		this.#submit(stanza('ack', { class: tag, id, to: from, type, participant }));
	}

	/** A companion's call rings where its key opens, and the caller is told so (WAWebHandleVoipCall). */
	async #hearCall({ attrs, content }: BinaryNode): Promise<void> {
		const [step] = allChildren({ tag: 'call', attrs, content });
		const { 'call-id': id = '', 'call-creator': creator = '' } = step?.attrs ?? {};
		const known = this.rings.find((ring) => ring.id === id);
		if (step?.tag === 'terminate' && known) known.state = 'over';
		const caller = this.context.registry.deviceOf(creator);
		const encs = step?.tag === 'offer' ? readEncs(step) : [];
		if (!step || !caller || known || encs.length === 0) return;
		const { message } = await openAll(encs, caller, creator, this.#signal);
		if (message.call?.callKey?.length !== 32) throw new Error('The offer of a call has no key');
		const isVideo = childOf(step, 'video') !== undefined;
		this.rings.push({ id, creator, isVideo, state: 'ringing' });
		const about = stanza('offer', { 'call-id': id, 'call-creator': creator });
		this.#submit(stanza('receipt', { id: attrs.id, to: attrs.from }, [about]));
	}

	/** Picks up a call that rings, or turns it down. */
	answerRing(id: string, tag: 'accept' | 'reject'): void {
		const ring = this.rings.find((one) => one.id === id);
		if (!ring) throw new Error(`Nobody rings ${this.account.number} with the ID ${id}`);
		const step = stanza(tag, { 'call-id': id, 'call-creator': ring.creator });
		this.#submit(stanza('call', { id: stanzaId(), to: withoutDevice(ring.creator) }, [step]));
	}

	async #receive(item: BinaryNode): Promise<void> {
		const { id = '', from: origin = '', participant, recipient } = item.attrs;
		const author = participant ?? origin;
		const chat = recipient ?? withoutDevice(origin);
		const sender = this.context.registry.deviceOf(author);
		const encs = readEncs(item);
		if (!sender || encs.length === 0) return this.#acknowledge(item);
		const own = sender.account === this.account;
		const inbox = own ? this.copies : this.received;
		let opened: Opened;
		try {
			opened = await openAll(encs, sender, chat, this.#signal);
		} catch {
			this.#acknowledge(item);
			// Signal opens each ciphertext once; what came before needs no second look.
			if (inbox.countAgain(id) || (this.#retries.get(id) ?? 0) >= MAX_RETRIES) return;
			await this.#askAgain({ id, chat, sender: author });
			return;
		}
		const at = this.context.clock.now();
		const { attrs: attributes } = item;
		const extras = allChildren(item).filter(({ tag }) => !TRANSPORT.has(tag));
		const from = sender.account.number;
		inbox.add({ id, from, sender: author, chat, at, attributes, extras, ...opened });
		this.#confirmDelivery(item, own);
		const asked = own ? this.copies.find(id) : undefined;
		const answer = asked && (await this.#answerTo(asked));
		if (answer) await this.#tell(sender, answer);
	}

	async #answerTo(asked: ReceivedMessage): Promise<proto.IMessage | undefined> {
		const request = historyRequestIn(asked);
		if (!request) return answerToRequest(asked, (wanted) => this.received.find(wanted));
		const found = messagesBefore(request, this.#shownIn(request.chat));
		return await this.history.older(request.chat, found, request.id);
	}

	/** What the phone shows of a chat, of before and since, oldest first. */
	#shownIn(chat: string): proto.IWebMessageInfo[] {
		const peer = this.context.registry.accountOf(chat);
		const isHere = (jid: string) =>
			jid === chat || (peer !== undefined && this.context.registry.accountOf(jid) === peer);
		const came = this.everyReceived.filter((message) => isHere(message.chat));
		const sent = this.sent.filter(({ to }) => isHere(to));
		const since = [...came, ...sent]
			.filter(({ message }) => !message.protocolMessage)
			.sort((a, b) => a.at - b.at)
			.map(({ id, message, at }) => {
				const { own, author } = this.knownMessage(id);
				return {
					key: { remoteJid: chat, fromMe: own, id },
					// Beside the key, as phones have it.
					participant: isJidGroup(chat) && !own ? author : undefined,
					message,
					messageTimestamp: Math.floor(at / 1000),
				};
			});
		return [...(peer ? this.history.messagesOf(peer) : []), ...since];
	}

	/** When the last message was sent that this device shows in a chat (seconds). */
	lastAtIn(chat: string): number {
		return Number(this.#shownIn(chat).at(-1)?.messageTimestamp ?? 0);
	}

	#confirmDelivery(item: BinaryNode, own: boolean): void {
		const { id, from = '', participant, recipient, category } = item.attrs;
		if (category === 'peer') this.#submit(stanza('receipt', { id, to: from, type: 'peer_msg' }));
		else if (own) {
			const attrs = { id, to: from, participant, recipient, type: 'sender' };
			this.#submit(stanza('receipt', attrs));
		} else if (!this.style.autoDeliver) this.#acknowledge(item);
		else this.#sendReceipt(withoutDevice(from), { id, type: this.style.type, participant });
	}

	#sendReceipt(
		to: string,
		attrs: Record<string, string | undefined>,
		content?: BinaryNode[],
	): void {
		const addressed = parseAddress(attrs.participant ?? to)?.addressing ?? 'pn';
		const from = this.account.jid(this.style.addressing ?? addressed, this.style.device);
		this.#submit(stanza('receipt', { ...attrs, to, from }, content));
	}

	async #askAgain(message: Pick<ReceivedMessage, 'id' | 'chat' | 'sender'>): Promise<void> {
		const { id, chat, sender } = message;
		const participant = participantOf(message);
		const device = this.context.registry.deviceOf(sender);
		if (device) await this.#signal.dropSession(device.jid('lid'));
		if (device && participant) this.#signal.senderKeys.forget(chat, device.jid('lid'));
		const count = (this.#retries.get(id) ?? 0) + 1;
		this.#retries.set(id, count);
		const t = String(this.context.clock.seconds());
		const registrationId = this.#device.keys?.registrationId ?? 0;
		const to = participant ? chat : sender;
		// A copy of an own message comes from ourselves, and is in the chat with its recipient.
		const recipient = !participant && device?.account === this.account ? chat : undefined;
		this.#submit(
			stanza('receipt', { id, to, participant, recipient, type: 'retry' }, [
				stanza('retry', { v: '1', count: String(count), id, t }),
				stanza('registration', {}, encodeBigEndian(registrationId)),
			]),
		);
	}

	async #noteReceipt(item: BinaryNode): Promise<void> {
		const { from = '', participant, type = '' } = item.attrs;
		if (type === 'retry') return await this.#sender.sendAgain(item);
		this.receipts.push({ ids: receiptIds(item), type, from, participant });
	}

	#publishMoreKeys(): void {
		this.#device.keys?.oneTimeKeys.push(...this.#signal.makeOneTimeKeys());
	}

	#noteChatState(item: BinaryNode): void {
		const composing = childOf(item, 'composing');
		const state = composing?.attrs.media === 'audio' ? 'recording' : 'composing';
		this.typing.push(composing ? state : 'paused');
	}
}

/** Who wrote a message of a group or a status, as its receipts name him; elsewhere the chat says it. */
function participantOf({
	chat,
	sender,
}: Pick<ReceivedMessage, 'chat' | 'sender'>): string | undefined {
	return isJidGroup(chat) || chat === STATUS ? sender : undefined;
}

function withoutDevice(jid: string): string {
	const address = parseAddress(jid);
	return address ? formatAddress({ ...address, device: 0 }) : jid;
}
