import { checkText, MAX_TEXT_LENGTH } from '../../../../engine/content/text';
import { errorOf } from '../support';

const check = (text: string) => checkText({ type: 'text', text });

describe('The text of a message', () => {
	test('may be as long as WhatsApp takes', () => {
		expect(MAX_TEXT_LENGTH).toBe(65_536);
		expect(() => check('a'.repeat(65_536))).not.toThrow();
	});

	test('is counted in characters, not in the halves that JavaScript counts', () => {
		expect(() => check('😀'.repeat(65_536))).not.toThrow();
	});

	test.each([
		['letters', 'a'],
		['emoji', '😀'],
	])('may not be one character longer (%s)', (_kind, character) => {
		expect(errorOf(() => check(character.repeat(65_537)))).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The text has 65537 characters; WhatsApp takes at most 65536.',
			retryable: false,
		});
	});

	test.each(['', ' ', '\n\t \u00a0'])('may not be empty (%j)', (text) => {
		expect(errorOf(() => check(text))).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The text is empty.',
		});
	});

	test('may be one character with blanks around it', () => {
		expect(() => check(' a ')).not.toThrow();
	});
});
