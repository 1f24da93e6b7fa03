import {
	encodeSignedDeviceIdentity,
	encodeWAMessage,
	type BinaryNode,
	type proto,
	type WASocket,
} from '@whiskeysockets/baileys';
import { STATUS } from '../content/jid';
import { innermost } from '../content/wrappers';
import { stanzaDetails } from './stanza-details';

type Socket = Pick<WASocket, 'authState' | 'sendNode' | 'signalRepository'>;

/** A device that has asked for a status again, and how often it has. */
interface Asking {
	device: string;
	count: number;
}

/**
 * Sends a status again to the one device that could not open it, as whatsmeow does (retry.go). Not by Baileys: it addresses the
 * stanza to the device (lib/Socket/messages-send.js, relayMessage), where the status would be a message in the chat.
 */
export async function resendStatus(
	{ authState, sendNode, signalRepository }: Socket,
	messageId: string,
	message: proto.IMessage,
	{ device, count }: Asking,
): Promise<void> {
	const data = encodeWAMessage(message);
	const { type, ciphertext } = await signalRepository.encryptMessage({ jid: device, data });
	const { additionalAttributes, additionalNodes } = stanzaDetails(message);
	const mediatype = mediaTypeOf(innermost(message));
	await sendNode({
		tag: 'message',
		attrs: {
			...{ id: messageId, to: STATUS, participant: device },
			type: mediatype ? 'media' : 'text',
			...additionalAttributes,
		},
		content: [
			{
				tag: 'enc',
				attrs: { v: '2', type, count: String(count), ...(mediatype && { mediatype }) },
				content: ciphertext,
			},
			// A device that opens the session by this message cannot know ours otherwise.
			...(type === 'pkmsg' ? identity(authState) : []),
			...additionalNodes,
		],
	});
}

/** WhatsApp's name for the file of a status; undefined where it has none. */
function mediaTypeOf({ imageMessage, videoMessage, audioMessage }: proto.IMessage) {
	if (imageMessage) return 'image';
	if (videoMessage) return 'video';
	return audioMessage ? 'ptt' : undefined;
}

function identity({ creds }: Socket['authState']): BinaryNode[] {
	if (!creds.account) return [];
	const content = encodeSignedDeviceIdentity(creds.account, true);
	return [{ tag: 'device-identity', attrs: {}, content }];
}
