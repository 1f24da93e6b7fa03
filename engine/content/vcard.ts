import libmime from 'libmime';

/**
 * vCards as phones, mail programs and customer systems write them: 2.1 (versit, with quoted-printable text), 3.0 (RFC 2426) and
 * 4.0 (RFC 6350).
 */

/** One property: `item1.TEL;TYPE=CELL:+55 11 90000-0001`. */
export interface Property {
	/** In capitals, without its group. */
	name: string;
	/** By name in capitals; those that stand without one in 2.1 (`;CELL`) are types. */
	parameters: ReadonlyMap<string, readonly string[]>;
	/** Without its encoding; what is escaped in it still is. */
	value: string;
}

/** More than any card has. */
const MOST = 2_000;

const LINE = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:[^":;]|"[^"]*")*)*):([^]*)$/;
const PARAMETER = /;((?:[^":;]|"[^"]*")*)/g;
const ENCODINGS: ReadonlySet<string> = new Set(['QUOTED-PRINTABLE', 'BASE64', 'B', '7BIT', '8BIT']);
const IS_QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?"?QUOTED-PRINTABLE/i;

export function isVcard(text: string): boolean {
	return /^BEGIN:VCARD\s*$/im.test(text.trim()) && /^END:VCARD\s*$/im.test(text.trim());
}

/** The version that a card names; empty where it names none. */
export function versionOf(vcard: string): string {
	return /^VERSION(?:;[^:\r\n]*)?:[ \t]*([\d.]+)/im.exec(vcard)?.[1] ?? '';
}

export function propertiesOf(vcard: string): Property[] {
	return unfolded(vcard).flatMap((line) => {
		const [, name, heads = '', value = ''] = LINE.exec(line) ?? [];
		if (!name) return [];
		const parameters = parametersIn(heads);
		const [encoding = ''] = parameters.get('ENCODING') ?? [];
		const text = textOf(value, encoding.toUpperCase(), parameters.get('CHARSET')?.[0]);
		return [{ name: name.toUpperCase(), parameters, value: text.trim() }];
	});
}

function textOf(value: string, encoding: string, charset?: string): string {
	if (encoding === 'QUOTED-PRINTABLE') return decoded(value, charset);
	return encoding === 'BASE64' || encoding === 'B' ? value.replaceAll(/\s/g, '') : value;
}

/** The name that a card shows; undefined when it has none. A company's may have only that. */
export function nameIn(vcard: string): string | undefined {
	const properties = propertiesOf(vcard);
	const text = (name: string) =>
		properties.find((property) => property.name === name && property.value !== '')?.value;
	const names = [
		() => unescaped(text('FN') ?? ''),
		() => spokenName(text('N') ?? ''),
		() => unescaped(text('NICKNAME') ?? ''),
		() => components(text('ORG') ?? '').join(' '),
	];
	for (const name of names) {
		const found = name().trim();
		if (found) return found;
	}
	return undefined;
}

/** `waid` is the number on WhatsApp; without it there is only what was written. */
export function phonesIn(vcard: string): string[] {
	const phones = propertiesOf(vcard)
		.filter(({ name }) => name === 'TEL')
		.map(({ parameters, value }) => {
			const waid = parameters.get('WAID')?.[0] ?? '';
			return /^\d+$/.test(waid) ? waid : writtenNumber(unescaped(value));
		});
	return [...new Set(phones.filter(Boolean))];
}

/** `tel:+1-201-555-0123;ext=102` (RFC 3966) without what is no number. */
export function writtenNumber(value: string): string {
	const uri = /^tel:([^;]*)(.*)$/i.exec(value.trim());
	if (!uri) return value.trim();
	const [, number = '', more = ''] = uri;
	const context = /;phone-context=(\+[\d.()-]+)/i.exec(more)?.[1];
	const whole = context && !number.startsWith('+') ? `${context}-${number}` : number;
	return whole.replaceAll('%20', ' ').trim();
}

/** Of quoted-printable text a line that ends in = goes on in the next; all others go on where the next begins with a blank. */
function unfolded(vcard: string): string[] {
	// 2.1 breaks lines at a blank, and means it.
	const glue = versionOf(vcard).startsWith('2') ? ' ' : '';
	const lines: string[] = [];
	for (const line of vcard.trim().split(/\r\n|\r|\n/)) {
		const last = lines.at(-1);
		if (last?.endsWith('=') && IS_QUOTED_PRINTABLE.test(last)) {
			lines[lines.length - 1] = last.slice(0, -1) + line;
		} else if (last !== undefined && /^[ \t]/.test(line)) {
			lines[lines.length - 1] = last + glue + line.slice(1);
		} else if (lines.length < MOST) {
			lines.push(line);
		} else {
			break;
		}
	}
	return lines;
}

function parametersIn(heads: string): Map<string, string[]> {
	const parameters = new Map<string, string[]>();
	for (const [, parameter = ''] of heads.matchAll(PARAMETER)) {
		const [, name, text] = /^([\w-]+)=([^]*)$/.exec(parameter.trim()) ?? [];
		const values = (text ?? parameter).replaceAll('"', '').split(',');
		const bare = ENCODINGS.has(parameter.trim().toUpperCase()) ? 'ENCODING' : 'TYPE';
		const key = name?.toUpperCase() ?? bare;
		parameters.set(key, [...(parameters.get(key) ?? []), ...values.map((value) => value.trim())]);
	}
	return parameters;
}

/** Cards that name no charset are in UTF-8 by now. */
function decoded(text: string, charset = 'utf-8'): string {
	// In headers, which the library reads, _ is a blank; and what is no ASCII is not encoded.
	if (/[^\0-\x7f]/.test(text)) return text;
	return libmime.decodeWord(charset, 'Q', text.replaceAll('_', '=5F'));
}

/** Family name, given name, others, prefixes, suffixes: in the order in which they are spoken. */
function spokenName(value: string): string {
	const [family, given, other, prefix, suffix] = components(value);
	return [prefix, given, other, family, suffix].filter(Boolean).join(' ');
}

/** What semicolons separate; several names in one component stand between commas. */
function components(value: string): string[] {
	const parts = value.match(/(?:\\[^]|[^;\\])+|;/g) ?? [];
	const found: string[] = [''];
	for (const part of parts) {
		if (part === ';') found.push('');
		else found[found.length - 1] += part;
	}
	return found.map((part) =>
		unescaped(part.replace(/(\\,)|,/g, (_, kept?: string) => kept ?? ' ')).trim(),
	);
}

function unescaped(text: string): string {
	return text.replace(/\\([^])|\r\n|\r|\n/g, (whole, escaped?: string) => {
		if (escaped === undefined || escaped === 'n' || escaped === 'N') return ' ';
		return /[\\,;:]/.test(escaped) ? escaped : whole;
	});
}
