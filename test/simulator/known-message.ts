import { isJidGroup, type proto } from '@whiskeysockets/baileys';
import { parseAddress, STATUS } from './address';

/** A message that somebody has sent or received, and can do something to. */
export interface KnownMessage {
	readonly id: string;
	/** The JID of the chat as its owner sees it. */
	readonly chat: string;
	/** The JID of who wrote it, by the name the chat uses. */
	readonly author: string;
	/** Whether this account wrote it, on whichever device. */
	readonly own: boolean;
	readonly message: proto.IMessage;
	/** Of an own status: who got it. */
	readonly viewers?: readonly string[];
}

/** How another message refers to one. */
export function keyOf({ id, chat, author, own }: KnownMessage): proto.IMessageKey {
	const named = isJidGroup(chat) || chat === STATUS;
	return { remoteJid: chat, fromMe: own, id, ...(named && { participant: author }) };
}

/** What an answer says of the message it answers. */
export function quotationOf({ id, chat, author, message }: KnownMessage): proto.IContextInfo {
	const elsewhere = chat === STATUS ? { remoteJid: STATUS } : {};
	return { stanzaId: id, participant: author, quotedMessage: message, ...elsewhere };
}

/** Where an answer goes: to the chat, or to the author of a status. */
export function answerTo({ chat, author }: KnownMessage): string {
	return parseAddress(chat) || isJidGroup(chat) ? chat : author;
}
