import type { BuildContext } from '../../../../../engine/content/outgoing';
import {
	checkText as check,
	MAX_TEXT_LENGTH,
	text,
} from '../../../../../engine/content/outgoing/text';
import { errorOf } from '../../support';
import { buildContext } from './support';

/** A text needs nothing of what is around it. */
const build = (content: Parameters<typeof text.build>[0]) =>
	text.build(content, {} as BuildContext).extendedTextMessage;

describe('A text message', () => {
	test('is the text', () => {
		expect(build({ type: 'text', text: 'see https://example.com' })).toEqual({
			text: 'see https://example.com',
		});
	});

	test('names who is mentioned', () => {
		const content = { type: 'text' as const, text: '@123456', mentions: ['123456@lid'] };
		expect(build(content)?.contextInfo).toEqual({ mentionedJid: ['123456@lid'] });
	});

	test('carries the preview of a link, with and without description', () => {
		const preview = { url: 'https://example.com', title: 'Example', description: null };
		expect(build({ type: 'text', text: 'see', preview })).toEqual({
			text: 'see',
			matchedText: 'https://example.com',
			title: 'Example',
			previewType: 0,
		});
		expect(
			build({ type: 'text', text: 'see', preview: { ...preview, description: 'A domain' } }),
		).toMatchObject({ description: 'A domain' });
	});

	test('goes without the image of a link that is not here any more', () => {
		const preview = { url: 'https://a.b', title: 'A', description: null, mediaId: 'gone' };
		const content = { type: 'text' as const, text: 'see', preview };
		const built = text.build(content, buildContext(undefined)).extendedTextMessage;
		expect(built).toEqual({ text: 'see', matchedText: 'https://a.b', title: 'A', previewType: 0 });
	});

	test('carries no more of a page than a card may say', () => {
		const preview = { url: 'https://example.com', title: 't'.repeat(257), description: null };
		const check = () => text.check({ type: 'text', text: 'see', preview }, {} as BuildContext);
		expect(errorOf(check)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The title of the link has 257 characters; at most 256 are allowed.',
		});
	});

	test('is shown in the queue by its beginning', () => {
		expect(text.summary({ type: 'text', text: '😀'.repeat(81) })).toBe('😀'.repeat(80));
	});
});

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
