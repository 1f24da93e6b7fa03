import type { proto } from '@whiskeysockets/baileys';
import { innermost } from '../wrappers';

/** Something that is done to a message that was sent before. `key` names that. */
export type Change =
	| { kind: 'deleted'; key: proto.IMessageKey }
	| { kind: 'edited'; key: proto.IMessageKey; content: proto.IMessage }
	/** An event said anew; the new one is sealed for those who know the first. */
	| {
			kind: 'eventEdited';
			key: proto.IMessageKey;
			sealed: { encPayload: Uint8Array; encIv: Uint8Array };
	  };

/** `proto.Message.ProtocolMessage.Type` */
const REVOKE = 0;
const MESSAGE_EDIT = 14;
/** `proto.Message.SecretEncryptedMessage.SecretEncType.EVENT_EDIT` */
const EVENT_EDIT = 1;

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
	if (targetMessageKey?.id && secretEncType === EVENT_EDIT && encPayload && encIv) {
		return { kind: 'eventEdited', key: targetMessageKey, sealed: { encPayload, encIv } };
	}
	return undefined;
}
