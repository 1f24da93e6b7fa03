import type { Button } from './content';
import type { CartProduct } from './order';

/**
 * What a message that came in says. `type` names the kind, and the one object that belongs to the kind stands in the
 * field that the comment beside the type names; all other objects are absent. Texts are as the sender wrote them, times
 * are ISO 8601 UTC, durations are seconds. Null: the sender or WhatsApp did not say.
 */
export const INCOMING_TYPES = [
	'text', // link, where WhatsApp shows a preview of one
	'image', // media, as for the seven below
	'video',
	'gif',
	'videoNote',
	'audio',
	'voice',
	'document',
	'sticker',
	'stickerPack', // stickerPack
	'album', // album; its pictures follow as messages of their own
	'location', // location
	'liveLocation', // location
	'contacts', // contacts
	'poll', // poll
	'pollVote', // pollVote
	'pollResult', // pollResult
	'event', // eventDetails
	'eventAnswer', // eventAnswer
	'reaction', // reaction
	'pin', // pin
	'buttons', // buttons
	'list', // list
	'carousel', // carousel
	'buttonAnswer', // buttonAnswer
	'listAnswer', // listAnswer
	'formAnswer', // formAnswer
	'pix', // pix
	'product', // product
	'catalog', // catalog
	'order', // order
	'orderDetails', // orderDetails
	'payment', // payment
	'groupInvite', // groupInvite
	'channelInvite', // channelInvite
	'call', // call
	'unavailable', // nothing: WhatsApp shows it on the phone only
	'unknown', // unknown
] as const;
export type IncomingType = (typeof INCOMING_TYPES)[number];

/** Both addresses of a person, as far as they are known. */
export interface PersonAddress {
	/** Digits with country code; null where WhatsApp hides it. */
	phone: string | null;
	/** `...@lid` */
	lid: string | null;
}

export interface Person extends PersonAddress {
	/** What the person calls himself. */
	name: string | null;
}

/** A message that another one is about. */
export interface MessagePointer {
	messageId: string;
	/** Whether the linked number wrote it. */
	fromMe: boolean;
	from: PersonAddress;
}

/** What is around every message. */
export interface MessageContext {
	/** The ID of the message that this one answers. */
	replyTo: string | null;
	/** Whether that is one of the linked number. */
	repliesToMe: boolean;
	/** What is known of that message: WhatsApp sends it along. */
	quoted: QuotedMessage | null;
	/** Who is mentioned by name. */
	mentions: PersonAddress[];
	/** Whether the linked number is among them, under either address, or everyone is mentioned. */
	mentionsMe: boolean;
	mentionsEveryone: boolean;
	forwarded: boolean;
	/** How often it was forwarded; WhatsApp says "many times" from 5 on. */
	forwardingScore: number;
	/** When it disappears after it was sent. */
	expiresAfterSeconds: number | null;
	/** May be opened only once. WhatsApp gives the file of most such messages to the phone only. */
	viewOnce: boolean;
	/** The message that it answers is a status. */
	isStatusReply: boolean;
	/** What it is a part of: the picture of an album. Or whose file it brings once more: a photo in HD. */
	parent: IncomingParent | null;
	/** The ad that the sender came by (click to WhatsApp). */
	ad: AdReferral | null;
}

export interface IncomingParent {
	messageId: string | null;
	/** The last four: phones show this file in the place of the other message's, in a better quality or as it moves. */
	kind: 'album' | 'event' | 'poll' | 'hdImage' | 'hdVideo' | 'hevcVideo' | 'motionPhoto';
}

export interface QuotedMessage extends MessagePointer {
	type: IncomingType;
	text: string | null;
	/** Of one with a file. */
	media?: IncomingMedia;
}

/** As WhatsApp has it in `contextInfo.externalAdReply`. */
export interface AdReferral {
	title: string | null;
	body: string | null;
	/** 0: none, 1: image, 2: video. */
	mediaType: number;
	thumbnailUrl: string | null;
	/** `ad` or `post`. */
	sourceType: string | null;
	sourceId: string | null;
	sourceUrl: string | null;
	/** Meta's click ID, to report conversions. */
	ctwaClid: string | null;
	containsAutoReply: boolean;
	renderLargerThumbnail: boolean;
	showAdAttribution: boolean;
}

