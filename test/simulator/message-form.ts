import { type BinaryNode, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { stanza } from './stanza';

const { Type } = proto.Message.ProtocolMessage;

/** What the server and the recipient's client learn of a message without opening it. */
export interface MessageForm {
	/** Of the stanza: `type`, and `edit` for what changes another message. */
	readonly attributes: Readonly<Record<string, string>>;
	/** Of each `<enc>`. */
	readonly encAttributes: Readonly<Record<string, string>>;
	/** Children of the stanza, such as `<meta polltype="vote">`. */
	readonly extras: readonly BinaryNode[];
}

/** The form of a message: what follows from its content, and what is given on top. */
export function formOf(
	message: proto.IMessage,
	given: Partial<Pick<MessageForm, 'attributes' | 'extras'>> = {},
): MessageForm {
	const content = normalizeMessageContent(message) ?? {};
	const edit = editOf(content);
	const mediatype = mediaTypeOf(content);
	const meta = metaOf(content);
	return {
		attributes: { type: stanzaType(content), ...(edit && { edit }), ...given.attributes },
		encAttributes: {
			...(mediatype && { mediatype }),
			// A client that cannot open such a message shows nothing: there is nothing to show without the other message.
			...((edit || content.reactionMessage || isAddOn(content)) && { 'decrypt-fail': 'hide' }),
		},
		extras: [...(meta ? [stanza('meta', meta)] : []), ...(given.extras ?? [])],
	};
}

/** As rc14 (getMessageType) and, for what hangs on events, zapo have it. */
function stanzaType(content: proto.IMessage): string {
	if (content.reactionMessage || content.encReactionMessage) return 'reaction';
	if (pollIn(content) || content.pollUpdateMessage) return 'poll';
	if (content.eventMessage || content.encEventResponseMessage) return 'event';
	if (content.secretEncryptedMessage) return 'event';
	return mediaTypeOf(content) ? 'media' : 'text';
}

/** The numbers are whatsmeow's EditAttribute. */
function editOf(content: proto.IMessage): string | undefined {
	const { protocolMessage, pinInChatMessage, reactionMessage } = content;
	if (protocolMessage?.type === Type.MESSAGE_EDIT) return '1';
	if (pinInChatMessage) return '2';
	if (protocolMessage?.type === Type.REVOKE) return protocolMessage.key?.fromMe ? '7' : '8';
	// To take a reaction back is to delete it.
	return reactionMessage?.text === '' ? '7' : undefined;
}

function metaOf(content: proto.IMessage): Record<string, string> | undefined {
	if (pollIn(content)) return { polltype: 'creation' };
	if (content.pollUpdateMessage) return { polltype: 'vote' };
	if (content.eventMessage) return { event_type: 'creation' };
	if (content.encEventResponseMessage) return { event_type: 'response' };
	return content.secretEncryptedMessage ? { event_type: 'edit' } : undefined;
}

/** As rc14 has it (getMediaType). */
function mediaTypeOf(content: proto.IMessage): string | undefined {
	if (content.videoMessage?.gifPlayback) return 'gif';
	if (content.audioMessage?.ptt) return 'ptt';
	const found = MEDIA_TYPES.find(([name]) => content[name]);
	return found?.[1];
}

const MEDIA_TYPES = [
	['imageMessage', 'image'],
	['videoMessage', 'video'],
	['audioMessage', 'audio'],
	['documentMessage', 'document'],
	['stickerMessage', 'sticker'],
	['contactMessage', 'vcard'],
	['contactsArrayMessage', 'contact_array'],
	['liveLocationMessage', 'livelocation'],
	['listMessage', 'list'],
	['listResponseMessage', 'list_response'],
	['buttonsResponseMessage', 'buttons_response'],
	['orderMessage', 'order'],
	['productMessage', 'product'],
	['interactiveResponseMessage', 'native_flow_response'],
	['groupInviteMessage', 'url'],
] as const satisfies readonly (readonly [keyof proto.IMessage, string])[];

/** The poll in a message: 1 is for several answers, 2 for announcement groups, 3 for one answer. */
export function pollIn(
	message: proto.IMessage,
): proto.Message.IPollCreationMessage | null | undefined {
	const content = normalizeMessageContent(message);
	return (
		content?.pollCreationMessage ?? content?.pollCreationMessageV2 ?? content?.pollCreationMessageV3
	);
}

function isAddOn(content: proto.IMessage): boolean {
	return Boolean(
		content.pollUpdateMessage ?? content.encEventResponseMessage ?? content.secretEncryptedMessage,
	);
}
