import { EngineError, type EventChat } from '../gateway/contract';
import { plainCharacters, readPhone } from './phone-number';

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

/** All JIDs of a person, the given one first. */
export function jidsOf(
	jid: string,
	{ phone, lid }: { phone: string | null; lid: string | null },
): [string, ...string[]] {
	const others = [phone && jidOfPhone(phone), lid].filter((other) => other && other !== jid);
	return [jid, ...(others as string[])];
}

export function phoneOf(jid: string | null | undefined): string | null {
	const parsed = jid ? parseJid(jid) : undefined;
	return parsed?.server === 's.whatsapp.net' ? parsed.user : null;
}

export function lidOf(jid: string | null | undefined): string | null {
	const parsed = jid ? parseJid(jid) : undefined;
	return parsed?.server === 'lid' ? `${parsed.user}@lid` : null;
}

/** The group that a chat ID names, in WhatsApp's form or in Z-API's; undefined where it names none. */
export function groupIdIn(text: string): string | undefined {
	const written = plainCharacters(text);
	const group = Z_API_GROUP.exec(written);
	if (group) return `${group[1] ?? group[2]}@g.us`;
	const chat = written.toLowerCase();
	return CHAT_ID.test(chat) && chatType(chat) === 'group' ? chat : undefined;
}

/** The channel that an ID names; undefined where it names none. */
export function channelIdIn(text: string): string | undefined {
	const id = plainCharacters(text).toLowerCase();
	return CHANNEL.test(id) ? id : undefined;
}

/**
 * The chat that the user means by a phone number in any human form or a chat ID. `own`: the linked number, as in
 * `readPhone`. Error: INVALID_RECIPIENT.
 */
export function parseRecipient(text: string, own?: string | null): string {
	const group = groupIdIn(text);
	if (group) return group;
	const written = plainCharacters(text);
	const chat = withoutDevice(written.toLowerCase());
	if (CHANNEL.test(chat)) throw onlyForChats(chat);
	if (chat === STATUS) throw NO_CHAT;
	if (BROADCAST.test(chat)) throw notYet(chat, 'a broadcast list');
	if (written.includes('@')) {
		if (CHAT_ID.test(chat)) return chat;
	} else if (written) {
		const phone = readPhone(written, own);
		if (typeof phone === 'string') return jidOfPhone(phone);
		if (phone.isNumber) throw new EngineError('INVALID_RECIPIENT', phone.message, phone.hint);
	}
	throw new EngineError(
		'INVALID_RECIPIENT',
		written
			? `"${written.slice(0, 60)}" is not a phone number or chat ID.`
			: 'The recipient is empty.',
		'Use the number with its country code, for example +55 11 90000-0001, or a chat ID that ends in @s.whatsapp.net, @g.us or @lid.',
	);
}

/** Where a message of ours goes: to a person or a group, into a channel, or to those who see a status. Error: INVALID_RECIPIENT. */
export function parseDestination(text: string, own?: string | null): string {
	return text === STATUS ? STATUS : (channelIdIn(text) ?? parseRecipient(text, own));
}

/** The same as `parseRecipient`, channels and the chat of all statuses too. */
export function parseChat(text: string, own?: string | null): string {
	const chat = withoutDevice(plainCharacters(text).toLowerCase());
	return CHANNEL.test(chat) || chat === STATUS ? chat : parseRecipient(text, own);
}

const NO_CHAT = new EngineError(
	'INVALID_RECIPIENT',
	`"${STATUS}" is where statuses are, and no chat to write to.`,
	'Use the resource Status to post one. To answer one, write to its author, with Reply to Message ID.',
);

function onlyForChats(channel: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`"${channel.slice(0, 60)}" is a channel, and this is only for people and groups.`,
		'Use the resource Channel for what is done in channels.',
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
