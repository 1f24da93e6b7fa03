import { parsePhone } from '../jid';
import { propertiesOf, versionOf, writtenNumber, type Property } from '../vcard';
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

/**
 * The card as the user gave it where it is a 3.0 with a name, as WhatsApp writes them. Others are said anew in 3.0: their text
 * is not quoted-printable then, their numbers are no URIs, and `FN` has the name.
 */
export function asWhatsAppWrites(vcard: string, name: string): string {
	const properties = propertiesOf(vcard);
	const hasName = properties.some((property) => property.name === 'FN' && property.value !== '');
	if (versionOf(vcard) === '3.0' && hasName) return vcard.trim();
	const others = properties.filter((property) => !SAID_ANEW.has(property.name));
	return [
		'BEGIN:VCARD',
		'VERSION:3.0',
		`FN:${escaped(name)}`,
		...others.map(lineOf),
		'END:VCARD',
	].join(END_OF_LINE);
}

const SAID_ANEW: ReadonlySet<string> = new Set(['BEGIN', 'END', 'VERSION', 'FN']);
/** How the text was written, and what says nothing in 3.0. */
const GONE: ReadonlySet<string> = new Set(['CHARSET', 'ENCODING', 'VALUE', 'PREF', 'ALTID', 'PID']);

function lineOf({ name, parameters, value }: Property): string {
	const isNumber = name === 'TEL';
	const isBytes = /^b(?:ase64)?$/i.test(parameters.get('ENCODING')?.[0] ?? '');
	const kept = [...parameters].filter(([key]) => !GONE.has(key));
	const heads = [
		...(isBytes ? [';ENCODING=b'] : []),
		...(/^data:/i.test(value) ? [';VALUE=uri'] : []),
		...kept.flatMap(([key, values]) => values.map((one) => `;${key}=${quotedIfNeeded(one)}`)),
	];
	const text = isNumber ? writtenNumber(value) : value.replace(/\r\n|\r|\n/g, '\\n');
	return `${name}${heads.join('')}:${text}`;
}

function quotedIfNeeded(value: string): string {
	return /[;:,]/.test(value) ? `"${value}"` : value;
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
