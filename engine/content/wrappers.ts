import type { proto } from '@whiskeysockets/baileys';

/** Envelopes that say something of the message in them: that it is seen once, disappears, has a caption, ... */
const WRAPPERS = [
	'ephemeralMessage',
	'viewOnceMessage',
	'viewOnceMessageV2',
	'viewOnceMessageV2Extension',
	'documentWithCaptionMessage',
	'deviceSentMessage',
	'editedMessage',
	'groupMentionedMessage',
	'botInvokeMessage',
	'lottieStickerMessage',
	'eventCoverImage',
	'statusMentionMessage',
	'pollCreationMessageV4',
	'associatedChildMessage',
	'groupStatusMessage',
	'groupStatusMentionMessage',
	'groupStatusMessageV2',
	'limitSharingMessage',
	'pollCreationOptionImageMessage',
	'statusAddYours',
	'botTaskMessage',
	'botForwardedMessage',
	'questionMessage',
	'questionReplyMessage',
	'commentMessage',
] as const;

/** As many envelopes as WhatsApp puts around one another, and some. */
const MAX_DEPTH = 6;

/** The message without its envelopes. */
export function innermost(message: proto.IMessage): proto.IMessage {
	let inner = message;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		const next = WRAPPERS.map((wrapper) => envelope(inner, wrapper)).find((found) => found);
		if (!next) break;
		inner = next;
	}
	return inner;
}

function envelope(message: proto.IMessage, wrapper: string): proto.IMessage | undefined {
	const body = (message as Record<string, { message?: proto.IMessage | null } | null | undefined>)[
		wrapper
	];
	return body?.message ?? undefined;
}

/** What the content of every kind of message may have. */
export interface AnyContent {
	contextInfo?: proto.IContextInfo | null;
	viewOnce?: boolean | null;
}

/** Fields that stand beside the content of a message. */
const BESIDE = new Set(['messageContextInfo', 'senderKeyDistributionMessage']);

/** The one content that a message has: its field, and what is in it (the words themselves for `conversation`). */
export function contentOf(
	message: proto.IMessage,
): { kind: keyof proto.IMessage; body: object | string } | undefined {
	const found = Object.entries(message).find(
		([field, body]) => !BESIDE.has(field) && body !== null && body !== undefined,
	);
	if (!found) return undefined;
	return { kind: found[0] as keyof proto.IMessage, body: found[1] as object | string };
}
