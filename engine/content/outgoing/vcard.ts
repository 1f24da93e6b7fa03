import { parsePhone } from '../jid';
import type { ContactCard } from '../../gateway/contract';

/** What a vCard is made of. */
export type CardDetails = Exclude<ContactCard, { vcard: string }>;

const END_OF_LINE = '\r\n';

/**
 * A vCard 3.0 (RFC 2426) as WhatsApp's own apps write it. `waid` is the number on WhatsApp: without it the card has no
 * "Message" button. The lines X-WA-BIZ-... make it the card of a business.
 */
export function vcardOf({ name, phones, organization, email, business }: CardDetails): string {
	return [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`N:;${escaped(name)};;;`,
		`FN:${escaped(name)}`,
		...(organization ? [`ORG:${escaped(organization)};`] : []),
		...(email ? [`EMAIL:${escaped(email)}`] : []),
		...phones.map(phoneLine),
		...(business
			? [`X-WA-BIZ-NAME:${escaped(name)}`, `X-WA-BIZ-DESCRIPTION:${escaped(business)}`]
			: []),
		'END:VCARD',
	].join(END_OF_LINE);
}

/** The name that a vCard shows; undefined when it has none. */
export function nameIn(vcard: string): string | undefined {
	// A property may have a group and parameters: `item1.FN;CHARSET=UTF-8:Ana`.
	const name = /^(?:[\w-]+\.)?FN(?:;[^:\r\n]*)?:(.*)$/im.exec(vcard)?.[1]?.trim();
	return name?.replace(/\\n/gi, ' ').replace(/\\([\\,;])/g, '$1') || undefined;
}

export function isVcard(text: string): boolean {
	return /^BEGIN:VCARD\s*$/im.test(text) && /^END:VCARD\s*$/im.test(text);
}

function phoneLine(phone: string): string {
	const digits = parsePhone(phone);
	return `TEL;type=CELL;type=VOICE;waid=${digits}:+${digits}`;
}

function escaped(text: string): string {
	return text
		.trim()
		.replace(/[\\,;]/g, '\\$&')
		.replace(/\r?\n|\r/g, '\\n');
}
