import { EngineError } from '../gateway/contract';

/** WhatsApp counts money in whole thousandths of the currency, whatever the currency: 12.50 is 12500. */
const THOUSAND = 1_000;
/** More is no price: `Number` counts this many exactly. */
const MAX_DIGITS = 12;

/**
 * A currency as people write it, as ISO 4217 does. Error: INVALID_CONTENT for what is none.
 */
export function parseCurrency(written: string): string {
	const code = written.trim().toUpperCase();
	if (CURRENCIES.has(code)) return code;
	throw invalid(
		code
			? `"${written.trim().slice(0, 60)}" is not a currency.`
			: 'No currency is given, and a price needs one.',
		'Use the three letters of the currency, for example BRL, USD or EUR.',
	);
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/**
 * An amount as people write it, with a comma or a point before the cents, in thousandths. `what` names it in a sentence: "The
 * price". Error: INVALID_CONTENT for what is no amount, or could be two.
 */
export function parseAmount(what: string, written: string, currency: string): number {
	const text = written.trim();
	if (text === '') throw invalid(`${what} is empty.`, `Write an amount, for example ${EXAMPLE}.`);
	if (text.startsWith('-')) throw invalid(`${what} is ${text.slice(0, 60)}.`, 'Use 0 or more.');
	const { whole, cents, isSure } = partsOf(text) ?? {};
	if (whole === undefined || cents === undefined || whole.length > MAX_DIGITS) {
		throw invalid(
			`${what} is "${text.slice(0, 60)}", which is not an amount.`,
			`Write digits alone, without the sign of the currency, for example ${EXAMPLE}.`,
		);
	}
	const decimals = decimalsOf(currency);
	if (cents.length === 3 && decimals < 3 && !isSure) {
		throw invalid(
			`${what} is "${text}", which may be read as ${whole}${cents} or as ${whole}.${cents}.`,
			`Write it without dividing thousands: ${whole}${cents}.`,
		);
	}
	if (Number(cents.slice(decimals)) > 0) {
		throw invalid(
			`${what} is "${text}", but ${currency} has ${decimals === 0 ? 'no' : decimals} digits behind the point.`,
			'Round the amount.',
		);
	}
	return Number(whole) * THOUSAND + Number(cents.slice(0, 3).padEnd(3, '0'));
}

const EXAMPLE = '12.50 or 12,50';

/** Thousandths as an amount: 12500 is 12.5. Null for what WhatsApp does not tell. */
export function toAmount(thousandths: number): number;
export function toAmount(thousandths: number | null): number | null;
export function toAmount(thousandths: number | null): number | null {
	return thousandths === null ? null : thousandths / THOUSAND;
}

/**
 * `1.234,56` and `1,234.56` are the same: the last of two kinds of signs stands before the cents, the others divide thousands. Sure
 * is it where there are both, or one kind twice.
 */
function partsOf(text: string): { whole: string; cents: string; isSure: boolean } | undefined {
	const plain = /^(\d+)(?:[.,](\d+))?$/.exec(text);
	if (plain) return { whole: plain[1] ?? '', cents: plain[2] ?? '', isSure: false };
	const grouped = /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/.exec(text);
	if (!grouped) return undefined;
	const whole = (grouped[1] ?? '').replaceAll(/\D/g, '');
	return { whole, cents: grouped[3] ?? '', isSure: true };
}

/** How many digits stand behind the point: 2 for BRL, 0 for JPY, 3 for KWD. */
function decimalsOf(currency: string): number {
	const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
	}).resolvedOptions();
	return Math.min(maximumFractionDigits, 3);
}

function invalid(message: string, hint: string): EngineError {
	return new EngineError('INVALID_CONTENT', message, hint);
}
