import { type BinaryNode, encodeBigEndian, type proto } from '@whiskeysockets/baileys';
import { type Addressing, formatAddress, parseAddress, toJid } from './address';
import type { StanzaSink } from './delivery-queue';
import { type ReceivedMessage, ReceivedMessages, textOfMessage } from './received';
import type { Account, Device } from './registry';
import { route, type RoutingContext } from './router';
import { type Encrypted, SignalEndpoint } from './signal-endpoint';
import {
	bytesOf,
	childOf,
	messageId,
	receiptIds,
	receiptList,
	requiredChild,
	stanza,
} from './stanza';
import { stanzaType } from './stanza-type';
import { welcomeMessages } from './welcome';

/** A receipt for a message this device sent. */
export interface ReceivedReceipt {
	readonly ids: string[];
	/** Empty for "delivered". */
	readonly type: string;
	readonly from: string;
}

/** How a message is sent. */
export interface SendOptions {
	readonly id?: string;
	/** Names the chat by LID instead of phone number. */
	readonly asLid?: boolean;
}

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

/** A message this device sent. */
export interface SentMessage {
	readonly id: string;
	/** The JID of the chat. */
	readonly to: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly text: string;
	readonly message: proto.IMessage;
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

	readonly #signal: SignalEndpoint;
	readonly #sent = new Map<string, SentMessage>();
	readonly #unwelcomed: Device[] = [];
	readonly #read = new Set<string>();
	readonly #retries = new Map<string, number>();
	#work: Promise<unknown> = Promise.resolve();

	constructor(
		readonly account: Account,
		private readonly context: RoutingContext,
	) {
		this.#signal = new SignalEndpoint(account.identity);
		account.main.keys = this.#signal.publish();
		account.welcome = (companion) => {
			this.#unwelcomed.push(companion);
			this.#welcomeAll();
		};
		this.connect();
	}

	/** What this device sent so far, in order. */
	get sent(): SentMessage[] {
		return [...this.#sent.values()];
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

	/** Encrypts for every device of the chat and every companion of ours, and sends. */
	sendMessage(to: string, message: proto.IMessage, options: SendOptions = {}): Promise<string> {
		return this.#enqueue(async () => {
			const peer = this.context.registry.accountOf(toJid(to));
			if (!peer) throw new Error(`${to} is not on WhatsApp`);
			const { id = messageId(), asLid = parseAddress(to)?.addressing === 'lid' } = options;
			const chat = peer.jid(asLid ? 'lid' : 'pn');
			const at = this.context.clock.now();
			this.#sent.set(id, { id, to: chat, at, text: textOfMessage(message), message });
			await this.#fanOut(id, chat, message, peer);
			return id;
		});
	}

	/** Tells a chat what this person is doing. */
	sendChatState(to: string, state: 'composing' | 'recording' | 'paused'): void {
		const child = state === 'recording' ? stanza('composing', { media: 'audio' }) : stanza(state);
		this.#submit(stanza('chatstate', { to: toJid(to) }, [child]));
	}

	/** Confirms messages; those of one chat travel in one receipt. */
	confirm(ids: string[], type: 'read' | 'read-self' | 'played'): void {
		const messages = ids.map((id) => this.#messageOf(id));
		for (const id of ids) this.#read.add(id);
		for (const chat of new Set(messages.map((message) => message.chat))) {
			const [first, ...further] = messages
				.filter((message) => message.chat === chat)
				.map((message) => message.id);
			this.#sendReceipt(chat, { id: first, type }, receiptList(further));
		}
	}

	/** Pretends that a message could not be decrypted: drops the session and asks for the message again. */
	requestRetry(id: string): Promise<void> {
		const { sender } = this.#messageOf(id);
		return this.#enqueue(() => this.#askAgain(id, sender));
	}

	close(): void {
		this.disconnect();
		this.#signal.close();
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
		for (const message of welcomeMessages(this.account)) {
			const enc = await this.#encrypt(companion, message);
			const attrs = { id: messageId(), to: companion.jid('pn'), type: 'text', category: 'peer' };
			this.#submit(stanza('message', attrs, enc));
		}
	}

	#messageOf(id: string): ReceivedMessage {
		const found = this.received.find(id);
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

	async #receive(item: BinaryNode): Promise<void> {
		const { id = '', from = '', recipient } = item.attrs;
		const sender = this.context.registry.deviceOf(from);
		const enc = childOf(item, 'enc');
		if (!sender || !enc) return this.#acknowledge(item);
		const own = sender.account === this.account;
		const inbox = own ? this.copies : this.received;
		const encrypted = readEncrypted(enc);
		let message: proto.IMessage;
		try {
			message = await this.#signal.decrypt(sender.jid('lid'), encrypted);
		} catch {
			this.#acknowledge(item);
			// Signal opens each ciphertext once; what came before needs no second look.
			if (!inbox.countAgain(id)) await this.#askAgain(id, from);
			return;
		}
		inbox.add({
			id,
			from: sender.account.number,
			sender: from,
			chat: recipient ?? withoutDevice(from),
			at: this.context.clock.now(),
			message: message.deviceSentMessage?.message ?? message,
			enc: encrypted.type,
		});
		this.#confirmDelivery(item, own);
	}

