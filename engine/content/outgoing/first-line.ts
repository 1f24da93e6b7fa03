const PREVIEW_LENGTH = 80;

/** The beginning of a text, for a list. */
export function firstLine(text: string): string {
	return [...text].slice(0, PREVIEW_LENGTH).join('');
}
