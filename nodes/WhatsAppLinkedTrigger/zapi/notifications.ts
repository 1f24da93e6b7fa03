import type {
	BusinessChangedEvent,
	CallMissedEvent,
	CallReceivedEvent,
	ChatLabelledEvent,
	ChatStartedEvent,
	EventChat,
	EventEnvelope,
	GroupChangedEvent,
	GroupJoinedEvent,
	GroupJoinRequestEvent,
	GroupParticipantsChangedEvent,
	ParticipantChange,
	Person,
	ProfileChangedEvent,
} from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf } from './address';

/**
 * What is no message, as Z-API's documentation shows it (on-message-received.md): in the body of a message, under
 * `notification`. Their samples differ in which fields they have, and so do these.
 */

/** Of a group or a channel. */
type PlaceEvent = EventEnvelope & { chat: EventChat; by: Person | null };

/** Z-API documents the first three; the others have WhatsApp's own names for them. */
const PARTICIPANT_CHANGES: Readonly<Record<ParticipantChange, string>> = {
	added: 'GROUP_PARTICIPANT_ADD',
	removed: 'GROUP_PARTICIPANT_REMOVE',
	left: 'GROUP_PARTICIPANT_LEAVE',
	promoted: 'GROUP_PARTICIPANT_PROMOTE',
	demoted: 'GROUP_PARTICIPANT_DEMOTE',
};

export function participantsCallback(event: GroupParticipantsChangedEvent): object {
	const { change, participants } = event;
	return ofPlace(event, PARTICIPANT_CHANGES[change], participants.map(personOf));
}

/** Of a group that existed before Z-API tells that the number was added. */
export function joinedCallback(event: GroupJoinedEvent): object {
	return event.isNew
		? ofPlace(event, 'GROUP_CREATE', [event.chat.name])
		: ofPlace(event, PARTICIPANT_CHANGES.added, [personOf(event.account)]);
}

/** Where a member wants to add somebody, the member comes first. Z-API does not say who has ended a request. */
export function joinRequestCallback(event: GroupJoinRequestEvent): object {
	const { change, requesters, method, by } = event;
	const people = requesters.map(personOf);
	const {
		chatLid: _,
		participantLid: __,
		...requested
	} = ofPlace(
		event,
		change === 'requested' ? 'MEMBERSHIP_APPROVAL_REQUEST' : 'REVOKED_MEMBERSHIP_REQUESTS',
		method === 'non_admin_add' && by ? [personOf(by), ...people] : people,
	);
	return { ...requested, ...(method !== null && { requestMethod: method }) };
}

/** Of a group's other changes Z-API knows nothing. */
export function groupChangedCallback(event: GroupChangedEvent): object {
	const { adminsInvite } = event.change === 'settings' ? event.settings : {};
	if (adminsInvite === undefined) return event;
	const body = ofPlace(event, 'GROUP_MEMBER_LINK_PROPERTY_UPDATE', []);
	return { ...body, linkMode: adminsInvite ? 'ADMIN_LINK' : 'ALL_MEMBER_LINK' };
}

export function ofPlace(event: PlaceEvent, notification: string, parameters: Array<string | null>) {
	const { eventId, account, chat, by } = event;
	return {
		chatLid: null,
		isGroup: chat.type === 'group',
		isNewsletter: chat.type === 'channel',
		instanceId: account.id,
		messageId: eventId,
		phone: phoneOf(chat),
		connectedPhone: account.phone,
		fromMe: by !== null && personOf(by) === personOf(account),
		...received(event, chat.name, by?.name ?? null),
		participantPhone: by && personOf(by),
		participantLid: by && by.lid,
		...notified(notification),
		notificationParameters: parameters,
		callId: null,
		code: null,
	};
}

/** Of the about text Z-API knows nothing. */
export function profileCallback(event: ProfileChangedEvent): object {
	const { change } = event;
	if (change === 'about') return event;
	return {
		...ofNumber(event, change === 'name' ? 'PROFILE_NAME_UPDATED' : 'PROFILE_PICTURE_UPDATED'),
		callId: null,
		code: null,
		...(change === 'name' ? { profileName: event.name } : { updatedPhoto: null }),
	};
}

