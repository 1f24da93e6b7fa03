import type { proto } from '@whiskeysockets/baileys';
import type { MessageBody } from '../../gateway/contract';
import { contentOf, innermost } from '../wrappers';
import { interactiveAnswer, listAnswer, plainButtonAnswer, templateButtonAnswer } from './answers';
import { interactive, list, plainButtons, template } from './buttons';
import { contact, contacts } from './contacts';
import { channelAdminInvite, channelFollowerInvite, groupInvite } from './invites';
import { liveLocation, location } from './location';
import { pin, reaction } from './reactions-and-pins';
import { album, audio, document, image, sticker, stickerPack, video, videoNote } from './media';
import { call, unavailable, unknown } from './other';
import { event, eventAnswer, poll, pollResult, pollVote, scheduledCall } from './polls-and-events';
import type { Read, ReadContext, Reader } from './reader';
import {
	order,
	paymentCanceled,
	paymentDeclined,
	paymentInvite,
	paymentRequest,
	paymentSent,
	product,
} from './shop';
import { contextOf } from './context';
import { conversation, extendedText, invoice, questionResponse, richResponse } from './text';

export { changeIn, editIn, type Change } from './changes';
export { editedContent } from './edited';
export { groupInviteIn } from './invites';
export { ephemeralOf, ephemeralSettingIn, type EphemeralSetting } from './ephemeral';
export { isPin } from './reactions-and-pins';
export { pollOrEventIn, secretIn } from './message-secret';
export type { ReadContext } from './reader';
export { forReference } from './reference';

/** A content field of the protocol to what it says. Fields that nobody reads are told as `unknown`. */
const READERS: { [Field in keyof proto.IMessage]?: Reader<NonNullable<proto.IMessage[Field]>> } = {
	conversation,
	extendedTextMessage: extendedText,
	questionResponseMessage: questionResponse,
	richResponseMessage: richResponse,
	invoiceMessage: invoice,
	imageMessage: image,
	videoMessage: video,
	ptvMessage: videoNote,
	audioMessage: audio,
	documentMessage: document,
	stickerMessage: sticker,
	stickerPackMessage: stickerPack,
	albumMessage: album,
	locationMessage: location,
	liveLocationMessage: liveLocation,
	contactMessage: contact,
	contactsArrayMessage: contacts,
	pollCreationMessage: poll,
	pollCreationMessageV2: poll,
	pollCreationMessageV3: poll,
	pollCreationMessageV5: poll,
	pollUpdateMessage: pollVote,
	pollResultSnapshotMessage: pollResult,
	pollResultSnapshotMessageV3: pollResult,
	eventMessage: event,
	scheduledCallCreationMessage: scheduledCall,
	encEventResponseMessage: eventAnswer,
	reactionMessage: reaction,
	pinInChatMessage: pin,
	buttonsMessage: plainButtons,
	templateMessage: template,
	interactiveMessage: interactive,
	listMessage: list,
	buttonsResponseMessage: plainButtonAnswer,
	templateButtonReplyMessage: templateButtonAnswer,
	interactiveResponseMessage: interactiveAnswer,
	listResponseMessage: listAnswer,
	productMessage: product,
	orderMessage: order,
	requestPaymentMessage: paymentRequest,
	sendPaymentMessage: paymentSent,
	declinePaymentRequestMessage: paymentDeclined,
	cancelPaymentRequestMessage: paymentCanceled,
	paymentInviteMessage: paymentInvite,
	groupInviteMessage: groupInvite,
	newsletterAdminInviteMessage: channelAdminInvite,
	newsletterFollowerInviteMessageV2: channelFollowerInvite,
	callLogMesssage: call,
	placeholderMessage: unavailable,
};

/** What devices tell one another: no person has written it. Edits and deletions are in `changes.ts`. */
const SILENT: ReadonlySet<string> = new Set<keyof proto.IMessage>([
	'protocolMessage',
	'keepInChatMessage',
	'fastRatchetKeySenderKeyDistributionMessage',
	'stickerSyncRmrMessage',
	'messageHistoryBundle',
	'messageHistoryNotice',
	'call',
]);

/** What a message says; undefined where it is none of a person. */
export function bodyOf(message: proto.IMessage, context: ReadContext): MessageBody | undefined {
	const read = (some: proto.IMessage) => readContent(some, context);
	const said = read(message);
	return said && { ...said, ...contextOf(message, context, read) };
}

/** The body of a message that linked devices are only told of, like a photo to be seen once. */
export function unavailableBody(context: ReadContext): MessageBody {
	return {
		...unavailable(),
		...contextOf({}, context, () => undefined),
		viewOnce: true,
	};
}

/** The body of a message after an edit that cannot be opened. */
export function unreadableEdit(context: ReadContext): MessageBody {
	return unreadable(
		'secretEncryptedMessage',
		'The edit could not be read: it is sealed with the message that it changes, and that is not known here any more.',
		context,
	);
}

/** The body of a message that cannot be read, whatever is the matter with it. */
export function unreadableBody(message: proto.IMessage, context: ReadContext): MessageBody {
	const problem =
		'The message could not be read: it is not made as WhatsApp makes them, or it is too large.';
	return unreadable(contentOf(message)?.kind ?? 'unknown', problem, context);
}

function unreadable(kind: string, problem: string, context: ReadContext): MessageBody {
	return { ...unknown(kind, problem), ...contextOf({}, context, () => undefined) };
}

function readContent(message: proto.IMessage, context: ReadContext): Read | undefined {
	const inner = innermost(message);
	const found = contentOf(inner);
	if (!found || SILENT.has(found.kind)) return undefined;
	// The table pairs each field with its own reader; TypeScript cannot follow that through a union.
	const reader = READERS[found.kind] as Reader<unknown> | undefined;
	try {
		// The secret of a message may stand outside of its envelopes.
		const surrounding = { ...inner, messageContextInfo: contextInfoOf(message, inner) };
		return reader ? reader(found.body, context, surrounding) : unknown(found.kind);
	} catch {
		// Whoever sends a message that is not as it should be has still sent one.
		return unknown(found.kind);
	}
}

function contextInfoOf(message: proto.IMessage, inner: proto.IMessage) {
	return { ...message.messageContextInfo, ...inner.messageContextInfo };
}

/** Marks on other messages: they are told, but nothing can be done to them. */
const MARKS: ReadonlySet<string> = new Set(['reaction', 'pin', 'pollVote', 'eventAnswer']);

/** Whether a message stands in the chat by itself: it can be answered, forwarded, quoted. */
export function isStanding({ type }: Pick<MessageBody, 'type'>): boolean {
	return !MARKS.has(type) && type !== 'unavailable';
}

/** What does something to another message, beside what is silent. */
const ADD_ONS: ReadonlySet<string> = new Set<keyof proto.IMessage>([
	'reactionMessage',
	'encReactionMessage',
	'pinInChatMessage',
	'pollUpdateMessage',
	'encEventResponseMessage',
	'secretEncryptedMessage',
]);

/** The same of a message as it is sent. */
export function standsInChat(message: proto.IMessage): boolean {
	const kind = contentOf(innermost(message))?.kind;
	return kind !== undefined && !SILENT.has(kind) && !ADD_ONS.has(kind);
}
