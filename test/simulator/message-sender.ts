import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { parseAddress, STATUS, toJid } from './address';
import { encryptFor } from './enc';
import { type Audience, GroupSender } from './group-sender';
import { formOf, type MessageForm } from './message-form';
import { textOfMessage } from './received';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import type { SignalEndpoint } from './signal-endpoint';
import { messageId, requiredChild, stanza } from './stanza';
import { statusAudience } from './statuses';

/** How a message is sent. */
export interface SendOptions {
	readonly id?: string;
	/** Names the chat by LID instead of phone number; a group has its own way. */
	readonly asLid?: boolean;
	/** Who gets a status; their numbers. */
	readonly viewers?: readonly string[];
	/** Attributes of the stanza besides those that follow from the content. */
	readonly attributes?: Readonly<Record<string, string>>;
	/** The recipient's companions are told that there is a message, and have to ask their phone for it. */
	readonly phoneOnly?: boolean;
	/** Children of the stanza besides those that follow from the content. */
	readonly extras?: readonly BinaryNode[];
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
	/** Of a status: who got it. */
	readonly viewers?: readonly string[];
}

/** Encrypts what one device writes, for every device it is meant for, and keeps it for those who ask again. */
export class MessageSender {
	readonly #groupSender: GroupSender;
	readonly #sent = new Map<string, SentMessage>();

	constructor(
		private readonly account: Account,
		private readonly signal: SignalEndpoint,
		private readonly context: RoutingContext,
		private readonly submit: (item: BinaryNode) => void,
	) {
		this.#groupSender = new GroupSender(account.main, signal);
	}

	/** What was sent so far, in order. */
	get sent(): SentMessage[] {
		return [...this.#sent.values()];
	}

	find(id: string): SentMessage | undefined {
		return this.#sent.get(id);
	}

	/** Encrypts for every device in the chat and every companion of ours, and sends. */
	async send(to: string, message: proto.IMessage, options: SendOptions): Promise<string> {
		const { id = messageId(), viewers } = options;
		const form = formOf(message, options);
		const group = this.context.groups.addressed(to);
		if (group && !group.mayWrite(this.account)) {
			throw new Error(`${this.account.number} may not write to ${group.jid}`);
		}
		const audience = group ?? (to === STATUS ? this.#viewers(viewers ?? []) : undefined);
		if (audience) {
			this.#note(id, audience.jid, message, viewers);
			await this.#sendToMany(id, audience, message, form);
		} else await this.#sendToPerson(id, to, message, form, options);
		return id;
	}

	/** A device could not decrypt: it gets the message again, in a new session. */
	async sendAgain(retry: BinaryNode): Promise<void> {
		const { id = '', from, participant } = retry.attrs;
		const sent = this.#sent.get(id);
		const device = this.context.registry.deviceOf(participant ?? from);
		if (!sent || !device) return;
		await this.signal.dropSession(device.jid('lid'));
		const { attributes, encAttributes } = formOf(sent.message);
		const encAttrs = { ...encAttributes, count: requiredChild(retry, 'retry').attrs.count };
		const audience =
			this.context.groups.find(sent.to) ??
			(sent.to === STATUS ? this.#viewers(sent.viewers ?? []) : undefined);
		const addressing = audience?.addressing ?? parseAddress(sent.to)?.addressing ?? 'pn';
		const jid = device.jid(addressing);
		const enc = audience
			? await this.#groupSender.sealAgain(audience, device, sent.message, encAttrs)
			: await this.#encryptFor(device, sent.message, sent.to, encAttrs);
		const address = audience
			? { to: audience.jid, participant: jid, ...addressingMode(audience) }
			: {
					to: jid,
					recipient: device.account === this.account ? sent.to : undefined,
					device_fanout: 'false',
				};
		this.submit(stanza('message', { id, ...attributes, ...address }, enc));
	}

	async #sendToPerson(
		id: string,
		to: string,
		message: proto.IMessage,
		form: MessageForm,
		{ asLid = parseAddress(to)?.addressing === 'lid', phoneOnly = false }: SendOptions,
	): Promise<void> {
		const peer = this.context.registry.accountOf(toJid(to));
		if (!peer) throw new Error(`${to} is not on WhatsApp`);
		const chat = peer.jid(asLid ? 'lid' : 'pn');
		this.#note(id, chat, message);
		await this.#fanOut(id, chat, message, form, peer, phoneOnly);
	}

	async #sendToMany(
		id: string,
		audience: Audience,
		message: proto.IMessage,
		{ attributes, encAttributes, extras }: MessageForm,
	): Promise<void> {
		const content = await this.#groupSender.seal(audience, message, encAttributes);
		const attrs = { id, to: audience.jid, ...attributes, ...addressingMode(audience) };
		this.submit(stanza('message', attrs, [...content, ...extras]));
	}

	/** Keeps what was sent, for those who ask for it again. */
	#note(id: string, to: string, message: proto.IMessage, viewers?: readonly string[]): void {
		const at = this.context.clock.now();
		this.#sent.set(id, { id, to, at, text: textOfMessage(message), message, viewers });
	}

	async #fanOut(
		id: string,
		chat: string,
		message: proto.IMessage,
		{ attributes, encAttributes, extras }: MessageForm,
		peer: Account,
		phoneOnly: boolean,
	): Promise<void> {
		const addressing = parseAddress(chat)?.addressing ?? 'pn';
		const theirs = phoneOnly ? [peer.main] : peer.devices.values();
		const recipients = new Set([...theirs, ...this.account.companions]);
		recipients.delete(this.account.main);
		const participants: BinaryNode[] = [];
		for (const device of recipients) {
			const enc = await this.#encryptFor(device, message, chat, encAttributes);
			if (enc.length > 0) participants.push(stanza('to', { jid: device.jid(addressing) }, enc));
		}
		this.submit(
			stanza('message', { id, to: chat, ...attributes }, [
				stanza('participants', {}, participants),
				...(phoneOnly ? [stanza('unavailable')] : []),
				...extras,
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
		return await encryptFor(device, content, this.signal, attrs);
	}

	#viewers(numbers: readonly string[]): Audience {
		const { registry } = this.context;
		const people = numbers.map((number) => {
			const account = registry.accountOf(toJid(number));
			if (!account) throw new Error(`${number} is not on WhatsApp`);
			return account;
		});
		return statusAudience([this.account, ...people]);
	}
}

/** Groups say by which names their members go; a status does not. */
function addressingMode({ jid, addressing }: Audience): Record<string, string> {
	return jid === STATUS ? {} : { addressing_mode: addressing };
}
