import { type BinaryNode, normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { EncType } from './enc';
import { DEFAULT_TIMEOUT_MS, Waiters } from './waiting';

/** A message a phone or contact has decrypted. */
export interface ReceivedMessage {
	readonly id: string;
	/** The number of who wrote it. */
	readonly from: string;
	/** The JID of the device that sent it. */
	readonly sender: string;
	/** The JID of the chat, as the stanza named it; of the group, if it is one. */
	readonly chat: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly text: string;
	readonly message: proto.IMessage;
	/** `pkmsg` opens a Signal session, `msg` uses one, `skmsg` uses the sender's key of a group. */
	readonly enc: EncType;
	/** Of that ciphertext: `mediatype`, `decrypt-fail`, … */
	readonly encAttributes: Readonly<Record<string, string>>;
	/** Of the stanza, as it arrived: `type`, `edit`, `participant`, … */
	readonly attributes: Readonly<Record<string, string>>;
	/** The other children of the stanza: `<meta>`, `<biz>`, … */
	readonly extras: readonly BinaryNode[];
	/** How often it arrived: 1, unless it was sent or delivered again. */
	readonly copies: number;
}

/** Picks messages by id, or by a function. */
export type ReceivedMatch = string | ((message: ReceivedMessage) => boolean);

/** Messages in order of their first arrival; tests look at them or wait for more. */
export class ReceivedMessages {
	readonly #messages: ReceivedMessage[] = [];
	readonly #waiters = new Waiters<ReceivedMessage>();

	get all(): readonly ReceivedMessage[] {
		return this.#messages;
	}

	find(id: string): ReceivedMessage | undefined {
		return this.#messages.find((message) => message.id === id);
	}

	/** Files a message. One that was here before is not listed twice, as in WhatsApp, but counted. */
	add(message: Omit<ReceivedMessage, 'copies' | 'text'>): void {
		const known = this.#messages.findIndex(
			({ id, from }) => id === message.id && from === message.from,
		);
		const copies = (this.#messages[known]?.copies ?? 0) + 1;
		const filed = { ...message, text: textOfMessage(message.message), copies };
		if (known < 0) this.#messages.push(filed);
		else this.#messages[known] = filed;
		this.#waiters.publish(filed);
	}

	/** A message came again that cannot be opened twice. */
	countAgain(id: string): boolean {
		const known = this.find(id);
		if (known) this.add(known);
		return known !== undefined;
	}

	/** The first message that matches: one that is here, or the next to come. */
	async waitFor(match: ReceivedMatch, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ReceivedMessage> {
		const matches = typeof match === 'string' ? ({ id }: ReceivedMessage) => id === match : match;
		const what = typeof match === 'string' ? `message ${match}` : 'such message';
		return this.#messages.find(matches) ?? (await this.#waiters.wait(matches, timeoutMs, what));
	}

	close(): void {
		this.#waiters.close();
	}
}

/** What a person would read. */
export function textOfMessage(message: proto.IMessage): string {
	const content = normalizeMessageContent(message);
	return (
		content?.conversation ||
		content?.extendedTextMessage?.text ||
		content?.imageMessage?.caption ||
		content?.videoMessage?.caption ||
		content?.documentMessage?.caption ||
		content?.reactionMessage?.text ||
		content?.interactiveMessage?.body?.text ||
		(content?.protocolMessage?.editedMessage &&
			textOfMessage(content.protocolMessage.editedMessage)) ||
		''
	);
}
