import type {
	CallReceivedEvent,
	GroupParticipantsChangedEvent,
	MessageDeletedEvent,
	ParticipantChange,
	Person,
	QuotedMessage,
} from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf } from './address';
import { contentOf } from './content';
import type { ReceivedEvent } from './received-event';

/** Z-API's body for all that comes in, with the one object that the message has. */
export function receivedCallback(event: ReceivedEvent, fileError: string | null): object {
	const { ad, quoted, replyTo, expiresAfterSeconds } = event;
	return {
		isStatusReply: event.isStatusReply,
		...opening(event),
		waitingMessage: event.type === 'unavailable',
		isEdit: event.event === 'message.edited',
		...place(event),
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
	return notification(event, 'REVOKE', []);
}

/** Z-API documents the first three; the others have WhatsApp's own names for them. */
const PARTICIPANT_CHANGES: Readonly<Record<ParticipantChange, string>> = {
	added: 'GROUP_PARTICIPANT_ADD',
	removed: 'GROUP_PARTICIPANT_REMOVE',
	left: 'GROUP_PARTICIPANT_LEAVE',
	promoted: 'GROUP_PARTICIPANT_PROMOTE',
	demoted: 'GROUP_PARTICIPANT_DEMOTE',
};

export function participantsCallback(event: GroupParticipantsChangedEvent): object {
	const { eventId, account, by, change, participants } = event;
	const isOurs = by !== null && personOf(by) === personOf(account);
	return notification(
		{ ...event, ...told(eventId, by ?? NOBODY, isOurs) },
		PARTICIPANT_CHANGES[change],
		participants.map(personOf),
	);
}

export function callCallback(event: CallReceivedEvent): object {
	const { callId, from, isVideo, wasOffline } = event;
	const name = `CALL_${wasOffline ? 'MISSED_' : ''}${isVideo ? 'VIDEO' : 'VOICE'}`;
	return { ...notification({ ...event, ...told(callId, from) }, name, []), callId };
}

const NOBODY: Person = { phone: null, lid: null, name: null };

/** Z-API puts what is no message into the body of one. */
function told(messageId: string, from: Person, fromMe = false) {
	return { messageId, from, fromMe, broadcast: false };
}

function notification(
	event: Whereabouts,
	name: string,
	parameters: ReadonlyArray<string | null>,
): object {
	return {
		isStatusReply: false,
		...opening(event),
		waitingMessage: false,
		isEdit: false,
		...place(event),
		forwarded: false,
		type: 'ReceivedCallback',
		fromApi: false,
		notification: name,
		notificationParameters: parameters,
	};
}

/** Where something happened, and who did it. */
type Whereabouts = Pick<
	MessageDeletedEvent,
	'account' | 'broadcast' | 'chat' | 'from' | 'fromMe' | 'messageId' | 'timestamp'
>;

function opening({ chat, account }: Pick<Whereabouts, 'chat' | 'account'>): object {
	return {
		chatLid: chat.type === 'direct' ? chat.lid : null,
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