/** Of labels of messages Z-API knows nothing. */
export function labelledCallback(event: ChatLabelledEvent): object {
	const { chat, label, labelled, ofMessage } = event;
	if (ofMessage !== null) return event;
	return {
		...ofNumber(event, 'CHAT_LABEL_ASSOCIATION'),
		notificationParameters: [{ phone: phoneOf(chat), label: label.id, assigned: labelled }],
		callId: null,
		code: null,
	};
}

/** Of what the number has done itself. */
function ofNumber(event: EventEnvelope, notification: string) {
	const { account } = event;
	return {
		isGroup: false,
		isNewsletter: false,
		instanceId: account.id,
		phone: account.phone,
		connectedPhone: account.phone,
		fromMe: true,
		...received(event, null, account.name),
		...notified(notification),
	};
}

export function callCallback(event: CallReceivedEvent): object {
	return callNotification(event, event.wasOffline);
}

export function missedCallCallback(event: CallMissedEvent): object {
	return callNotification(event, true);
}

function callNotification(event: CallReceivedEvent | CallMissedEvent, isMissed: boolean): object {
	const { callId, chat, from, isVideo } = event;
	const notification = `CALL_${isMissed ? 'MISSED_' : ''}${isVideo ? 'VIDEO' : 'VOICE'}`;
	return { ...inChat(event, chat, from, notification), messageId: callId, callId };
}

/**
 * Z-API shows no body of these, only what they are called and what they say: "You are talking to a business account", which
 * WhatsApp has verified or not, and "registered as a personal account". So they have the fields of a call's. WhatsApp's own names
 * also tell who keeps a business's messages (SELF_PREMISE: the business itself); Z-API names no others. Of another name it knows
 * nothing.
 */
const BUSINESS_CHANGES = {
	registered: 'BLUE_MSG_SELF_PREMISE_UNVERIFIED',
	verified: 'BLUE_MSG_SELF_PREMISE_VERIFIED',
	unverified: 'BLUE_MSG_SELF_PREMISE_UNVERIFIED',
	renamed: null,
	removed: 'BIZ_MOVE_TO_CONSUMER_APP',
} as const satisfies Record<BusinessChangedEvent['change'], string | null>;

export function businessCallback(event: BusinessChangedEvent): object {
	const { chat, contact, change } = event;
	const notification = BUSINESS_CHANGES[change];
	return notification === null ? event : inChat(event, chat, contact, notification);
}

/** What WhatsApp's apps write into a new chat: that its messages are encrypted. Z-API shows no body of it, either. */
export function chatStartedCallback(event: ChatStartedEvent): object {
	return inChat(event, event.chat, event.chat, 'E2E_ENCRYPTED');
}

/** Of what somebody did in a chat. */
function inChat(event: EventEnvelope, chat: EventChat, from: Person, notification: string) {
	const { account, eventId } = event;
	const { expiresAt: _, ...told } = received(event, chat.name, from.name);
	return {
		isStatusReply: false,
		senderLid: from.lid,
		connectedPhone: account.phone,
		waitingMessage: false,
		isEdit: false,
		isGroup: chat.type === 'group',
		isNewsletter: false,
		instanceId: account.id,
		messageId: eventId,
		phone: phoneOf(chat),
		fromMe: false,
		...told,
		...notified(notification),
		notificationParameters: [],
		callId: null,
	};
}

function received(
	{ timestamp }: EventEnvelope,
	chatName: string | null,
	senderName: string | null,
) {
	return {
		momment: millis(timestamp),
		expiresAt: null,
		status: 'RECEIVED',
		chatName,
		senderPhoto: null,
		senderName,
		photo: null,
		broadcast: false,
	};
}

function notified(notification: string) {
	return {
		referenceMessageId: null,
		externalAdReply: null,
		forwarded: false,
		type: 'ReceivedCallback',
		notification,
	};
}