/** A message without its address: its kind, its words and its one object. */
export interface MessageBody extends MessageContext {
	type: IncomingType;
	/** The words of all kinds that have some: text, caption, question, label of the pressed button, ... */
	text: string | null;
	link?: IncomingLink;
	media?: IncomingMedia;
	stickerPack?: IncomingStickerPack;
	album?: IncomingAlbum;
	location?: IncomingLocation;
	contacts?: IncomingContact[];
	poll?: IncomingPoll;
	pollVote?: IncomingPollVote;
	pollResult?: IncomingPollResult;
	eventDetails?: IncomingEventDetails;
	eventAnswer?: IncomingEventAnswer;
	reaction?: IncomingReaction;
	pin?: IncomingPin;
	buttons?: IncomingButtons;
	list?: IncomingList;
	carousel?: { cards: IncomingCard[] };
	buttonAnswer?: { id: string; text: string };
	listAnswer?: { id: string; title: string; description: string | null };
	/** Answers to a form of a business (WhatsApp Flows), as its makers named them; as text where `problem` says why. */
	formAnswer?: { name: string; answers: unknown; problem?: string };
	pix?: IncomingPix;
	product?: IncomingProduct;
	/** A card of a whole catalogue. */
	catalog?: { title: string | null; description: string | null; business: PersonAddress };
	order?: IncomingOrder;
	orderDetails?: IncomingOrderDetails;
	payment?: IncomingPayment;
	groupInvite?: IncomingGroupInvite;
	channelInvite?: IncomingChannelInvite;
	call?: IncomingCall;
	unknown?: IncomingUnknown;
}

/** What cannot be read. */
export interface IncomingUnknown {
	/** The name of its field in WhatsApp's protocol. */
	kind: string;
	/** Why; null: this version does not know the kind. */
	problem: string | null;
}

export interface IncomingLink {
	url: string;
	title: string | null;
	description: string | null;
}

/** A file. Message > Download Media gets it, by `messageId` or `reference`. */
export interface IncomingMedia {
	mimetype: string;
	fileName: string | null;
	/** Bytes. */
	size: number | null;
	/** Of sound and pictures that move. */
	seconds: number | null;
	width: number | null;
	height: number | null;
	/** Of a PDF. */
	pages: number | null;
	/** Whether a sticker moves. */
	animated: boolean;
	/** SHA-256 of the file, in hexadecimal. */
	sha256: string | null;
}

export interface IncomingStickerPack {
	name: string | null;
	publisher: string | null;
	stickers: number;
}

export interface IncomingAlbum {
	/** As many as were announced. */
	images: number;
	videos: number;
	/** Of a collected album: what came, in order. */
	items?: AlbumItem[];
	/** Of a collected album: how many of those that were announced did not come in time. */
	missing?: number;
}

/** An image or video of a collected album, which is a message of its own. */
export interface AlbumItem extends Pick<MessageBody, 'type' | 'text' | 'media'> {
	messageId: string;
	timestamp: string;
	/** As that of the message's own event. */
	reference: string | null;
}

export interface IncomingLocation {
	/** Degrees; null where a place has only a name, as those of events. */
	latitude: number | null;
	longitude: number | null;
	name: string | null;
	address: string | null;
	url: string | null;
	accuracyMeters: number | null;
	/** Of a live location: metres a second, and degrees clockwise from north. */
	speed: number | null;
	heading: number | null;
}

export interface IncomingContact {
	name: string | null;
	/** Digits with country code where the vCard has them on WhatsApp, else as written. */
	phones: string[];
	vcard: string;
}

export interface IncomingPoll {
	question: string;
	options: string[];
	/** How many may be chosen; 0: any number. */
	selectable: number;
}

/** A vote replaces the one that the same person gave before. */
export interface IncomingPollVote {
	pollMessageId: string;
	question: string | null;
	/** What the person chose; empty: took the vote back; null: it cannot be read, and `problem` says why. */
	options: string[] | null;
	problem: string | null;
}

export interface IncomingPollResult {
	question: string;
	results: { option: string; votes: number }[];
}

export interface IncomingEventDetails {
	name: string;
	description: string | null;
	startsAt: string | null;
	endsAt: string | null;
	location: IncomingLocation | null;
	/** Of a call that belongs to it. */
	joinLink: string | null;
	canceled: boolean;
}

