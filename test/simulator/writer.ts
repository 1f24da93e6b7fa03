import { proto } from '@whiskeysockets/baileys';
import { STATUS } from './address';
import { ephemeralSetting } from './chat-settings';
import { buttonAnswer, rowAnswer } from './choices';
import {
	answersTo,
	editedEventId,
	type EventAnswer,
	type EventDetails,
	type GivenAnswer,
	newAnswer,
	newEvent,
	newEventEdit,
	openEdit,
} from './events';
import { answerTo, keyOf, type KnownMessage, quotationOf } from './known-message';
import type { MainDevice } from './main-device';
import { sealFor, type SecretNames } from './message-secrets';
import type { SendOptions } from './message-sender';
import { newPoll, newVote, type PollOptions, type Vote, votesFor } from './polls';

const { Type } = proto.Message.ProtocolMessage;
const { Type: PinType } = proto.Message.PinInChatMessage;
const { SecretEncType } = proto.Message.SecretEncryptedMessage;

export interface SendTextOptions extends SendOptions {
	/** The id of the message this one answers. */
	readonly replyTo?: string;
}

/**
 * Somebody who writes, and does something to messages: a contact, or the owner of an account on the phone, whose
 * companions get copies. What is done to a message goes to the chat it is in. Each method returns the id of the message
 * it sends.
 */
export abstract class Writer {
	constructor(protected readonly device: MainDevice) {}

	/** Sends any message to a number or JID, of a person or a group. */
	async sendMessage(to: string, message: proto.IMessage, options?: SendOptions): Promise<string> {
		return await this.device.sendMessage(to, message, options);
	}

	async sendText(to: string, text: string, options: SendTextOptions = {}): Promise<string> {
		const { replyTo, ...sendOptions } = options;
		const message =
			replyTo === undefined
				? { conversation: text }
				: { extendedTextMessage: { text, contextInfo: quotationOf(this.#message(replyTo)) } };
		return await this.sendMessage(to, message, sendOptions);
	}

	/** Sets after how many seconds the messages of a chat of two disappear; 0: never. */
	async setEphemeral(to: string, seconds: number): Promise<string> {
		return await this.sendMessage(to, ephemeralSetting(seconds, this.device.clock.seconds()));
	}

	async createPoll(
		to: string,
		question: string,
		options: readonly string[],
		{ selectableCount, announcement, ...sendOptions }: PollOptions & SendOptions = {},
	): Promise<string> {
		const poll = newPoll(question, options, { selectableCount, announcement });
		return await this.sendMessage(to, poll, sendOptions);
	}

	/**
	 * Votes in a poll for these options and no longer for others; for none to take the vote back.
	 * @param names by which names the key is made, if not by those of the chat
	 */
	async vote(
		pollId: string,
		options: readonly string[],
		names?: Partial<SecretNames>,
	): Promise<string> {
		const poll = this.#message(pollId);
		return await this.#answer(poll, newVote(this.device, poll, options, names));
	}

	/** What others have voted for, as far as it has arrived. Throws when a vote cannot be opened. */
	votesFor(pollId: string): Vote[] {
		return votesFor(this.device, this.#message(pollId));
	}

	async createEvent(to: string, details: EventDetails, options?: SendOptions): Promise<string> {
		return await this.sendMessage(to, newEvent(details), options);
	}

	/** @param names by which names the key is made, if not by those of the chat */
	async answerEvent(
		eventId: string,
		answer: EventAnswer,
		names?: Partial<SecretNames>,
	): Promise<string> {
		const event = this.#message(eventId);
		return await this.#answer(event, newAnswer(this.device, event, answer, names));
	}

	/** What others have answered, as far as it has arrived. Throws when an answer cannot be opened. */
	answersTo(eventId: string): GivenAnswer[] {
		return answersTo(this.device, this.#message(eventId));
	}

	/** Writes an own event anew, e.g. to cancel it. */
	async editEvent(
		eventId: string,
		details: EventDetails,
		names?: Partial<SecretNames>,
	): Promise<string> {
		const event = this.#ownMessage(eventId);
		return await this.#answer(event, newEventEdit(this.device, event, details, names));
	}

	/** What a received edit makes of an event. @param messageId of the edit */
	openEventEdit(messageId: string): proto.Message.IEventMessage {
		const edit = this.#message(messageId);
		return openEdit(this.device, edit, this.#message(editedEventId(edit)));
	}

	/** Reacts with an emoji; with an empty one takes the reaction back. */
	async react(messageId: string, emoji: string): Promise<string> {
		const target = this.#message(messageId);
		const senderTimestampMs = this.device.clock.now();
		return await this.#answer(target, {
			reactionMessage: { key: keyOf(target), text: emoji, senderTimestampMs },
		});
	}

	/** The same as in the announcement group of a community: sealed with the secret of the message. */
	async reactSealed(messageId: string, emoji: string): Promise<string> {
		const target = this.#message(messageId);
		const { account, registry } = this.device;
		const plain = proto.Message.ReactionMessage.encode({ text: emoji }).finish();
		return await this.#answer(target, {
			encReactionMessage: {
				targetMessageKey: keyOf(target),
				...sealFor(target, account, 'Enc Reaction', plain, registry),
			},
		});
	}

	/** Comments on a message of the announcement group of a community. */
	async comment(messageId: string, text: string): Promise<string> {
		const target = this.#message(messageId);
		const { account, registry } = this.device;
		const plain = proto.Message.encode({ conversation: text }).finish();
		return await this.#answer(target, {
			encCommentMessage: {
				targetMessageKey: keyOf(target),
				...sealFor(target, account, 'Enc Comment', plain, registry),
			},
		});
	}

