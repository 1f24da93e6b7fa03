import { Readable } from 'node:stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { linkPreview, readPage } from '../../../../nodes/shared/link-preview';
import { storedMedia } from '../doubles';

const URL = 'https://example.org/page';

describe('what a page says of itself', () => {
	test('is what Open Graph says first, with entities decoded', async () => {
		const html = `<html><head><title>Plain</title><meta name="description" content="plain words">
			<meta property="og:title" content="Tom &amp; Jerry"><meta property="og:description" content=" Cat, mouse ">`;
		expect(await readPage(URL, html)).toEqual({
			title: 'Tom & Jerry',
			description: 'Cat, mouse',
			imageUrl: null,
		});
	});

	test('is title and description where there is no Open Graph', async () => {
		const html =
			'<title> A\n title </title><meta NAME="Description" content="words"><body><title>No</title>';
		expect(await readPage(URL, html)).toMatchObject({ title: 'A\n title', description: 'words' });
	});

	test.each([
		['https://cdn.example/a.png', 'https://cdn.example/a.png'],
		['/a.png', 'https://example.org/a.png'],
		['data:image/png;base64,AAAA', null],
		['http://', null],
	])('may name an image: %s', async (image, imageUrl) => {
		const html = `<title>A</title><meta property="og:image" content="${image}">`;
		expect(await readPage(URL, html)).toMatchObject({ imageUrl });
	});

	test('goes out as long as a card may be', async () => {
		const html = `<title>${'😀'.repeat(300)}</title><meta name="description" content="${'d'.repeat(3_000)}">`;
		expect(await readPage(URL, html)).toMatchObject({
			title: '😀'.repeat(256),
			description: 'd'.repeat(2_048),
		});
	});

	test('is in its head: what comes in the body, or after more tags than a head has, is not read', async () => {
		const late = '<meta property="og:title" content="Late">';
		expect((await readPage(URL, `<title>Head</title><body>${late}`))?.title).toBe('Head');
		expect((await readPage(URL, `<title>Head</title>${'<a>'.repeat(1_000)}${late}`))?.title).toBe(
			'Head',
		);
		expect((await readPage(URL, `<title>Head</title>${'<a>'.repeat(900)}${late}`))?.title).toBe(
			'Late',
		);
	});

	test.each(['', 'just text', '{"json": true}', '<title></title>'])(
		'is nothing without a title: %s',
		async (html) => {
			expect(await readPage(URL, html)).toBeUndefined();
		},
	);
});

describe('fetching a preview', () => {
	const functions = (httpRequest: (options: IHttpRequestOptions) => unknown) =>
		({
			helpers: {
				httpRequest: async (options: IHttpRequestOptions) => ({
					body: httpRequest(options),
					headers: { 'content-type': 'text/html; charset=utf-8' },
				}),
			},
			logger: { debug: () => undefined },
		}) as unknown as IExecuteFunctions;
	const noImage = async () => {
		throw new Error('stored');
	};

	test('reads a page that goes on for ever at its top only', async () => {
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
			noImage,
		);
		expect(preview).toEqual({ url: URL, title: 'Endless', description: null });
		expect(endless.destroyed).toBe(true);
		expect(sent).toBeLessThan(2 * 1024 * 1024);
	});

	const web: Record<string, string> = {
		'https://www.example.org': '<title>Shop</title><meta property="og:image" content="/shop.png">',
		'https://www.example.org/shop.png': 'image',
	};
	const shop = functions(({ url }) => Readable.from([Buffer.from(web[url] ?? '')]));

	test('hands the image of the page to the engine; a link may do without https://', async () => {
		const stored: string[] = [];
		const preview = await linkPreview(shop, 'see www.example.org', async (image) => {
			stored.push(Buffer.concat(await image.toArray()).toString());
			return storedMedia;
		});
		expect(preview).toEqual({
			url: 'www.example.org',
			title: 'Shop',
			description: null,
			mediaId: storedMedia.mediaId,
		});
		expect(stored).toEqual(['image']);
	});

	test('goes without the image where the engine does not take it', async () => {
		const preview = await linkPreview(shop, 'see www.example.org', noImage);
		expect(preview).toEqual({ url: 'www.example.org', title: 'Shop', description: null });
	});

	test('makes no preview and no error of a page that cannot be had', async () => {
		const refused = functions(() => {
			throw new Error('404');
		});
		expect(await linkPreview(refused, URL, noImage)).toBeUndefined();
	});

	test('asks for nothing where there is no link', async () => {
		const never = functions(() => {
			throw new Error('fetched');
		});
		expect(await linkPreview(never, 'no link', noImage)).toBeUndefined();
	});
});
