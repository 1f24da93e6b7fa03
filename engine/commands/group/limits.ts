import { EngineError } from '../../gateway/contract';

/** WhatsApp's own limits. */
export const MAX_SUBJECT = 100;
export const MAX_DESCRIPTION = 2_048;
export const MAX_PARTICIPANTS = 1_023;

/** Error: INVALID_CONTENT. */
export function requireLength(what: string, text: string, min: number, max: number): void {
	const { length } = [...text];
	if (length >= min && length <= max) return;
	throw new EngineError(
		'INVALID_CONTENT',
		length < min ? `${what} is empty.` : `${what} has ${length} characters.`,
		`Use ${min > 0 ? `${min} to` : 'up to'} ${max} characters.`,
	);
}
