import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import { type KnownMessage, keyOf } from './known-message';
import type { MainDevice } from './main-device';
import { openFrom, sealFor, type SecretNames } from './message-secrets';

const { EventResponseType } = proto.Message.EventResponseMessage;
const { SecretEncType } = proto.Message.SecretEncryptedMessage;

/** Something people are invited to, in a chat. */
export interface EventDetails {
	readonly name: string;
	readonly description?: string;
	/** Seconds since 1970. */
	readonly startTime: number;
	readonly endTime?: number;
	/** The name of the place. */
	readonly location?: string;
	readonly joinLink?: string;
	readonly isCanceled?: boolean;
}

export type EventAnswer = 'GOING' | 'NOT_GOING' | 'MAYBE';

/** What somebody has answered. */
export interface GivenAnswer {
	/** The number of who answered. */
	readonly from: string;
	readonly answer: EventAnswer;
	/** By which of their names creator and answerer went into the key. */
	readonly names: SecretNames;
}

/** A new event, with a secret of its own. */
export function newEvent(details: EventDetails): proto.IMessage {
	return {
		eventMessage: eventMessage(details),
		messageContextInfo: { messageSecret: randomBytes(32) },
	};
}

export function newAnswer(
	device: MainDevice,
	event: KnownMessage,
	answer: EventAnswer,
	names?: Partial<SecretNames>,
): proto.IMessage {
	requireEvent(event);
	const { account, registry, clock } = device;
	const { EventResponseMessage } = proto.Message;
	const given = { response: EventResponseType[answer], timestampMs: clock.now() };
	const response = EventResponseMessage.encode(EventResponseMessage.create(given)).finish();
	return {
		encEventResponseMessage: {
			eventCreationMessageKey: keyOf(event),
			...sealFor(event, account, 'Event Response', response, registry, names),
		},
	};
}

/** Writes an event anew; everything that is to stay must be said again. */
export function newEventEdit(
	device: MainDevice,
	event: KnownMessage,
	details: EventDetails,
	names?: Partial<SecretNames>,
): proto.IMessage {
	requireEvent(event);
	const { account, registry } = device;
	const content = proto.Message.create({ eventMessage: eventMessage(details) });
	const edited = proto.Message.encode(content).finish();
	return {
		secretEncryptedMessage: {
			targetMessageKey: keyOf(event),
			secretEncType: SecretEncType.EVENT_EDIT,
			...sealFor(event, account, 'Event Edit', edited, registry, names),
		},
	};
}

/** The answers others have sent, the last of each. Throws when one cannot be opened. */
export function answersTo(device: MainDevice, event: KnownMessage): GivenAnswer[] {
	const answers = new Map<string, GivenAnswer>();
	for (const { from, message } of device.everyReceived) {
		const sealed = message.encEventResponseMessage;
		const answerer = device.registry.find(from);
		if (!answerer || sealed?.eventCreationMessageKey?.id !== event.id) continue;
		const opened = openFrom(event, answerer, 'Event Response', sealed, device.registry);
		const { response } = proto.Message.EventResponseMessage.decode(opened.plaintext);
		const answer = EventResponseType[response ?? 0] as EventAnswer;
		answers.set(from, { from, answer, names: opened.names });
	}
	return [...answers.values()];
}

/** What an edit makes of an event. @param edit the message with the edit */
export function openEdit(
	device: MainDevice,
	edit: KnownMessage,
	event: KnownMessage,
): proto.Message.IEventMessage {
	const sealed = edit.message.secretEncryptedMessage;
	const editor = device.registry.accountOf(edit.author);
	if (!editor || sealed?.secretEncType !== SecretEncType.EVENT_EDIT) {
		throw new Error(`Message ${edit.id} edits no event`);
	}
	const { plaintext } = openFrom(event, editor, 'Event Edit', sealed, device.registry);
	const { eventMessage: edited } = proto.Message.decode(plaintext);
	if (!edited) throw new Error(`The edit ${edit.id} holds no event`);
	return edited;
}

/** The id of the event that an edit is about. */
export function editedEventId({ id, message }: KnownMessage): string {
	const target = message.secretEncryptedMessage?.targetMessageKey?.id;
	if (!target) throw new Error(`Message ${id} edits no event`);
	return target;
}

function eventMessage({ location, ...details }: EventDetails): proto.Message.IEventMessage {
	return { ...details, location: location === undefined ? undefined : { name: location } };
}

function requireEvent({ id, message }: KnownMessage): void {
	if (!normalizeMessageContent(message)?.eventMessage) throw new Error(`${id} is no event`);
}
