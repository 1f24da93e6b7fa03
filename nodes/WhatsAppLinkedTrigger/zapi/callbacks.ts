import type {
	MessageStatusEvent,
	PresenceChangedEvent,
	PresenceState,
	ReadByMeEvent,
	SessionEvent,
	StatusViewedEvent,
} from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf, seconds } from './address';

/** What became of messages that were sent, of the connection, and what people do in chats. */

/** Z-API has two IDs of a message, here both are the same. The error is ours: theirs does not say that it failed. */
export function deliveryCallback({ chat, messageId, account, error }: MessageStatusEvent): object {
	return {
		phone: phoneOf(chat),
		zaapId: messageId,
		messageId,
		type: 'DeliveryCallback',
		instanceId: account.id,
		...(error && { error: error.message }),
	};
}

/** Who it was Z-API does not tell of statuses, nor of groups: the number is ours to say. */
export function statusViewedCallback(event: StatusViewedEvent): object {
	const { messageId, from } = event;
	return {
		...messageStatusCallback({ ...event, status: 'READ' }, [messageId]),
		participantPhone: personOf(from),
	};
}

export function messageStatusCallback(
	{
		chat,
		status,
		timestamp,
		account,
	}: Pick<MessageStatusEvent | ReadByMeEvent, 'account' | 'chat' | 'status' | 'timestamp'>,
	ids: readonly string[],
): object {
	return {
		instanceId: account.id,
		status,
		ids,
		momment: millis(timestamp),
		phoneDevice: 0,
		phone: phoneOf(chat),
		type: 'MessageStatusCallback',
		isGroup: chat.type === 'group',
	};
}

export function connectedCallback({ timestamp, account }: SessionEvent): object {
	return {
		type: 'ConnectedCallback',
		connected: true,
		momment: millis(timestamp),
		instanceId: account.id,
		phone: account.phone,
	};
}

/** The only one whose time is in seconds, in Z-API's sample. */
export function disconnectedCallback({ timestamp, reason, account }: SessionEvent): object {
	return {
		momment: seconds(timestamp),
		error: reason ?? 'Device has been disconnected',
		disconnected: true,
		type: 'DisconnectedCallback',
		instanceId: account.id,
	};
}

const PRESENCES: Readonly<Record<PresenceState, string>> = {
	available: 'AVAILABLE',
	unavailable: 'UNAVAILABLE',
	typing: 'COMPOSING',
	recording: 'RECORDING',
	paused: 'PAUSED',
};

export function presenceCallback(event: PresenceChangedEvent): object {
	const { chat, presence, lastSeen, account } = event;
	return {
		type: 'PresenceChatCallback',
		phone: phoneOf(chat),
		status: PRESENCES[presence],
		lastSeen: lastSeen === null ? null : millis(lastSeen),
		instanceId: account.id,
	};
}
