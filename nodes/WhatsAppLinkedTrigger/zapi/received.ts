import type {
	MessageDeletedEvent,
	MessageWaitingEvent,
	QuotedMessage,
} from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf } from './address';
import { contentOf } from './content';
import type { ReceivedEvent } from './received-event';

/** Z-API's body for all that comes in, with the one object that the message has. */
export function receivedCallback(event: ReceivedEvent, fileError: string | null): object {
	const { ad, broadcastRecipients, quoted, replyTo, expiresAfterSeconds } = event;
	return {
		isStatusReply: event.isStatusReply,
		...opening(event),
		waitingMessage: event.type === 'unavailable',
		isEdit: event.event === 'message.edited',
		...place(event),
		...(broadcastRecipients && {
			broadcastRecipients: broadcastRecipients.map(personOf),
		}),
		...(replyTo !== null && { referenceMessageId: replyTo }),
		...(event.isStatusReply && quoted?.type === 'image' && { statusImage: statusImage(quoted) }),
		...(expiresAfterSeconds !== null && { messageExpirationSeconds: expiresAfterSeconds }),
		...(ad && { externalAdReply: ad }),
		forwarded: event.forwarded,
		type: 'ReceivedCallback',
		fromApi: false,
		...contentOf(event, fileError),
	};
}

/** The status that is answered; the only object whose `mimetype` Z-API writes like this. */
function statusImage({ text, media }: QuotedMessage): object | undefined {
	return (
		media && {
			imageUrl: null,
			thumbnailUrl: null,
			caption: text ?? '',
			mimetype: media.mimetype,
			viewOnce: false,
			width: media.width ?? 0,
			height: media.height ?? 0,
		}
	);
}

export function deletedCallback(event: MessageDeletedEvent): object {
	return withoutContent(event, 'REVOKE', false);
}

export function waitingCallback(event: MessageWaitingEvent): object {
	return withoutContent(event, 'CIPHERTEXT', true);
}

function withoutContent(event: Whereabouts, notification: string, waitingMessage: boolean): object {
	return {
		isStatusReply: false,
		...opening(event),
		waitingMessage,
		isEdit: false,
		...place(event),
		forwarded: false,
		type: 'ReceivedCallback',
		fromApi: false,
		notification,
		notificationParameters: [],
	};
}

/** Where something happened, and who did it. */
type Whereabouts = Pick<
	MessageDeletedEvent,
	'account' | 'broadcast' | 'chat' | 'from' | 'fromMe' | 'messageId' | 'timestamp'
>;

/** Z-API's samples have one of the two LIDs, the older ones that of the sender. */
function opening({ chat, account, from }: Pick<Whereabouts, 'chat' | 'account' | 'from'>): object {
	return {
		chatLid: chat.type === 'direct' ? chat.lid : null,
		senderLid: from.lid,
		connectedPhone: account.phone,
	};
}

function place(event: Whereabouts): object {
	const { account, messageId, chat, from, fromMe, timestamp } = event;
	const isDirect = chat.type === 'direct';
	return {
		isGroup: chat.type === 'group',
		isNewsletter: chat.type === 'channel',
		instanceId: account.id,
		messageId,
		phone: phoneOf(chat),
		fromMe,
		momment: millis(timestamp),
		status: 'RECEIVED',
		chatName: chat.name,
		senderPhoto: null,
		senderName: from.name,
		participantPhone: isDirect ? null : personOf(from),
		participantLid: isDirect ? null : from.lid,
		photo: null,
		broadcast: event.broadcast,
	};
}