/** An answer replaces the one that the same person gave before. */
export interface IncomingEventAnswer {
	/** The event. */
	target: MessagePointer;
	eventName: string | null;
	/** Null: it cannot be read, and `problem` says why. */
	answer: 'going' | 'notGoing' | 'maybe' | null;
	extraGuests: number;
	problem: string | null;
}

export interface IncomingReaction {
	/** Null: the reaction was taken back. */
	emoji: string | null;
	target: MessagePointer;
}

export interface IncomingPin {
	/** False: it was unpinned. */
	pinned: boolean;
	seconds: number | null;
	target: MessagePointer;
}

export type IncomingButton = Button | { type: 'other'; text: string; name: string };

/** What stands above the words of a message with buttons. */
export interface IncomingHeader {
	type: 'image' | 'video' | 'document' | 'location';
	/** Fetched like the file of a message, but for those of a carousel: they are told of only. */
	media?: IncomingMedia;
	location?: IncomingLocation;
}

export interface IncomingCard {
	title: string | null;
	text: string | null;
	footer: string | null;
	header: IncomingHeader | null;
	buttons: IncomingButton[];
}

export interface IncomingButtons extends Omit<IncomingCard, 'text'> {
	/** Of a template of the official API. */
	templateId: string | null;
	/** WhatsApp has three kinds of buttons: the oldest ones, those of templates, and the newest. */
	style: 'plain' | 'template' | 'interactive';
}

export interface IncomingList {
	title: string | null;
	footer: string | null;
	buttonText: string | null;
	sections: {
		title: string | null;
		rows: { id: string; title: string; description: string | null }[];
	}[];
}

export interface IncomingPix {
	key: string;
	/** CPF, CNPJ, PHONE, EMAIL or EVP. */
	keyType: string;
	merchantName: string | null;
	currency: string | null;
	referenceId: string | null;
}

/** Prices are in the currency's unit: 9.9 is nine euros ninety. */
export interface IncomingProduct {
	productId: string;
	title: string | null;
	description: string | null;
	currency: string | null;
	price: number | null;
	salePrice: number | null;
	url: string | null;
	retailerId: string | null;
	firstImageId: string | null;
	imageCount: number;
	business: PersonAddress;
}

/** A cart that a customer sent. */
export interface IncomingOrder {
	orderId: string;
	token: string;
	title: string | null;
	itemCount: number;
	currency: string | null;
	total: number | null;
	seller: PersonAddress;
	/** WhatsApp tells them only to those who ask (`order.getCart`): the trigger does, before it puts the event out. */
	products?: CartProduct[];
}

/** An order with its sum, as a business sends it to be paid, or tells what became of it. */
export interface IncomingOrderDetails {
	/** Tells what became of an order that was sent before. */
	isUpdate: boolean;
	type: string | null;
	currency: string | null;
	referenceId: string | null;
	orderRequestId: string | null;
	orderStatus: string | null;
	paymentStatus: string | null;
	total: number | null;
	subTotal: number | null;
	discount: number | null;
	shipping: number | null;
	tax: number | null;
	products: {
		productId: string | null;
		name: string | null;
		quantity: number;
		price: number | null;
		isCustomItem: boolean;
	}[];
}

/** WhatsApp's own payments (India, Brazil). Linked devices see little of them. */
export interface IncomingPayment {
	kind: 'request' | 'sent' | 'declined' | 'canceled' | 'invite';
	/** Also of a request that was declined or canceled, where its message is remembered. */
	amount: number | null;
	currency: string | null;
	expiresAt: string | null;
	/** Of a request: who is to pay. */
	requestFrom: PersonAddress | null;
}

export interface IncomingGroupInvite {
	/** Chat ID of the group. */
	chat: string;
	name: string | null;
	code: string | null;
	expiresAt: string | null;
}

export interface IncomingChannelInvite {
	/** `...@newsletter` */
	channel: string;
	name: string | null;
	/** What the invited person becomes. */
	role: 'admin' | 'follower';
	expiresAt: string | null;
}

/** What a chat tells of a call. */
export interface IncomingCall {
	video: boolean;
	/** `CONNECTED`, `MISSED`, `REJECTED`, ...: WhatsApp's own words. */
	outcome: string | null;
	seconds: number | null;
}
