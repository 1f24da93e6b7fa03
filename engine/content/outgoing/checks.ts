import { EngineError } from '../../gateway/contract';
import { readPhone } from '../phone-number';

export { MAX_DESCRIPTION, MAX_LABEL } from '../../gateway/contract';

/** What somebody wrote cannot be sent as it is. */
export function invalid(message: string, hint: string): EngineError {
	return new EngineError('INVALID_CONTENT', message, hint);
}

/** `what` names the words in a sentence: "The question". Error: INVALID_CONTENT when there are none, or too many. */
export function checkWords(what: string, words: string, max: number): void {
	if (words.trim() === '') throw invalid(`${what} is empty.`, 'Fill it in.');
	checkLength(what, words, max);
}

/** Error: INVALID_CONTENT. */
export function checkLength(what: string, words: string | undefined, max: number): void {
	const length = [...(words ?? '')].length;
	if (length <= max) return;
	throw invalid(`${what} has ${length} characters; at most ${max} are allowed.`, 'Shorten it.');
}

/** Expressions and AI tools may yield any word. `what` in a sentence: "an answer". Error: INVALID_CONTENT. */
export function checkOneOf(what: string, word: string, allowed: readonly string[]): void {
	if (allowed.includes(word)) return;
	throw invalid(
		`"${String(word).slice(0, 60)}" is not ${what}.`,
		`Use one of: ${allowed.join(', ')}.`,
	);
}

/** Error: INVALID_CONTENT with `message` for the first one that is there twice. */
export function checkDifferent(
	names: readonly string[],
	error: (name: string) => EngineError,
): void {
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) throw error(twice);
}

/** `whose` number it is: "business". Error: INVALID_CONTENT for what is no phone number. */
export function checkPhone(written: string, whose: string): void {
	const read = readPhone(written);
	if (typeof read === 'string') return;
	const isEmpty = written.trim() === '';
	throw invalid(
		isEmpty ? `The phone number of the ${whose} is empty.` : read.message,
		isEmpty ? 'Fill it in.' : read.hint,
	);
}

/** Error: INVALID_CONTENT for what a browser would not open. */
export function checkWebAddress(address: string): void {
	if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
	throw invalid(
		address ? `"${address.slice(0, 200)}" is not a web address.` : 'The web address is empty.',
		'Use an address that starts with https:// or http://.',
	);
}
