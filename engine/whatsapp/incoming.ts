import { areJidsSameUser, proto, type WAMessage, type WAMessageKey } from '@whiskeysockets/baileys';
import { isBroadcastList, withoutDevice } from '../content/jid';
import { without } from '../content/incoming/reference';
import { beginningOf } from '../content/limits';
import { wellFormed } from '../content/well-formed';
import { innermost } from '../content/wrappers';

/** Characters of what people call themselves; WhatsApp's apps take 25. */
const MOST_NAME = 500;

/** A message that came in, in plain terms. */
export interface IncomingMessage {
	messageId: string;
	chat: string;
	/** Address of the person who wrote it, and the other address where the stanza named it. */
	sender: string;
	senderAlt: string | null;
	/** The other address of the chat with one person. */
	chatAlt: string | null;
	fromMe: boolean;
	/** Whether it went to a broadcast list. */
	broadcast: boolean;
	/** JIDs of those whom the number's own phone has sent it to by such a list: only the stanza says so. */
	broadcastRecipients?: readonly string[] | undefined;
	pushName: string | null;
	at: number;
	/** What it says, keys in it as we see them; null where WhatsApp gives it to the phone only. */
	content: proto.IMessage | null;
}

/** Our own addresses. */
export interface Me {
	jid: string | null;
	lid: string | null;
}

/** They are without devices: for many addresses they are taken once. */
export function ownJids({ jid, lid }: Me): string[] {
	return [jid, lid].flatMap((own) => (own ? withoutDevice(own) : []));
}

/** Whether it is an address of ours, with whatever device. */
export function isOwn(jid: string, me: Me): boolean {
	return ownJids(me).includes(withoutDevice(jid));
}

/** Undefined where nothing was decrypted: the content then comes later, under the same ID. */
export function parseIncoming(message: WAMessage, me: Me): IncomingMessage | undefined {
	if (message.messageStubType || (!message.message && !message.key.isViewOnce)) return undefined;
	return parseEnvelope(message, me);
}

/** The same of one that was not decrypted, too. */
export function parseEnvelope(message: WAMessage, me: Me): IncomingMessage | undefined {
	const { key } = message;
	if (!key.id || !key.remoteJid) return undefined;
	const place = withoutDevice(key.remoteJid);
	const fromMe = key.fromMe === true || isOwnBroadcast(place, key, me);
	const broadcast = isBroadcastList(place);
	// Whoever gets something from a list sees it in the chat with its author (Baileys' getChatId in
	// lib/Utils/process-message.js).
	const chat = (broadcast && !fromMe && plain(key.participant)) || place;
	// In chats with one person the stanza names the other address of whoever is not us (see chat-order.ts).
	const chatAlt = plain(key.remoteJidAlt);
	const other = key.participant ? plain(key.participant) : chat;
	const own = me.jid && withoutDevice(me.jid);
	return {
		messageId: key.id,
		chat,
		sender: (fromMe && own) || (other ?? chat),
		senderAlt: fromMe ? me.lid && withoutDevice(me.lid) : (plain(key.participantAlt) ?? chatAlt),
		chatAlt,
		fromMe,
		broadcast,
		pushName: message.pushName ? beginningOf(wellFormed(message.pushName), MOST_NAME) : null,
		at: Number(message.messageTimestamp ?? 0) * 1000,
		content: message.message
			? fromOurSide(wellFormed(withoutSenderKey(decoded(message.message))), key, me)
			: null,
	};
}

/** Baileys knows the number by its phone number only there (lib/Utils/decode-wa-message.js, decodeMessageNode). */
function isOwnBroadcast(place: string, { participant }: WAMessageKey, me: Me): boolean {
	return place.endsWith('@broadcast') && !!participant && isOwn(participant, me);
}

function plain(jid: string | null | undefined): string | null {
	return jid ? withoutDevice(jid) : null;
}

/**
 * Posts of channels that come as a notification are handed out as JSON: bytes and numbers as text, choices by name
 * (lib/Socket/messages-recv.js, handleNewsletterNotification).
 */
function decoded(message: proto.IMessage): proto.IMessage {
	return message instanceof proto.Message ? message : proto.Message.fromObject(message);
}

/** The key of its sender for a group comes beside the first message to it. */
function withoutSenderKey({
	senderKeyDistributionMessage: _,
	...content
}: proto.IMessage): proto.IMessage {
	return content;
}

/**
 * A message that is about another one names it by a key, as its sender sees it. Baileys turns those of reactions and
 * votes to our side before it hands them out (cleanMessage in lib/Utils/process-message.js); here it is done for the rest.
 */
function fromOurSide(
	message: proto.IMessage,
	{ fromMe, remoteJid, participant }: WAMessageKey,
	me: Me,
) {
	if (fromMe) return message;
	const inner = innermost(message);
	const keys = [
		inner.pinInChatMessage?.key,
		inner.protocolMessage?.key,
		inner.encEventResponseMessage?.eventCreationMessageKey,
		inner.secretEncryptedMessage?.targetMessageKey,
		inner.encReactionMessage?.targetMessageKey,
		inner.encCommentMessage?.targetMessageKey,
		message.commentMessage?.targetMessageKey,
	];
	for (const key of keys) {
		if (!key) continue;
		const author = key.participant ?? key.remoteJid ?? undefined;
		key.fromMe = !key.fromMe && [me.jid, me.lid].some((own) => own && areJidsSameUser(own, author));
		key.remoteJid = remoteJid;
		key.participant ??= participant;
	}
	return message;
}

export function encodeContent(content: proto.IMessage): string {
	return Buffer.from(proto.Message.encode(proto.Message.create(content)).finish()).toString(
		'base64',
	);
}

export function decodeContent(wire: string): proto.IMessage {
	return proto.Message.decode(Buffer.from(wire, 'base64'));
}

/** Whoever has these can read files and answers of others. */
const SECRET = new Set([
	'mediaKey',
	'messageSecret',
	'botMessageSecret',
	'encKey',
	'attachmentMediaKey',
]);

/** WhatsApp's own message as JSON: bytes as base64, numbers of 64 bits as text, choices by name. */
export function rawContent(content: proto.IMessage): object {
	return without(SECRET, proto.Message.create(content).toJSON()) as object;
}
