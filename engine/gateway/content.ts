import type { OrderItem, OrderStatus, PaymentStatus } from './order';

/**
 * What a message of ours says: one shape per kind. The engine's `content/outgoing` has a file for each, which
 * checks it and turns it into WhatsApp's own shape. Files are named by the id that `Gateway.storeMedia` gave them.
 */
export type MessageContent =
	| TextContent
	| StatusTextContent
	| AlbumContent
	| ImageContent
	| VideoContent
	| GifContent
	| VideoNoteContent
	| AudioContent
	| DocumentContent
	| StickerContent
	| LocationContent
	| ContactsContent
	| LinkContent
	| PollContent
	| EventContent
	| ProductContent
	| CatalogContent
	| ButtonsContent
	| ListContent
	| CarouselContent
	| PixContent
	| OrderContent
	| OrderStatusContent
	| OrderPaymentContent
	| ChannelInviteContent
	| GroupInviteContent
	| EditTextContent
	| EditCaptionContent
	| DeleteContent
	| ReactionContent
	| ForwardContent
	| PinContent
	| PollVoteContent
	| EventAnswerContent
	| EventEditContent
	| EventCancelContent
	| EphemeralContent
	| PostEditContent
	| PostDeleteContent
	| PostReactionContent;

export type ContentType = MessageContent['type'];
export type ContentOf<T extends ContentType> = Extract<MessageContent, { type: T }>;

/**
 * A message that another one is about. Its ID is enough while the engine remembers it; the rest is for messages that it
 * has forgotten or never saw.
 */
export interface MessageRef {
	messageId: string;
	/** The `reference` of the trigger's output: what the message said, sealed by this account. */
	reference?: string;
	/** Whether we sent it. */
	fromMe?: boolean;
	/** Who sent it, for messages of others in groups: a phone number or chat ID. */
	sender?: string;
}

// --- New messages ---------------------------------------------------------------------------------------------------

/** Whom a text or caption notifies. */
export interface Mentions {
	/** Phone numbers or chat IDs; the text holds `@<digits>` where each stands, or none to notify silently. */
	mentions?: string[];
	/** Everyone in the group. */
	mentionEveryone?: boolean;
	/** Groups of the same community; the text holds `@<group id>` where each stands. */
	mentionGroups?: { chat: string; name: string }[];
}

export interface TextContent extends Mentions {
	type: 'text';
	text: string;
	/** What is shown of a link in the text. WhatsApp's servers do not make it: whoever sends does. */
	preview?: LinkPreview;
}

export const STATUS_FONTS = [
	'system',
	'systemText',
	'systemBold',
	'script',
	'morningBreeze',
	'calistoga',
	'exo2',
	'courierPrime',
] as const;
export type StatusFont = (typeof STATUS_FONTS)[number];

/** A status in words, on a colored card. */
export interface StatusTextContent {
	type: 'statusText';
	/** Up to 700 characters. */
	text: string;
	/** `#RRGGBB`; WhatsApp's green without it. */
	background?: string;
	font?: StatusFont;
}

/** Bounds of our own, where none of WhatsApp's is known: for what stands on a line, and for what fills a few. */
export const MAX_LABEL = 256;
export const MAX_DESCRIPTION = 2_048;

export interface LinkPreview {
	/** The link as it stands in the text. */
	url: string;
	/** Up to `MAX_LABEL`. */
	title: string;
	/** Up to `MAX_DESCRIPTION`. */
	description: string | null;
	/** A stored image. */
	mediaId?: string;
}

interface File {
	/** From `Gateway.storeMedia`. */
	mediaId: string;
}

interface CaptionedFile extends File, Mentions {
	caption?: string;
}

/** As many as WhatsApp's own apps let one choose at once. */
export const MAX_ALBUM_FILES = 30;

