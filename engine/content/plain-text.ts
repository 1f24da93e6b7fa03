/** Letters that have no form without their stroke or ligature in Unicode. */
const LETTERS: Readonly<Record<string, string>> = {
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	ħ: 'h',
	ŧ: 't',
	ŋ: 'n',
	// At the end of words alone.
	ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Without case, accents and what nobody sees: "jose" finds "José", and "grossmann" finds "Großmann". */
export function plainText(text: string): string {
	return (
		text
			.normalize('NFKD')
			.replace(/[\p{M}\p{Cf}]/gu, '')
			// In capitals ß is SS.
			.toLowerCase()
			.toUpperCase()
			.toLowerCase()
			.replace(LETTER, (letter) => LETTERS[letter] ?? letter)
			.replace(/\s+/g, ' ')
			.trim()
	);
}

/** The same without what stands around words: "Yes!" is "yes". */
export function bareText(text: string): string {
	return plainText(text).replace(/^[\s.,;:!?¡¿'"*_~-]+|[\s.,;:!?'"*_~-]+$/gu, '');
}
