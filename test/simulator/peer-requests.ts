import { proto } from '@whiskeysockets/baileys';
import type { ReceivedMessage } from './received';

const { Type } = proto.Message.ProtocolMessage;
const { PLACEHOLDER_MESSAGE_RESEND } = proto.Message.PeerDataOperationRequestType;

/** Messages of a chat that a companion asks for: those before another one. */
export interface HistoryRequest {
	readonly id: string;
	readonly chat: string;
	readonly before: string;
	readonly count: number;
}

/** Undefined when it asks for something else. */
export function historyRequestIn({ id, message }: ReceivedMessage): HistoryRequest | undefined {
	const asked = message.protocolMessage?.peerDataOperationRequestMessage;
	const { chatJid, oldestMsgId, onDemandMsgCount } = asked?.historySyncOnDemandRequest ?? {};
	if (!chatJid || !oldestMsgId) return undefined;
	return { id, chat: chatJid, before: oldestMsgId, count: onDemandMsgCount ?? 0 };
}

/** The newest first; nothing where the phone does not know the message itself. @param shown oldest first */
export function messagesBefore(
	{ before, count }: HistoryRequest,
	shown: readonly proto.IWebMessageInfo[],
): proto.IWebMessageInfo[] {
	const place = shown.findIndex(({ key }) => key?.id === before);
	return shown.slice(Math.max(0, place - count), Math.max(0, place)).toReversed();
}

/**
 * What a phone answers to a companion that asks for messages it was not given; undefined when it asks for something else.
 * What the phone does not have is left out.
 */
export function answerToRequest(
	request: ReceivedMessage,
	find: (id: string) => ReceivedMessage | undefined,
): proto.IMessage | undefined {
	const asked = request.message.protocolMessage?.peerDataOperationRequestMessage;
	if (asked?.peerDataOperationRequestType !== PLACEHOLDER_MESSAGE_RESEND) return undefined;
	const peerDataOperationResult = (asked.placeholderMessageResendRequest ?? []).flatMap(
		({ messageKey }) => {
			const found = find(messageKey?.id ?? '');
			if (!found || !messageKey) return [];
			const info = {
				key: messageKey,
				message: found.message,
				messageTimestamp: Math.floor(found.at / 1000),
			};
			const webMessageInfoBytes = proto.WebMessageInfo.encode(
				proto.WebMessageInfo.create(info),
			).finish();
			return [{ placeholderMessageResendResponse: { webMessageInfoBytes } }];
		},
	);
	return {
		protocolMessage: {
			type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
			peerDataOperationRequestResponseMessage: {
				peerDataOperationRequestType: PLACEHOLDER_MESSAGE_RESEND,
				stanzaId: request.id,
				peerDataOperationResult,
			},
		},
	};
}
