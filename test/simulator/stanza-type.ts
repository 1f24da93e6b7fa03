import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';

/** The `type` attribute of a message stanza, which the server reads because the content is encrypted. */
export function stanzaType(message: proto.IMessage): 'text' | 'media' | 'reaction' | 'poll' {
	const content = normalizeMessageContent(message);
	if (content?.reactionMessage) return 'reaction';
	if (
		content?.pollCreationMessage ||
		content?.pollCreationMessageV3 ||
		content?.pollUpdateMessage
	) {
		return 'poll';
	}
	const media =
		content?.imageMessage ??
		content?.videoMessage ??
		content?.audioMessage ??
		content?.documentMessage ??
		content?.stickerMessage ??
		content?.contactMessage;
	return media ? 'media' : 'text';
}
