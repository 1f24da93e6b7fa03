import { EngineError, type EventChat } from '../gateway/contract';

/** `user:device@server`, the address form of WhatsApp. Device 0, the phone, is not written. */
export interface Jid {
	user: string;
	device: number;
	server: string;
}

const JID = /^([^@:]*)(?::(\d+))?@([a-z.]+)$/;
const CHAT_ID = /^(\d{5,20}@(s\.whatsapp\.net|lid)|\d{5,20}(-\d{5,20})?@g\.us)$/;
/** A group as Z-API writes it. Those from before November 2021 have no ending: too long for a phone number. */
const Z_API_GROUP = /^(?:(\d{5,20}(?:-\d{5,20})?)-group|(\d{7,15}-\d{10}))$/;
const CHANNEL = /^\d+@newsletter$/;
/** The chat of all statuses. */
export const STATUS = 'status@broadcast';

/** All statuses, and lists of people to write to one by one; Z-API writes `-broadcast`. */
const BROADCAST = /^\w+[@-]broadcast$/;
/** E.164: at most 15 digits; the shortest numbers with country code in use have 7. */
const PHONE = /^[1-9]\d{6,14}$/;

export function parseJid(text: string): Jid | undefined {
	const match = JID.exec(text);
	if (!match) return undefined;
	return { user: match[1] ?? '', device: Number(match[2] ?? 0), server: match[3] ?? '' };
}

/** The chat or person behind an address: without the device. */
export function withoutDevice(text: string): string {
	const jid = parseJid(text);
	return jid ? `${jid.user}@${jid.server}` : text;
}

export function jidOfPhone(phone: string): string {
	return `${phone}@s.whatsapp.net`;
}

export function phoneOf(jid: string | null | undefined): string | null {
	const parsed = jid ? parseJid(jid) : undefined;
	return parsed?.server === 's.whatsapp.net' ? parsed.user : null;
}

export function lidOf(jid: string | null | undefined): string | null {
	const parsed = jid ? parseJid(jid) : undefined;
	return parsed?.server === 'lid' ? `${parsed.user}@lid` : null;
}

/** Without blanks around it and the invisible marks (U+202A and the like) that come with copied numbers. */
function visible(text: string): string {
	return text.replace(/\p{Cf}/gu, '').trim();
}

/**
 * A phone number as people write it (`+55 (11) 90000-0001`, `0055...`, `tel:...`) as digits with country code, or
 * undefined when it cannot be one.
 */
export function parsePhone(text: string): string | undefined {
	const written = visible(text).replace(/^tel:/i, '');
	if (!/^\+?[\d\s().\-/\u2010-\u2015\u2212]+$/.test(written)) return undefined;
	// +44 (0)20...: the zero is for calls inside the country only.
	const digits = written.replace('(0)', '').replace(/\D/g, '').replace(/^00/, '');
	return PHONE.test(digits) ? digits : undefined;
}

/** The chat that the user means by a phone number in any human form or a chat ID. Error: INVALID_RECIPIENT. */
export function parseRecipient(text: string): string {
	const written = visible(text);
	const group = Z_API_GROUP.exec(written);
	if (group) return `${group[1] ?? group[2]}@g.us`;
	const chat = withoutDevice(written.toLowerCase());
	if (CHANNEL.test(chat)) throw notYet(chat, 'a channel');
	if (BROADCAST.test(chat)) throw notYet(chat, 'a status or a broadcast list');
	if (written.includes('@')) {
		if (CHAT_ID.test(chat)) return chat;
	} else {
		const phone = parsePhone(written);
		if (phone) return jidOfPhone(phone);
	}
	throw new EngineError(
		'INVALID_RECIPIENT',
		written
			? `"${written.slice(0, 60)}" is not a phone number or chat ID.`
			: 'The recipient is empty.',
		'Use the number with its country code, for example +55 11 90000-0001, or a chat ID that ends in @s.whatsapp.net, @g.us or @lid.',
	);
}

function notYet(chat: string, what: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`"${chat.slice(0, 60)}" is ${what}: sending there is not supported yet.`,
		'Use a phone number, or the chat ID of a person or group.',
	);
}

/** Several people that somebody writes to at once; not the chat of all statuses. */
export function isBroadcastList(jid: string): boolean {
	return jid.endsWith('@broadcast') && jid !== STATUS;
}

export function chatType(jid: string): EventChat['type'] {
	const server = parseJid(jid)?.server;
	if (server === 'g.us') return 'group';
	if (server === 'newsletter') return 'channel';
	if (server === 'broadcast') return 'status';
	return 'direct';
}
