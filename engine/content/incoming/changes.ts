import type { proto } from '@whiskeysockets/baileys';
import { innermost } from '../wrappers';

/** Something that is done to a message that was sent before. `key` names that. */
export type Change =
	| { kind: 'deleted'; key: proto.IMessageKey }
	| { kind: 'edited'; key: proto.IMessageKey; content: proto.IMessage }
	/** What the message says now is sealed for those who know how it was. */
	| {
			kind: 'sealedEdit';
			key: proto.IMessageKey;
			use: 'Event Edit' | 'Message Edit';
			sealed: { encPayload: Uint8Array; encIv: Uint8Array };
	  };

/** `proto.Message.ProtocolMessage.Type` */
const REVOKE = 0;
const MESSAGE_EDIT = 14;
/** `proto.Message.SecretEncryptedMessage.SecretEncType`: EVENT_EDIT, and MESSAGE_EDIT, as newer phones edit texts. */
const SEALED_EDITS = { 1: 'Event Edit', 2: 'Message Edit' } as const;

/** Undefined where a message changes none. */
export function changeIn(message: proto.IMessage): Change | undefined {
	const { protocolMessage, secretEncryptedMessage } = innermost(message);
	if (protocolMessage?.key?.id) {
		const { key, type, editedMessage } = protocolMessage;
		if (type === REVOKE) return { kind: 'deleted', key };
		if (type === MESSAGE_EDIT && editedMessage) {
			return { kind: 'edited', key, content: editedMessage };
		}
	}
	const { targetMessageKey, secretEncType, encPayload, encIv } = secretEncryptedMessage ?? {};
	const use = SEALED_EDITS[secretEncType as keyof typeof SEALED_EDITS];
	if (targetMessageKey?.id && use && encPayload && encIv) {
		return { kind: 'sealedEdit', key: targetMessageKey, use, sealed: { encPayload, encIv } };
	}
	return undefined;
}

/** What an opened edit makes of its message: phones seal the same `protocolMessage` that they sent openly before. */
export function editIn(opened: proto.IMessage): proto.IMessage {
	return innermost(opened).protocolMessage?.editedMessage ?? opened;
}
