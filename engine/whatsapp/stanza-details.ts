import { isJidGroup, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { contentOf, innermost } from '../content/wrappers';
import { bizNode } from './biz-node';

/** What the stanza of a message says besides the ciphertext, so that servers and clients treat it as what it is. */
export interface StanzaDetails {
	additionalAttributes: Record<string, string>;
	additionalNodes: BinaryNode[];
}

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const { EVENT_EDIT } = proto.Message.SecretEncryptedMessage.SecretEncType;

/**
 * Baileys does this in `sendMessage` for the kinds that it knows (lib/Socket/messages-send.js); for messages that are
 * handed to `relayMessage` it is done here, for all kinds. Worked out from the message itself, so that one that is sent
 * again goes out the same.
 */
export function stanzaDetails(message: proto.IMessage): StanzaDetails {
	const inner = innermost(message);
	return { additionalAttributes: attributes(inner), additionalNodes: nodes(inner) };
}

function attributes(message: proto.IMessage): Record<string, string> {
	const { protocolMessage, pinInChatMessage, reactionMessage } = message;
	if (protocolMessage?.type === REVOKE) {
		// 8: an admin removes somebody else's message from a group.
		const { remoteJid, fromMe } = protocolMessage.key ?? {};
		return { edit: isJidGroup(remoteJid ?? undefined) && !fromMe ? '8' : '7' };
	}
	if (protocolMessage?.type === MESSAGE_EDIT) return { edit: '1' };
	// To take a reaction back is to delete it (whatsmeow, getEditAttribute).
	if (reactionMessage?.text === '') return { edit: '7' };
	if (pinInChatMessage) return { edit: '2' };
	// Baileys calls these two `text`.
	if (message.encEventResponseMessage || isEventEdit(message)) return { type: 'event' };
	return {};
}

function nodes(message: proto.IMessage): BinaryNode[] {
	const kind = contentOf(message)?.kind ?? '';
	if (kind.startsWith('pollCreationMessage')) return [meta({ polltype: 'creation' })];
	if (message.pollUpdateMessage) return [meta({ polltype: 'vote' })];
	if (message.eventMessage) return [meta({ event_type: 'creation' })];
	if (message.encEventResponseMessage) return [meta({ event_type: 'response' })];
	if (isEventEdit(message)) return [meta({ event_type: 'edit' })];
	const biz = bizNode(message);
	return biz ? [biz] : [];
}

function isEventEdit({ secretEncryptedMessage }: proto.IMessage): boolean {
	return secretEncryptedMessage?.secretEncType === EVENT_EDIT;
}

function meta(attrs: Record<string, string>): BinaryNode {
	return { tag: 'meta', attrs };
}
