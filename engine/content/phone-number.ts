import {
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/max';
import { LRUCache } from 'lru-cache';

/**
 * Phone numbers as people, spreadsheets and other programs write them, read in one place. A number must be possible, that
 * is, as long as those of its country: whether somebody has it only WhatsApp knows, and ranges change faster than lists.
 * The list of ranges ("max") decides only where a number could be read in two ways.
 */

/** What was written is no phone number: what is wrong with it, and what to do. */
export interface NoPhoneNumber {
	message: string;
	hint: string;
	/** It is meant as a number, and as nothing else. */
	isNumber: boolean;
}

/**
 * Digits with country code. `own`, the linked number, says whose way of writing national numbers is meant; without it
 * there must be a country code.
 */
export function readPhone(written: string, own?: string | null): string | NoPhoneNumber {
	if (written.length > MAX_REMEMBERED_LENGTH) return read(written, own);
	return remembered.memo(`${own ?? ''}/${written}`, { context: { written, own } });
}

/** Reading a number takes a tenth of a millisecond; most are written to many times. */
const remembered = new LRUCache<
	string,
	string | NoPhoneNumber,
	{ written: string; own: string | null | undefined }
>({ max: 1_000, memoMethod: (_key, _before, { context: { written, own } }) => read(written, own) });
const MAX_REMEMBERED_LENGTH = 100;

function read(written: string, own: string | null | undefined): string | NoPhoneNumber {
	const plain = plainCharacters(written);
	const text = withoutWrapping(plain);
	const whole = wholeNumberIn(text);
	if (typeof whole === 'object') return whole;
	return readDigits(whole ?? text, own) ?? problemOf(plain, whole ?? text);
}

/** Undefined where it is no phone number. */
export function parsePhone(written: string, own?: string | null): string | undefined {
	const read = readPhone(written, own);
	return typeof read === 'string' ? read : undefined;
}

/** The country code of a number in digits. */
export function countryCodeOf(digits: string): string | undefined {
	return parse(`+${digits}`)?.countryCallingCode;
}

/**
 * Whether both are one person's: WhatsApp's form of a number differs from the dialled one in Brazil (the ninth digit of
 * mobile numbers), Mexico (a 1) and Argentina (a 9).
 */
export function isSameNumber(one: string, other: string): boolean {
	return shortestForm(one) === shortestForm(other);
}

/** The one form that all of these have in common. */
export function shortestForm(digits: string): string {
	return digits
		.replace(/^(55\d\d)9([016-9]\d{7})$/, '$1$2')
		.replace(/^521(\d{10})$/, '52$1')
		.replace(/^549(\d{10})$/, '54$1');
}

// --- Characters -----------------------------------------------------------------------------------------------------

/** Marks of direction and other characters that nobody sees: format characters, variation selectors, fillers. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** Without what nobody sees, with ASCII digits and signs for those of other scripts and widths. */
export function plainCharacters(text: string): string {
	return text
		.replace(INVISIBLE, '')
		.replace(/[\p{Nd}\uff01-\uff5e]/gu, (character) => asciiOf(character))
		.trim();
}

function asciiOf(character: string): string {
	const plain = character.normalize('NFKC');
	const code = plain.codePointAt(0) ?? 0;
	if (code < 0x80) return plain;
	// The ten digits of a script stand side by side, from 0 to 9.
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return String(code - zero);
}

/** Without quotes (a spreadsheet's sign for text, too) and without the link that a number may stand in. */
function withoutWrapping(text: string): string {
	const bare = text.replace(/^=?["'\u2018\u2019]|["'\u2019]$/g, '').trim();
	const link = /^(?:https?:\/\/)?(?:www\.)?wa\.me\/\+?(\d+)\/?(?:\?.*)?$/i.exec(bare)?.[1];
	if (link) return `+${link}`;
	const asked = /^(?:https?:\/\/(?:api|web)\.whatsapp\.com|whatsapp:\/)\/send\/?\?(.*)$/i.exec(
		bare,
	);
	// In a query + stands for a blank.
	if (asked) return `+${new URLSearchParams(asked[1]).get('phone')?.replace(/^[\s+]+/, '') ?? ''}`;
	return bare.replace(/^(?:tel|sms|whatsapp|callto):/i, '').trim();
}

// --- Numbers of spreadsheets ----------------------------------------------------------------------------------------

const POWER = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;
const DECIMAL = /^(.*\d)([.,])(\d+)$/;
/** Fewer digits before a decimal mark are no number with country code: people write points between groups, too. */
const SHORTEST = 7;
const GROUPED = /^\+?\d{1,3}(?:(?:,\d{3})+|(?:['\u2019]\d{3})+)$/;

/** The digits of a cell that holds a number, not a text; undefined for everything else. */
function wholeNumberIn(text: string): string | NoPhoneNumber | undefined {
	const [, first = '', rest = '', power] = POWER.exec(text) ?? [];
	if (power !== undefined) {
		const missing = Number(power) - rest.length;
		const isWhole = missing === 0 || /^0+$/.test(rest.slice(Number(power)));
		return isWhole ? first + rest.slice(0, Number(power)) : shortened(text);
	}
	const [, whole = '', mark = '', fraction = ''] = DECIMAL.exec(text) ?? [];
	const isDecimal = !whole.includes(mark) && whole.replace(/\D/g, '').length >= SHORTEST;
	const isBare = /^\+?\d+$/.test(whole);
	if (isDecimal && /^0+$/.test(fraction) && (isBare || fraction.length <= 2)) {
		return withoutGroups(whole) ?? whole;
	}
	return isDecimal && isBare ? broken(text) : withoutGroups(text);
}

function withoutGroups(text: string): string | undefined {
	return GROUPED.test(text) ? text.replace(/[,'\u2019]/g, '') : undefined;
}

// --- Digits ---------------------------------------------------------------------------------------------------------

/** What people put between digits; a line break would separate two numbers. */
const WRITTEN =
	/^[([]?\+?[\d \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000()[\]\p{Pd}\u2212\u30fc\u00b7\u2022./~]+$/u;

/** At most 15 digits; the shortest numbers in use have 7. */
const E164 = /^[1-9]\d{6,14}$/;

/**
 * Addresses that WhatsApp keeps for accounts from before numbers changed their length: Mexico's with 1, those of Benin and
 * Côte d'Ivoire with eight digits.
 */
const FORMER = /^(?:521\d{10}|229\d{8}|225\d{8})$/;

function readDigits(text: string, own: string | null | undefined): string | undefined {
	if (!WRITTEN.test(text)) return undefined;
	const digits = text.replace(/\D/g, '');
	if (text.includes('+')) return international(digits.replace(/^00/, ''));
	const country = own ? countryOf(own) : undefined;
	if (digits.startsWith('00')) {
		return international(digits.slice(2)) ?? possible(national(digits, country));
	}
	// No country code begins with 0.
	if (digits.startsWith('0')) return possible(national(digits, country));
	return withOrWithoutCode(text, digits, country);
}

/** Digits alone have their country code, unless only the linked number's own country makes them a number that exists. */
function withOrWithoutCode(
	text: string,
	digits: string,
	country: CountryCode | undefined,
): string | undefined {
	const full = international(digits);
	const home = national(digits, country);
	const atHome = home?.isValid() ? possible(home) : undefined;
	// Nobody puts a country code into brackets without a plus.
	if (atHome && text.startsWith('(')) return atHome;
	if (full && (FORMER.test(full) || parse(`+${full}`)?.isValid())) return full;
	// Other programs leave out all but the digits, and never the country code; people write numbers of their own country.
	const isHuman = text !== digits || home?.formatNational().replace(/\D/g, '') === digits;
	if (atHome && (isHuman || !full)) return atHome;
	return full ?? possible(home);
}

/** The library takes away trunk zeros: +49 0151 and +44 (0)20, but not +39 06, where the zero belongs to the number. */
function international(digits: string): string | undefined {
	if (FORMER.test(digits)) return digits;
	return possible(parse(`+${digits}`));
}

function national(digits: string, country: CountryCode | undefined): PhoneNumber | undefined {
	return country && parse(digits, country);
}

function parse(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
	return parsePhoneNumberFromString(text, { defaultCountry, extract: false });
}

function possible(number: PhoneNumber | undefined): string | undefined {
	const digits = number?.isPossible() ? number.number.slice(1) : '';
	return E164.test(digits) ? digits : undefined;
}

function countryOf(own: string): CountryCode | undefined {
	const number = parse(`+${own}`);
	return number?.country ?? number?.getPossibleCountries()[0];
}

// --- Words ----------------------------------------------------------------------------------------------------------

const WITH_CODE = 'Use the number with its country code, for example +55 11 90000-0001.';

function problemOf(written: string, text: string): NoPhoneNumber {
	const message = (what: string) => `${quoted(written)} ${what}`;
	if (!WRITTEN.test(text) || !/\d/.test(text)) {
		return { message: message('is not a phone number.'), hint: WITH_CODE, isNumber: false };
	}
	const digits = text.replace(/\D/g, '');
	if (/^0(?!0)/.test(digits) && !text.includes('+')) {
		return { message: message('has no country code.'), hint: WITH_CODE, isNumber: true };
	}
	const what = WHAT_IS_WRONG.get(validatePhoneNumberLength(`+${digits.replace(/^00/, '')}`) ?? '');
	return {
		message: message(`is not a possible phone number${what ? `: ${what}` : ''}.`),
		hint: `Check its digits. ${WITH_CODE}`,
		isNumber: true,
	};
}

const WHAT_IS_WRONG: ReadonlyMap<string, string> = new Map([
	['TOO_SHORT', 'it is too short'],
	['TOO_LONG', 'it is too long'],
	['INVALID_LENGTH', 'no number of its country has so many digits'],
	['INVALID_COUNTRY', 'there is no such country code'],
]);

const AS_TEXT =
	'Make the column of the spreadsheet a text column, enter the number again, and use it with its country code.';

function shortened(text: string): NoPhoneNumber {
	return {
		message: `${quoted(text)} is a number that a spreadsheet has rounded: its last digits are lost.`,
		hint: AS_TEXT,
		isNumber: true,
	};
}

function broken(text: string): NoPhoneNumber {
	return {
		message: `${quoted(text)} is a decimal number, not a phone number.`,
		hint: AS_TEXT,
		isNumber: true,
	};
}

function quoted(text: string): string {
	return `"${text.slice(0, 60)}"`;
}
