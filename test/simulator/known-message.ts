import { isJidGroup, jidNormalizedUser, type proto } from '@whiskeysockets/baileys';
import { parseAddress } from './address';
import type { MainDevice } from './main-device';
import { STATUS } from './statuses';

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

/** Finds a message among those a device has received, sent, or got a copy of. */
export function knownMessage(device: MainDevice, id: string): KnownMessage {
	const { account } = device;
	const sent = device.findSent(id);
	if (sent) {
		const { to: chat, message, viewers } = sent;
		const author = account.jid(device.addressingOf(chat));
		return { id, chat, author, own: true, message, viewers };
	}
	const received = device.received.find(id) ?? device.copies.find(id);
	if (!received) throw new Error(`${account.number} knows no message ${id}`);
	const { chat, sender, from, message } = received;
	const own = from === account.number;
	return { id, chat, author: jidNormalizedUser(sender), own, message };
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