	/** Changes an own text. */
	async edit(messageId: string, text: string): Promise<string> {
		return await this.editTo(messageId, { conversation: text });
	}

	/** Changes an own message to another content, e.g. one with another caption. */
	async editTo(messageId: string, content: proto.IMessage): Promise<string> {
		const target = this.#ownMessage(messageId);
		// Phones wrap it (whatsmeow's BuildEdit does, too); rc14 sends it bare.
		return await this.#answer(target, {
			editedMessage: {
				message: {
					protocolMessage: {
						type: Type.MESSAGE_EDIT,
						key: keyOf(target),
						editedMessage: content,
						timestampMs: this.device.clock.now(),
					},
				},
			},
		});
	}

	/**
	 * The same as newer phones do it since 2026: the edit is sealed with the secret of the message.
	 * @param names by which names the key is made, if not by those of the chat
	 */
	async editSealed(
		messageId: string,
		content: proto.IMessage,
		names?: Partial<SecretNames>,
	): Promise<string> {
		const target = this.#ownMessage(messageId);
		const { account, registry } = this.device;
		const edit = { type: Type.MESSAGE_EDIT, key: keyOf(target), editedMessage: content };
		const plain = proto.Message.encode(
			proto.Message.fromObject({ protocolMessage: edit }),
		).finish();
		return await this.#answer(target, {
			secretEncryptedMessage: {
				targetMessageKey: keyOf(target),
				secretEncType: SecretEncType.MESSAGE_EDIT,
				...sealFor(target, account, 'Message Edit', plain, registry, names),
			},
		});
	}

	/** Deletes a message for everyone: an own one or, as admin of a group, that of somebody else. */
	async deleteForEveryone(messageId: string): Promise<string> {
		const target = this.#message(messageId);
		if (!target.own && !this.device.isAdminIn(target.chat)) {
			throw new Error(`${this.device.account.number} may not delete ${messageId} for everyone`);
		}
		return await this.#answer(target, {
			protocolMessage: { type: Type.REVOKE, key: keyOf(target) },
		});
	}

	/** Pins a message for everyone, for this many seconds. */
	async pin(messageId: string, seconds: number): Promise<string> {
		return await this.#pin(messageId, PinType.PIN_FOR_ALL, seconds);
	}

	async unpin(messageId: string): Promise<string> {
		return await this.#pin(messageId, PinType.UNPIN_FOR_ALL, 0);
	}

	/** Presses a button of a received message, which must have one with this id. @param text its label, by default */
	async pressButton(messageId: string, id: string, text?: string): Promise<string> {
		const target = this.#message(messageId);
		return await this.#answer(target, buttonAnswer(target, id, text));
	}

	/** Chooses a row of a received list, which must have one with this id. @param title that of the row, by default */
	async chooseRow(messageId: string, rowId: string, title?: string): Promise<string> {
		const target = this.#message(messageId);
		return await this.#answer(target, rowAnswer(target, rowId, title));
	}

	/** Posts a status for these numbers to see: a text, or any message. */
	async postStatus(
		content: string | proto.IMessage,
		viewers: readonly string[],
		options?: SendOptions,
	): Promise<string> {
		const message =
			typeof content === 'string' ? { extendedTextMessage: { text: content } } : content;
		return await this.sendMessage(STATUS, message, { ...options, viewers });
	}

	/** Answers a message where it is; a status in the chat with its author. */
	async reply(messageId: string, text: string): Promise<string> {
		return await this.sendText(answerTo(this.#message(messageId)), text, { replyTo: messageId });
	}

	/** Resolves when everything that has arrived so far is dealt with. */
	async settled(): Promise<void> {
		await this.device.settled();
	}

	async #pin(
		messageId: string,
		type: proto.Message.PinInChatMessage.Type,
		seconds: number,
	): Promise<string> {
		const target = this.#message(messageId);
		const senderTimestampMs = this.device.clock.now();
		return await this.#answer(target, {
			pinInChatMessage: { key: keyOf(target), type, senderTimestampMs },
			messageContextInfo: { messageAddOnDurationInSecs: seconds },
		});
	}

	/** Sends to the chat a message is in; what is done to a status goes to those who got it, or to its author. */
	async #answer(target: KnownMessage, message: proto.IMessage): Promise<string> {
		const { chat, own, author, viewers = own ? [] : [author] } = target;
		return await this.sendMessage(chat, message, { viewers });
	}

	#message(id: string): KnownMessage {
		return this.device.knownMessage(id);
	}

	#ownMessage(id: string): KnownMessage {
		const target = this.#message(id);
		if (!target.own) throw new Error(`${this.device.account.number} has not written ${id}`);
		return target;
	}
}
