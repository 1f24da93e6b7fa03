import type { PixContent } from '../../gateway/contract';
import { parsePhone, plainCharacters } from '../phone-number';

type KeyType = PixContent['keyType'];

/** The key as Brazil's central bank writes it, from how people write it; undefined when it is none of its type. */
export function parsePixKey(type: KeyType, written: string): string | undefined {
	const text = plainCharacters(written);
	switch (type) {
		case 'CPF':
			return withCheckDigits(text.replace(/[.\-\s]/g, ''), /^\d{11}$/, CPF_WEIGHTS);
		case 'CNPJ':
			// Since July 2026 all but the check digits may be letters.
			return withCheckDigits(
				text.replace(/[./\-\s]/g, '').toUpperCase(),
				/^[0-9A-Z]{12}\d{2}$/,
				CNPJ_WEIGHTS,
			);
		case 'PHONE':
			return brazilianPhone(text);
		case 'EMAIL':
			return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= MAX_EMAIL
				? text.toLowerCase()
				: undefined;
		case 'EVP':
			return UUID.test(text) ? text.toLowerCase() : undefined;
		default:
			return undefined;
	}
}

const MAX_EMAIL = 77;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** From the last character to the first. */
const CPF_WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const CNPJ_WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6];

/** Modulo 11 over what stands before each of the two check digits; a letter counts by its place in ASCII after `0`. */
function withCheckDigits(
	key: string,
	form: RegExp,
	weights: readonly number[],
): string | undefined {
	// Eleven equal digits would pass.
	if (!form.test(key) || /^(.)\1+$/.test(key)) return undefined;
	const body = key.slice(0, -2);
	const first = checkDigit(body, weights);
	return key === body + first + checkDigit(body + first, weights) ? key : undefined;
}

function checkDigit(text: string, weights: readonly number[]): string {
	const values = [...text].reverse().map((character) => character.charCodeAt(0) - 48);
	const sum = values.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
	const rest = sum % 11;
	return String(rest < 2 ? 0 : 11 - rest);
}

/** A number of the country whose numbers these are. */
const BRAZIL = '5511900000001';

/** Area code and 8 or 9 digits, with or without +55. By length: 55 is an area code too. */
function brazilianPhone(text: string): string | undefined {
	const written = plainCharacters(text);
	const isNational = !/^(\+|00)/.test(written) && /^\D*(\d\D*){10,11}$/.test(written);
	const digits = parsePhone(isNational ? `+55 ${written}` : written, BRAZIL);
	return /^55[1-9]{2}\d{8,9}$/.test(digits ?? '') ? `+${digits}` : undefined;
}
