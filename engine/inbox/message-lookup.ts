import type { Target } from '../content/outgoing/index';
import { isSamePerson } from '../content/events';
import { chatType, parseRecipient, phoneOf, withoutDevice } from '../content/jid';
import {
	EngineError,
	type MessageContent,
	type MessageRef,
	type MessageStatus,
	type PersonAddress,
} from '../gateway/contract';
import type { IncomingStore } from './incoming-store';
import type { ReferencedMessage, References } from './references';
import type { Ledger } from '../outbox/ledger';
import { isFailure } from '../outbox/status';
import { decodeContent, type Auth } from '../whatsapp/index';

export interface MessageLookupOptions {
	auth: Pick<Auth, 'me'>;
	ledger: Pick<Ledger, 'get' | 'wire'>;
	incoming: Pick<IncomingStore, 'find' | 'chatsOf'>;
	references: References;
	/** Both addresses of a person. */
	addresses(jid: string): PersonAddress;
}

/** Finds the messages that other messages are about: answers, edits, reactions, votes. */
export interface MessageLookup {
	/**
	 * `chat` is where the user says the message is, or where one about it goes. Without content where only its address is
	 * known any more. Error: UNKNOWN_MESSAGE when not even who wrote it is known, or where it is; `purpose` decides what its
	 * hint tells to set.
	 */
	find(ref: MessageRef, chat: string, purpose?: Purpose): Target;
}

/** What a message is looked for: by it the user has other options to say more of a message that nobody knows. */
type Purpose = keyof typeof WHAT_TO_SET;

const REFERENCE = 'the field reference that WhatsApp Linked Trigger put out with it';
const WHAT_TO_SET = {
	action: 'say under Options who sent it: Sender, or Sent by Me',
	content: `set Original Message under Options to ${REFERENCE}`,
	reply: `set Reply to Original Message under Options to ${REFERENCE}`,
} as const;
/** What an operation is told of a message whose ID several chats have; `chat` of a content is not where it is. */
const WHICH_CHAT = {
	action: `Set Chat to the chat that it is in, or Original Message under Options to ${REFERENCE}.`,
	content: `Set Original Message under Options to ${REFERENCE}.`,
	reply: `Set To to the chat that it is in, or Reply to Original Message under Options to ${REFERENCE}.`,
} as const;

export function createMessageLookup({
	auth,
	ledger,
	incoming,
	references,
	addresses,
}: MessageLookupOptions): MessageLookup {
	const me = () => withoutDevice(auth.me().jid ?? '');

	function ours(messageId: string): Target | undefined {
		const record = ledger.get(messageId);
		if (!record) return undefined;
		if (isFailure(record.status)) throw neverSent(messageId, record.status);
		const wire = ledger.wire(messageId);
		return {
			chat: record.chat,
			messageId,
			fromMe: true,
			sender: me(),
			at: record.sentAt === null ? null : Date.parse(record.sentAt),
			content: wire === undefined ? null : decodeContent(wire),
			isWaiting: record.status === 'QUEUED' || record.status === 'SENDING',
		};
	}

	function cameIn(messageId: string, chat: string, purpose: Purpose): Target | undefined {
		const chats = incoming.chatsOf(messageId);
		const place = chats.length > 1 ? chats.find((candidate) => isSame(candidate, chat)) : chats[0];
		if (chats.length > 1 && !place) throw inSeveralChats(messageId, purpose);
		const found = place && incoming.find(messageId, place);
		if (!found) return undefined;
		const { wire, ...key } = found;
		return {
			...key,
			messageId,
			content: wire === null ? null : decodeContent(wire),
			isWaiting: false,
		};
	}

	/** A person's chat goes by one address or the other. */
	function isSame(one: string, other: string): boolean {
		if (one === other) return true;
		if (chatType(one) !== 'direct' || chatType(other) !== 'direct') return false;
		return isSamePerson(addresses(one), addresses(other));
	}

	/** What a referenced message says by now: it may have been edited, and a reference leaves out the thumbnails. */
	function storedOf({ chat, messageId, fromMe, sender }: ReferencedMessage): string | null {
		const sent = fromMe ? ledger.wire(messageId) : undefined;
		if (sent !== undefined) return sent;
		const found = incoming.find(messageId, chat);
		return found?.sender === sender ? found.wire : null;
	}

	function referenced({ messageId, reference }: MessageRef): Target | undefined {
		if (!reference) return undefined;
		const found = references.open(reference);
		if (found?.messageId !== messageId) throw wrongReference(messageId);
		const { wire, ...key } = found;
		return { ...key, content: decodeContent(storedOf(found) ?? wire), isWaiting: false };
	}

	/** What the user knows of it. In a chat with one person, what we did not send they did. */
	function described({ messageId, fromMe, sender }: MessageRef, chat: string): Target | undefined {
		const author = fromMe ? me() : sender ? parseRecipient(sender, phoneOf(me())) : undefined;
		const other = fromMe === false && chatType(chat) === 'direct' ? chat : undefined;
		const from = author ?? other;
		if (!from) return undefined;
		const key = { chat, messageId, fromMe: fromMe === true, sender: from };
		return { ...key, at: null, content: null, isWaiting: false };
	}

	return {
		find(ref, chat, purpose = 'action') {
			// A reference is a message of this account, whatever else came in under the same ID.
			const found =
				referenced(ref) ??
				ours(ref.messageId) ??
				cameIn(ref.messageId, chat, purpose) ??
				described(ref, chat);
			if (!found) throw unknownMessage(ref.messageId, purpose);
			return found;
		},
	};
}

function unknownMessage(messageId: string, purpose: Purpose): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} is not known.`,
		`Check the message ID. For a message of more than 30 days ago, or from before the number was linked, ${WHAT_TO_SET[purpose]}.`,
	);
}

function inSeveralChats(messageId: string, purpose: Purpose): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`Several chats have a message with the ID ${messageId}, and it is not said which one is meant.`,
		WHICH_CHAT[purpose],
	);
}

function neverSent(messageId: string, status: MessageStatus): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`Message ${messageId} was never sent: its status is ${status}.`,
		'Use the ID of a message that reached its chat.',
	);
}

function wrongReference(messageId: string): EngineError {
	return new EngineError(
		'UNKNOWN_MESSAGE',
		`The reference does not belong to message ${messageId}.`,
		'Use messageId and reference of the same item of WhatsApp Linked Trigger, and the credential that it came in by.',
	);
}

/** The message that the content is about. Errors: UNKNOWN_MESSAGE; INTERNAL for content that is about none. */
export function targetOf(
	content: MessageContent,
	chat: string,
	messageLookup: MessageLookup,
): Target {
	if ('target' in content) {
		return messageLookup.find(
			content.target,
			chat,
			content.type === 'forward' ? 'content' : 'action',
		);
	}
	throw new EngineError('INTERNAL', `A ${content.type} message is about no other message.`, '');
}
