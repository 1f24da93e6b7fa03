import type { proto } from '@whiskeysockets/baileys';
import type { MediaKind, MessageContent } from '../../gateway/contract';

/** A message in WhatsApp's own shape. Only types come from Baileys: building one is a matter of plain values. */
export type WireMessage = proto.IMessage;

/** What the engine knows of one kind of message; every file beside this one holds one. `Found` is what `lookUp` yields. */
export interface Kind<C extends MessageContent, Found = undefined> {
	/** Says what is wrong with the content: before it is queued, and again before it is sent. Errors: INVALID_CONTENT, UNKNOWN_MESSAGE and the like. */
	check(content: C, context: CheckContext): void;
	/** One line for the list of waiting messages. */
	summary(content: C): string;
	/** The files it needs; they are uploaded before `build`, unless `hasOnlyThumbnails`. */
	files?(content: C): readonly string[];
	/** Nothing of its files goes but their thumbnails, inside of the message. */
	hasOnlyThumbnails?(content: C): boolean;
	/** What WhatsApp must be asked first. `chat` is where it goes. */
	lookUp?(content: C, whatsApp: LookUps, chat: string): Promise<Found>;
	build(content: C, context: BuildContext<Found>): WireMessage;
	/** What it makes of the message that it is about, to be quoted, forwarded and edited from then on; null: nothing. */
	outcome?(content: C, context: BuildContext<Found>): WireMessage | null;
}

export interface CheckContext {
	/** The chat that it goes to, as the user named it. */
	chat: string;
	/** Milliseconds since 1970, by WhatsApp's clock. It may be later; before a login of the process, much later. */
	now: number;
	/** The message that the content is about. Error: UNKNOWN_MESSAGE. */
	target(): Target;
	/** Whether another chat is known to be with another person: each has two addresses, and phone numbers are written in many ways. */
	isAnother(chat: string): boolean;
	/** Whether it is our own address. */
	isMe(chat: string): boolean;
}

export interface BuildContext<Found = undefined> extends CheckContext {
	/** Its own. */
	messageId: string;
	/** Our own addresses, without device. */
	me: { jid: string; lid: string | null };
	file(mediaId: string): UploadedFile;
	/** JPEG; null where there is none. */
	thumbnail(mediaId: string): Uint8Array | null;
	found: Found;
	/** 32 fresh random bytes: the secret that answers to this message are sealed with. */
	secret(): Uint8Array;
	seal: Seal;
}

/** Encrypts what is done to a poll or an event once more, inside of the message: only its chat may open it. */
export interface Seal {
	/** `options` are the names of those chosen. */
	vote(key: SecretKey, options: readonly string[]): Sealed;
	eventAnswer(key: SecretKey, answer: proto.Message.IEventResponseMessage): Sealed;
	eventEdit(key: SecretKey, event: proto.Message.IEventMessage): Sealed;
}

/** What the key is made from. */
export interface SecretKey {
	/** Of the poll or event, and the secret that is in it. */
	messageId: string;
	secret: Uint8Array;
	/** Who made it, and who does something to it. */
	creator: string;
	actor: string;
}

export interface Sealed {
	encPayload: Uint8Array;
	encIv: Uint8Array;
}

/** What only WhatsApp can say or do. */
export interface LookUps {
	/** Whether a group is the announcement group of a community. */
	isAnnouncementGroup(group: string): Promise<boolean>;
	/** What a group is called. */
	groupSubject(group: string): Promise<string>;
	/** Whether the members of a group go by LID, not by phone number. */
	usesLids(group: string): Promise<boolean>;
	/** Whether we are an admin of a group. */
	isAdmin(group: string): Promise<boolean>;
	/** A link to a call that starts at a time (ms). */
	createCallLink(kind: 'audio' | 'video', startsAt: number): Promise<string>;
	/** Lets somebody become admin of a channel of ours, by its ID or its invite link. Error: NOT_ALLOWED. */
	inviteToChannel(channel: string, user: string): Promise<ChannelInvitation>;
	/** A post, by its message ID or its server ID; with what it says where that is needed. Error: UNKNOWN_MESSAGE. */
	post(channel: string, id: string, needsContent: boolean): Promise<FoundPost>;
	/** A product in the catalog of a business. Error: INVALID_CONTENT when there is none. */
	product(business: string, productId: string): Promise<Product>;
	/** Puts an image of a catalog where messages have theirs. */
	takeOver(imageUrl: string): Promise<UploadedFile>;
}

export interface Product {
	name: string;
	description: string | null;
	/** ISO 4217, and thousandths of it. */
	currency: string;
	price: number;
	/** The business's own ID for it. */
	retailerId: string | null;
	/** Its page on the web. */
	url: string | null;
	/** Where its first image is. */
	imageUrl: string | null;
}

/** A post of a channel. */
export interface FoundPost {
	messageId: string;
	/** WhatsApp's own name for it. */
	serverId: string;
	/** Milliseconds since 1970; null where nobody knows. */
	at: number | null;
	/** Null where nobody knows any more. */
	content: WireMessage | null;
}

export interface ChannelInvitation {
	/** The channel's ID. */
	id: string;
	/** The channel's name. */
	name: string;
	/** Milliseconds since 1970. */
	expiresAt: number;
}

/** A message that another one is about. */
export interface Target {
	chat: string;
	messageId: string;
	fromMe: boolean;
	/** Address of who wrote it. */
	sender: string;
	/** When it was sent; null where nobody remembers. */
	at: number | null;
	/** What it says; null where that is gone, or not there yet because the message still waits to be sent. */
	content: WireMessage | null;
	isWaiting: boolean;
}

/** A file on WhatsApp's servers. Times are seconds, hashes are of the plain and of the encrypted bytes. */
export interface UploadedFile {
	kind: MediaKind;
	url: string;
	directPath: string;
	/** What opens it, as the next two; null where it lies there openly, as the files of channels do. */
	mediaKey: Uint8Array | null;
	mediaKeyTimestamp: number | null;
	fileEncSha256: Uint8Array | null;
	fileSha256: Uint8Array;
	/** What the media host calls it, where it lies there openly. */
	handle: string | null;
	fileLength: number;
	mimetype: string;
	fileName: string | null;
	seconds: number | null;
	width: number | null;
	height: number | null;
	pages: number | null;
	/** JPEG. */
	thumbnail: Uint8Array | null;
	/** Of a voice message: 64 loudnesses from 0 to 100. */
	waveform: Uint8Array | null;
	isAnimated: boolean;
}
