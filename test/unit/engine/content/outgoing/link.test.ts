import { link } from '../../../../../engine/content/outgoing/link';
import type { LinkContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, FILE, refusal } from './support';

const offers: LinkContent = {
	type: 'link',
	text: 'Look: https://example.com/offers !',
	url: 'https://example.com/offers',
	title: 'Our offers',
	description: 'Until Sunday',
	size: 'small',
};
const built = (content: LinkContent) =>
	link.build(content, buildContext(undefined, { files: { m1: FILE } })).extendedTextMessage;

describe('A link', () => {
	test('shows a card that the user made', () => {
		expect(built(offers)).toEqual({
			text: offers.text,
			matchedText: offers.url,
			title: 'Our offers',
			description: 'Until Sunday',
			previewType: 0,
		});
		expect(link.files?.(offers)).toEqual([]);
	});

	test.each([
		['See this', 'See this\nhttps://example.com/offers'],
		[' ', 'https://example.com/offers'],
	])('is put below a text that does not hold it (%j)', (text, whole) => {
		expect(built({ ...offers, text })?.text).toBe(whole);
		expect(link.summary({ ...offers, text })).toBe(whole);
	});

	test('has a small image in the message', () => {
		const small = { ...offers, mediaId: 'm1' };
		expect(link.files?.(small)).toEqual(['m1']);
		expect(link.hasOnlyThumbnails?.(small)).toBe(true);
		expect(built(small)).toMatchObject({ jpegThumbnail: FILE.thumbnail });
		expect(built(small)).not.toHaveProperty('thumbnailDirectPath');
	});

	test("has a large image on WhatsApp's servers", () => {
		const large = { ...offers, mediaId: 'm1', size: 'large' as const };
		expect(link.hasOnlyThumbnails?.(large)).toBe(false);
		expect(built(large)).toMatchObject({
			jpegThumbnail: FILE.thumbnail,
			thumbnailDirectPath: FILE.directPath,
			thumbnailSha256: FILE.fileSha256,
			thumbnailEncSha256: FILE.fileEncSha256,
			mediaKey: FILE.mediaKey,
			mediaKeyTimestamp: FILE.mediaKeyTimestamp,
			thumbnailWidth: 800,
			thumbnailHeight: 600,
		});
	});

	test.each<[string, Partial<LinkContent>, string]>([
		['no URL', { url: '' }, 'The web address is empty.'],
		['a URL without https', { url: 'example.com' }, '"example.com" is not a web address.'],
		[
			'a URL that runs something',
			{ url: 'javascript:alert(1)' },
			'"javascript:alert(1)" is not a web address.',
		],
		['no title', { title: '' }, 'The title of the card is empty.'],
	])('refuses %s', (_, change, message) => {
		expect(refusal(link, { ...offers, ...change })).toBe(message);
	});

	test('may have no text of its own', () => {
		expect(() => link.check({ ...offers, text: '' }, checkContext())).not.toThrow();
	});
});
