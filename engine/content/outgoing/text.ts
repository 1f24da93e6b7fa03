import { EngineError, type TextContent } from '../gateway/contract';

/** WhatsApp's own limit for a text message, in characters. */
export const MAX_TEXT_LENGTH = 65_536;

/** Error: INVALID_CONTENT. */
export function checkText({ text }: TextContent): void {
	if (text.trim() === '') {
		throw new EngineError(
			'INVALID_CONTENT',
			'The text is empty.',
			'Write something in the Text field.',
		);
	}
	const length = [...text].length;
	if (length > MAX_TEXT_LENGTH) {
		throw new EngineError(
			'INVALID_CONTENT',
			`The text has ${length} characters; WhatsApp takes at most ${MAX_TEXT_LENGTH}.`,
			'Shorten the text, or send it as several messages.',
		);
	}
}
