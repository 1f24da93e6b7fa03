import { type BinaryNode, encodeBigEndian, isJidGroup, type proto } from '@whiskeysockets/baileys';
import { type Addressing, formatAddress, parseAddress, toJid } from './address';
import type { StanzaSink } from './delivery-queue';
import { encryptFor, openAll, type Opened, readEncs } from './enc';
import { GroupSender } from './group-sender';
import type { Group } from './groups';
import { type ReceivedMessage, ReceivedMessages, textOfMessage } from './received';
import type { Account, Device } from './registry';
import { route, type RoutingContext } from './router';
import { SignalEndpoint } from './signal-endpoint';
import { childOf, messageId, receiptIds, receiptList, requiredChild, stanza } from './stanza';
import { stanzaType } from './stanza-type';
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

/** How a message is sent. */
export interface SendOptions {
	readonly id?: string;
	/** Names the chat by LID instead of phone number; a group has its own way. */
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
	readonly #groupSender: GroupSender;
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
		this.#groupSender = new GroupSender(account.main, this.#signal);
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

	/** Encrypts for every device in the chat and every companion of ours, and sends. */
	sendMessage(to: string, message: proto.IMessage, options: SendOptions = {}): Promise<string> {
		return this.#enqueue(async () => {
			const { id = messageId() } = options;
			const group = this.context.groups.addressed(to);
			if (group) await this.#sendToGroup(id, group, message);
			else await this.#sendToPerson(id, to, message, options);
			return id;
		});
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
			const enc = await encryptFor(companion, message, this.#signal);
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
		const { id = '', from = '', participant, recipient } = item.attrs;
		const author = participant ?? from;
		const chat = recipient ?? withoutDevice(from);
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
		inbox.add({ id, from: sender.account.number, sender: author, chat, at, ...opened });
		this.#confirmDelivery(item, own);
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
		this.#submit(
			stanza('receipt', { id, to, participant, type: 'retry' }, [
				stanza('retry', { v: '1', count: String(count), id, t }),
				stanza('registration', {}, encodeBigEndian(registrationId)),
			]),
		);
	}

	async #noteReceipt(item: BinaryNode): Promise<void> {
		const { from = '', participant, type = '' } = item.attrs;
		if (type === 'retry') return await this.#resend(item);
		this.receipts.push({ ids: receiptIds(item), type, from, participant });
	}

	/** A device could not decrypt: it gets the message again, in a new session. */
	async #resend(retry: BinaryNode): Promise<void> {
		const { id = '', from, participant } = retry.attrs;
		const sent = this.#sent.get(id);
		const device = this.context.registry.deviceOf(participant ?? from);
		if (!sent || !device) return;
		await this.#signal.dropSession(device.jid('lid'));
		const count = { count: requiredChild(retry, 'retry').attrs.count };
		const group = this.context.groups.find(sent.to);
		const addressing = group?.addressing ?? parseAddress(sent.to)?.addressing ?? 'pn';
		const jid = device.jid(addressing);
		const enc = group
			? await this.#groupSender.sealAgain(group, device, sent.message, count)
			: await this.#encryptFor(device, sent.message, sent.to, count);
		const address = group
			? { to: group.jid, participant: jid, addressing_mode: addressing }
			: {
					to: jid,
					recipient: device.account === this.account ? sent.to : undefined,
					device_fanout: 'false',
				};
		this.#submit(stanza('message', { id, type: stanzaType(sent.message), ...address }, enc));
	}

	async #sendToPerson(
		id: string,
		to: string,
		message: proto.IMessage,
		{ asLid = parseAddress(to)?.addressing === 'lid' }: SendOptions,
	): Promise<void> {
		const peer = this.context.registry.accountOf(toJid(to));
		if (!peer) throw new Error(`${to} is not on WhatsApp`);
		const chat = peer.jid(asLid ? 'lid' : 'pn');
		this.#note(id, chat, message);
		await this.#fanOut(id, chat, message, peer);
	}

	async #sendToGroup(id: string, group: Group, message: proto.IMessage): Promise<void> {
		if (!group.mayWrite(this.account)) {
			throw new Error(`${this.account.number} may not write to ${group.jid}`);
		}
		this.#note(id, group.jid, message);
		const content = await this.#groupSender.seal(group, message);
		const type = stanzaType(message);
		const attrs = { id, to: group.jid, type, addressing_mode: group.addressing };
		this.#submit(stanza('message', attrs, content));
	}

	/** Keeps what was sent, for those who ask for it again. */
	#note(id: string, to: string, message: proto.IMessage): void {
		const at = this.context.clock.now();
		this.#sent.set(id, { id, to, at, text: textOfMessage(message), message });
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
		return await encryptFor(device, content, this.#signal, attrs);
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

/** Who wrote a message of a group, as its receipts name him; elsewhere the chat says it. */
function participantOf({
	chat,
	sender,
}: Pick<ReceivedMessage, 'chat' | 'sender'>): string | undefined {
	return isJidGroup(chat) ? sender : undefined;
}

function withoutDevice(jid: string): string {
	const address = parseAddress(jid);
	return address ? formatAddress({ ...address, device: 0 }) : jid;
}
