import { EngineError } from '../gateway/contract';

/** Of a text in characters, as people count them but for joined emoji. Error: INVALID_CONTENT. */
export function requireLength(what: string, text: string, min: number, max: number): void {
	const { length } = [...text];
	if (length >= min && length <= max) return;
	throw new EngineError(
		'INVALID_CONTENT',
		length < min ? `${what} is empty.` : `${what} has ${length} characters.`,
		`Use ${min > 0 ? `${min} to` : 'up to'} ${max} characters.`,
	);
}
