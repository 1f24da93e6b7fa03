import {
	getContentType,
	normalizeMessageContent,
	proto,
	type WAMessage,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';

/** A message that came in, in plain terms. */
export interface IncomingMessage {
	messageId: string;
	chat: string;
	/** Address of the person who wrote it, and the other address where the stanza named it. */
	sender: string;
	senderAlt: string | null;
	fromMe: boolean;
	pushName: string | null;
	at: number;
	/** `text`, `image`, ...: WhatsApp's content kind without its suffix. */
	type: string;
	text: string | null;
	replyTo: string | null;
	mentions: string[];
	/** The encoded content, to quote it. */
	wire: string;
}

/** Kinds that carry no content of a person: keys, edits and deletions, reactions and votes on other messages. */
const NOT_CONTENT = new Set([
	'protocolMessage',
	'senderKeyDistributionMessage',
	'messageContextInfo',
	'reactionMessage',
	'encReactionMessage',
	'pollUpdateMessage',
	'pinInChatMessage',
	'keepInChatMessage',
]);

const PLAIN_TYPE: Readonly<Record<string, string>> = {
	conversation: 'text',
	extendedTextMessage: 'text',
};

/** Undefined for what is not a message of a person (or not decrypted: the content then comes later, under the same ID). */
export function parseIncoming(message: WAMessage): IncomingMessage | undefined {
	const { key } = message;
	if (!key.id || !key.remoteJid || message.messageStubType) return undefined;
	const content = normalizeMessageContent(message.message ?? undefined);
	const kind = getContentType(content);
	if (!content || !kind || NOT_CONTENT.has(kind)) return undefined;
	const body = content[kind];
	const fields = typeof body === 'object' && body ? (body as ContentFields) : {};
	const chat = withoutDevice(key.remoteJid);
	const sender = key.participant ? withoutDevice(key.participant) : chat;
	const alt = key.participant ? key.participantAlt : key.remoteJidAlt;
	return {
		messageId: key.id,
		chat,
		sender,
		senderAlt: alt ? withoutDevice(alt) : null,
		fromMe: key.fromMe === true,
		pushName: message.pushName ?? null,
		at: Number(message.messageTimestamp ?? 0) * 1000,
		type: PLAIN_TYPE[kind] ?? kind.replace(/Message(V\d+)?$/, ''),
		text: content.conversation ?? fields.text ?? fields.caption ?? null,
		replyTo: fields.contextInfo?.stanzaId ?? null,
		mentions: (fields.contextInfo?.mentionedJid ?? []).map(withoutDevice),
		wire: encodeContent(content),
	};
}

/** What the kinds of content have in common. */
interface ContentFields {
	text?: string | null;
	caption?: string | null;
	contextInfo?: proto.IContextInfo | null;
}

export function encodeContent(content: proto.IMessage): string {
	return Buffer.from(proto.Message.encode(proto.Message.create(content)).finish()).toString(
		'base64',
	);
}

export function decodeContent(wire: string): proto.IMessage {
	return proto.Message.decode(Buffer.from(wire, 'base64'));
}