	#confirmDelivery(item: BinaryNode, own: boolean): void {
		const { id, from = '', recipient, category } = item.attrs;
		if (category === 'peer') this.#submit(stanza('receipt', { id, to: from, type: 'peer_msg' }));
		else if (own) this.#submit(stanza('receipt', { id, to: from, recipient, type: 'sender' }));
		else if (!this.style.autoDeliver) this.#acknowledge(item);
		else this.#sendReceipt(withoutDevice(from), { id, type: this.style.type });
	}

	#sendReceipt(
		to: string,
		attrs: Record<string, string | undefined>,
		content?: BinaryNode[],
	): void {
		const addressing = this.style.addressing ?? parseAddress(to)?.addressing ?? 'pn';
		const from = this.account.jid(addressing, this.style.device);
		this.#submit(stanza('receipt', { ...attrs, to, from }, content));
	}

	async #askAgain(id: string, sender: string): Promise<void> {
		const device = this.context.registry.deviceOf(sender);
		if (device) await this.#signal.dropSession(device.jid('lid'));
		const count = (this.#retries.get(id) ?? 0) + 1;
		this.#retries.set(id, count);
		const t = String(this.context.clock.seconds());
		const registrationId = this.#device.keys?.registrationId ?? 0;
		this.#submit(
			stanza('receipt', { id, to: sender, type: 'retry' }, [
				stanza('retry', { v: '1', count: String(count), id, t }),
				stanza('registration', {}, encodeBigEndian(registrationId)),
			]),
		);
	}

	async #noteReceipt(item: BinaryNode): Promise<void> {
		const { from = '', type = '' } = item.attrs;
		if (type === 'retry') return await this.#resend(item);
		this.receipts.push({ ids: receiptIds(item), type, from });
	}

	/** A device could not decrypt: it gets the message again, in a new session. */
	async #resend(retry: BinaryNode): Promise<void> {
		const { id = '', from } = retry.attrs;
		const sent = this.#sent.get(id);
		const device = this.context.registry.deviceOf(from);
		if (!sent || !device) return;
		await this.#signal.dropSession(device.jid('lid'));
		const count = requiredChild(retry, 'retry').attrs.count;
		const addressing = parseAddress(sent.to)?.addressing ?? 'pn';
		const enc = await this.#encryptFor(device, sent.message, sent.to, { count });
		const attrs = {
			id,
			type: stanzaType(sent.message),
			to: device.jid(addressing),
			recipient: device.account === this.account ? sent.to : undefined,
			device_fanout: 'false',
		};
		this.#submit(stanza('message', attrs, enc));
	}

	async #fanOut(id: string, chat: string, message: proto.IMessage, peer: Account): Promise<void> {
		const addressing = parseAddress(chat)?.addressing ?? 'pn';
		const recipients = new Set([...peer.devices.values(), ...this.account.companions]);
		recipients.delete(this.#device);
		const participants: BinaryNode[] = [];
		for (const device of recipients) {
			const enc = await this.#encryptFor(device, message, chat);
			if (enc.length > 0) participants.push(stanza('to', { jid: device.jid(addressing) }, enc));
		}
		this.#submit(
			stanza('message', { id, to: chat, type: stanzaType(message) }, [
				stanza('participants', {}, participants),
			]),
		);
	}

	/** The `<enc>` for one device of a chat: own companions get it wrapped, with the chat it belongs to. */
	async #encryptFor(
		device: Device,
		message: proto.IMessage,
		chat: string,
		attrs: Record<string, string | undefined> = {},
	): Promise<BinaryNode[]> {
		const own = device.account === this.account;
		const content = own ? { deviceSentMessage: { destinationJid: chat, message } } : message;
		return await this.#encrypt(device, content, attrs);
	}

	/** None when the device has published no keys. */
	async #encrypt(
		device: Device,
		content: proto.IMessage,
		attrs: Record<string, string | undefined> = {},
	): Promise<BinaryNode[]> {
		const fetchKeys = () => device.offerSession();
		const encrypted = await this.#signal.encrypt(device.jid('lid'), content, fetchKeys);
		if (!encrypted) return [];
		return [stanza('enc', { v: '2', type: encrypted.type, ...attrs }, encrypted.ciphertext)];
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

function readEncrypted(enc: BinaryNode): Encrypted {
	const { type } = enc.attrs;
	if (type !== 'pkmsg' && type !== 'msg') throw new Error(`no direct message: ${type}`);
	return { type, ciphertext: bytesOf(enc) };
}

function withoutDevice(jid: string): string {
	const address = parseAddress(jid);
	return address ? formatAddress({ ...address, device: 0 }) : jid;
}