/** Announces images and videos that follow as messages of their own, which name it: 2 to `MAX_ALBUM_FILES` together. */
export interface AlbumContent {
	type: 'album';
	images: number;
	videos: number;
}

interface AlbumPart {
	/** The message ID of the album that it is a part of. */
	album?: string;
}

export interface ImageContent extends CaptionedFile, AlbumPart {
	type: 'image';
	viewOnce?: boolean;
}

export interface VideoContent extends CaptionedFile, AlbumPart {
	type: 'video';
	viewOnce?: boolean;
}

/** A short silent video that plays by itself. */
export interface GifContent extends CaptionedFile {
	type: 'gif';
}

/** A round video. */
export interface VideoNoteContent extends File {
	type: 'videoNote';
}

/** A voice message or a music file, as the stored file says. */
export interface AudioContent extends File {
	type: 'audio';
	viewOnce?: boolean;
	/** Of a status: the color behind it, `#RRGGBB`. */
	background?: string;
}

export interface DocumentContent extends CaptionedFile {
	type: 'document';
	/** The name that is shown; the stored file's own without it. */
	fileName?: string;
}

export interface StickerContent extends File {
	type: 'sticker';
}

export interface LocationContent {
	type: 'location';
	/** Degrees, -90 to 90 and -180 to 180. */
	latitude: number;
	longitude: number;
	name?: string;
	address?: string;
}

export interface ContactsContent {
	type: 'contacts';
	contacts: ContactCard[];
}

/** A ready vCard, or what one is made of. */
export type ContactCard =
	| { vcard: string; name?: string }
	| { name: string; phones: string[]; organization?: string; email?: string; business?: string };

/** A text with a card for its link, made by the user. */
export interface LinkContent {
	type: 'link';
	text: string;
	url: string;
	title: string;
	description?: string;
	/** A stored image. */
	mediaId?: string;
	/** The large card shows the image in full width. */
	size: 'small' | 'large';
}

export interface PollContent {
	type: 'poll';
	question: string;
	/** 2 to 12, all different. */
	options: string[];
	/** How many may be chosen; 0: any number. */
	selectable: number;
}

/** An event to come to, in a group. */
export interface EventContent {
	type: 'event';
	event: EventDetails;
}

export interface EventDetails {
	name: string;
	description?: string;
	/** ISO 8601. */
	startsAt: string;
	endsAt?: string;
	location?: string;
	/** WhatsApp makes a link for a call of this kind. */
	call?: 'audio' | 'video';
	canceled?: boolean;
}

/** A card of a product in a business's catalogue. */
export interface ProductContent {
	type: 'product';
	/** Phone number of the business. */
	business: string;
	productId: string;
	text?: string;
	footer?: string;
}

/** A link to a business's catalogue, with a card. */
export interface CatalogContent {
	type: 'catalog';
	/** Phone number of the business. */
	business: string;
	text?: string;
	title?: string;
	description?: string;
}

export type Button =
	| { type: 'reply'; text: string; id: string }
	| { type: 'url'; text: string; url: string }
	| { type: 'call'; text: string; phone: string }
	| { type: 'copy'; text: string; code: string };

export interface ButtonsContent {
	type: 'buttons';
	text: string;
	title?: string;
	footer?: string;
	/** A stored image or video above the text. */
	header?: { kind: 'image' | 'video'; mediaId: string };
	/** 1 to 10. */
	buttons: Button[];
}

export interface ListContent {
	type: 'list';
	text: string;
	title?: string;
	footer?: string;
	/** On the button that opens the list. */
	buttonText: string;
	sections: { title: string; rows: { id: string; title: string; description?: string }[] }[];
}

/** Each comes with an image. */
export const MAX_CAROUSEL_CARDS = 10;

export interface CarouselContent {
	type: 'carousel';
	text: string;
	/** 2 to `MAX_CAROUSEL_CARDS`. */
	cards: CarouselCard[];
}

