import { Readable } from 'node:stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { firstLink, linkPreview, readPreview } from '../../../../nodes/shared/link-preview';

const URL = 'https://example.org/page';

describe('the first link in a text', () => {
	test.each([
		['see https://example.org/a?b=c#d for more', 'https://example.org/a?b=c#d'],
		['(https://example.org/a).', 'https://example.org/a'],
		['Is it http://example.org?', 'http://example.org'],
		['two: https://a.example https://b.example', 'https://a.example'],
		['mail bob@example.org or ftp://example.org', undefined],
		['no link', undefined],
	])('%s', (text, link) => {
		expect(firstLink(text)).toBe(link);
	});
});

describe('what a page says of itself', () => {
	test('Open Graph comes first, entities are decoded', () => {
		const html = `<html><head><title>Plain</title><meta name="description" content="plain words">
			<meta property="og:title" content="Tom &amp; Jerry"><meta property="og:description" content=" Cat, mouse ">`;
		expect(readPreview(URL, html)).toEqual({
			url: URL,
			title: 'Tom & Jerry',
			description: 'Cat, mouse',
		});
	});

	test('title and description stand in', () => {
		const html =
			'<title> A\n title </title><meta NAME="Description" content="words"><body><title>No</title>';
		expect(readPreview(URL, html)).toMatchObject({ title: 'A\n title', description: 'words' });
	});

	test('goes out as long as a card may be', () => {
		const html = `<title>${'😀'.repeat(300)}</title><meta name="description" content="${'d'.repeat(3_000)}">`;
		expect(readPreview(URL, html)).toMatchObject({
			title: '😀'.repeat(256),
			description: 'd'.repeat(2_048),
		});
	});

	test('is in its head: what comes in the body, or after more tags than a head has, is not read', () => {
		const late = '<meta property="og:title" content="Late">';
		expect(readPreview(URL, `<title>Head</title><body>${late}`)?.title).toBe('Head');
		expect(readPreview(URL, `<title>Head</title>${'<a>'.repeat(1_000)}${late}`)?.title).toBe(
			'Head',
		);
		expect(readPreview(URL, `<title>Head</title>${'<a>'.repeat(900)}${late}`)?.title).toBe('Late');
	});

	test.each(['', 'just text', '{"json": true}', '<title></title>'])(
		'no title, no preview: %s',
		(html) => {
			expect(readPreview(URL, html)).toBeUndefined();
		},
	);
});

describe('fetching a preview', () => {
	const functions = (httpRequest: (options: IHttpRequestOptions) => unknown) =>
		({
			helpers: { httpRequest: async (options: IHttpRequestOptions) => httpRequest(options) },
			logger: { debug: () => undefined },
		}) as unknown as IExecuteFunctions;

	test('a page that goes on for ever is read at its top only', async () => {
		let sent = 0;
		const endless = new Readable({
			read() {
				sent += 65_536;
				this.push(Buffer.from(`<title>Endless</title>${' '.repeat(65_536)}`));
			},
		});
		const preview = await linkPreview(
			functions(() => endless),
			`look: ${URL}`,
		);
		expect(preview).toMatchObject({ url: URL, title: 'Endless' });
		expect(endless.destroyed).toBe(true);
		expect(sent).toBeLessThan(2 * 1024 * 1024);
	});

	test('a page that cannot be had is no preview, and no error', async () => {
		const refused = functions(() => {
			throw new Error('404');
		});
		expect(await linkPreview(refused, URL)).toBeUndefined();
	});

	test('without a link nothing is fetched', async () => {
		const never = functions(() => {
			throw new Error('fetched');
		});
		expect(await linkPreview(never, 'no link')).toBeUndefined();
	});
});
