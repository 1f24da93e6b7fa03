import type { CareLimit, LimitUse, WaitingMessages } from './care';
import type { ErrorShape } from './errors';

/**
 * UNLINKED: no number. WAITING: a code or QR code is shown, the phone has not answered. LINKING: the phone has
 * accepted, keys are exchanged. LINKED: done (connected or not: see `connected`). The others are ends that need a person.
 */
export const LINK_STATES = [
	'UNLINKED',
	'WAITING',
	'LINKING',
	'LINKED',
	'LOGGED_OUT',
	'REPLACED',
	'BANNED',
	'OUTDATED',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

export interface SessionStatus {
	state: LinkState;
	connected: boolean;
	phone: string | null;
	/** The profile name of the number, where WhatsApp has told it. */
	name: string | null;
	onlineSince: string | null;
	/** When the last message came in, and when WhatsApp took the last one of ours. */
	lastMessageIn: string | null;
	lastMessageOut: string | null;
	/** Messages that wait to be sent. */
	queueLength: number;
	/** Events of the last seven days that n8n refused so often that they were put aside, where there are any. */
	droppedEvents?: number;
	/** Since when the whole queue is paused. */
	queuePaused: string | null;
	/** Until when WhatsApp lets the number open no new chats. */
	restrictedUntil: string | null;
	/** How many new chats WhatsApp lets the number start, as it said last; null where it has not. */
	newChats: NewChats | null;
	/** How much of its own limits it has used; null: it has none. */
	limits: Record<CareLimit, LimitUse> | null;
	/** Why messages wait that would leave otherwise; those that only wait for their turn are not among them. */
	waiting: WaitingMessages[];
	lastError: ErrorShape | null;
	/** All of this in one line for a person. */
	summary: string;
}

/** New chats in WhatsApp's own period of about a month. What WhatsApp does not say is null. */
export interface NewChats {
	used: number | null;
	/** Null also where there is no limit. */
	max: number | null;
	/** When the period ends. */
	until: string | null;
	/** `CAPPED`: no more until then. The two before it are WhatsApp's warnings. */
	status: 'NONE' | 'FIRST_WARNING' | 'SECOND_WARNING' | 'CAPPED' | null;
}

/** The phone of the number, and what it knows of this device. */
export interface LinkedPhone {
	phone: string | null;
	lid: string | null;
	/** WhatsApp's own name of what the phone is: android, iphone, smba or smbi; the last two are WhatsApp Business. */
	platform: string | null;
	/** Android or iPhone, where it is one of these. */
	system: string | null;
	app: 'WhatsApp' | 'WhatsApp Business' | null;
	/** The name that the phone got for its list of linked devices when the number was linked. */
	deviceName: string;
	/** Which of the account's devices n8n is; the phone is 0. */
	deviceId: number | null;
}

/** An 8-character code to type on the phone, or the reason why there is none. */
export interface LinkCode {
	/** `ABCD-1234`; null when the number is linked already. */
	code: string | null;
	expiresAt: string | null;
	status: SessionStatus;
}

export interface LinkQr {
	/** PNG as base64; null when the number is linked already. */
	png: string | null;
	/** What the PNG shows, as text. */
	text: string | null;
	expiresAt: string | null;
	status: SessionStatus;
}