export interface CarouselCard {
	/** A stored image. */
	mediaId: string;
	text: string;
	title?: string;
	footer?: string;
	buttons: Button[];
}

/** Brazil's PIX: a button that copies the key. */
export interface PixContent {
	type: 'pix';
	key: string;
	keyType: 'CPF' | 'CNPJ' | 'PHONE' | 'EMAIL' | 'EVP';
	merchantName?: string;
}

/** An order to be looked at and paid. */
export interface OrderContent {
	type: 'order';
	/** ISO 4217. */
	currency: string;
	items: OrderItem[];
	/** For all items, as people write amounts: 12.50 or 12,50. */
	discount?: string;
	tax?: string;
	shipping?: string;
	text?: string;
	/** How the business calls the order; the message's own ID without it. */
	referenceId?: string;
	/** How it can be paid. */
	pix?: Omit<PixContent, 'type'>;
	card?: boolean;
}

/** Asks somebody to become admin of a channel of ours. */
export interface ChannelInviteContent {
	type: 'channelInvite';
	/** `...@newsletter` */
	channel: string;
	text?: string;
}

/** Lets one person, who could not be added, into a group. */
export interface GroupInviteContent {
	type: 'groupInvite';
	/** `...@g.us` */
	group: string;
	/** WhatsApp's, for this person alone. */
	code: string;
	expiresAt: string | null;
}

// --- Messages about a message ---------------------------------------------------------------------------------------

interface Targeted {
	target: MessageRef;
}

/** Only our own, and at most 15 minutes old. */
export interface EditTextContent extends Targeted, Mentions {
	type: 'editText';
	text: string;
}

export interface EditCaptionContent extends Targeted {
	type: 'editCaption';
	caption: string;
}

/** For everyone: our own, or as admin of a group anybody's. */
export interface DeleteContent extends Targeted {
	type: 'delete';
}

export interface ReactionContent extends Targeted {
	type: 'reaction';
	/** One emoji; empty takes ours back. */
	emoji: string;
}

export interface ForwardContent extends Targeted {
	type: 'forward';
}

export interface PinContent extends Targeted {
	type: 'pin';
	/** 86400, 604800 or 2592000; 0 unpins. */
	seconds: number;
}

export interface PollVoteContent extends Targeted {
	type: 'pollVote';
	/** Names of the options; none takes the vote back. */
	options: string[];
}

export interface EventAnswerContent extends Targeted {
	type: 'eventAnswer';
	answer: 'going' | 'notGoing' | 'maybe';
}

/** Says the whole event anew. */
export interface EventEditContent extends Targeted {
	type: 'eventEdit';
	event: EventDetails;
}

/** The event stays as it is otherwise. */
export interface EventCancelContent extends Targeted {
	type: 'eventCancel';
}

/** What has become of an order that was sent. */
export interface OrderStatusContent extends Targeted {
	type: 'orderStatus';
	status: OrderStatus;
	text?: string;
	/** That of the order, where it had one of its own and its content is not known any more. */
	referenceId?: string;
}

export interface OrderPaymentContent extends Targeted {
	type: 'orderPayment';
	status: PaymentStatus;
	text?: string;
	referenceId?: string;
}

/** How long the messages of a chat with one person are there, for both of them. */
export interface EphemeralContent {
	type: 'ephemeral';
	/** 86400, 604800 or 7776000; 0: for ever. */
	seconds: number;
}

// --- What is done to a post of a channel ------------------------------------------------------------------------------

interface OfPost {
	/** The message ID of the post, or its server ID. */
	post: string;
}

/** Says a text anew, or what stands below a file. */
export interface PostEditContent extends OfPost {
	type: 'postEdit';
	text: string;
}

export interface PostDeleteContent extends OfPost {
	type: 'postDelete';
}

export interface PostReactionContent extends OfPost {
	type: 'postReaction';
	/** Exactly one; empty: the reaction is taken back. */
	emoji: string;
}
