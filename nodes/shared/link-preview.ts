import type { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { LinkPreview, StoredMedia } from '../../engine/gateway/contract';
import { MAX_DESCRIPTION, MAX_LABEL } from '../../engine/gateway/contract';
import { addressOf, firstLink } from './first-link';
import { textOfPage } from './page-text';

const TIMEOUT_MS = 5_000;
/** A page says what it is at its top; more than this is not read. */
const MAX_BYTES = 256 * 1024;
/** More than any head has. The parser looks through all open tags at each new one, in the thread that n8n runs in. */
const MAX_TAGS = 1_000;

type Functions = Pick<IExecuteFunctions, 'helpers' | 'logger'>;

/**
 * The preview of the first link in a text: whoever sends makes it, WhatsApp's servers do not. The page is fetched by
 * n8n's own HTTP helper, so n8n's proxy holds, and its protection against internal addresses where it is on. Undefined
 * where there is no link or its page does not say what it is, and without an image where `store`, which hands it to the
 * engine, does not take it: a message is not held up by that.
 */
export async function linkPreview(
	functions: Functions,
	text: string,
	store: (image: Readable) => Promise<StoredMedia>,
): Promise<LinkPreview | undefined> {
	const url = firstLink(text);
	if (!url) return undefined;
	const page = await ifPossible(functions, async () => {
		const address = addressOf(url);
		const { content, contentType } = await open(functions, address, 'text/html');
		return await readPage(address, await textOfPage(await topOf(content), contentType));
	});
	if (!page) return undefined;
	const { title, description, imageUrl } = page;
	const image =
		imageUrl &&
		(await ifPossible(functions, async () =>
			store((await open(functions, imageUrl, 'image/*')).content),
		));
	return { url, title, description, ...(image && { mediaId: image.mediaId }) };
}

async function ifPossible<T>(
	{ logger }: Functions,
	action: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await action();
	} catch (error) {
		logger.debug(`The preview of a link in a WhatsApp message is not complete: ${String(error)}`);
		return undefined;
	}
}

async function open({ helpers }: Functions, url: string, accept: string) {
	const abort = AbortSignal.timeout(TIMEOUT_MS);
	const { body: content, headers } = (await helpers.httpRequest({
		url,
		headers: { Accept: accept },
		encoding: 'stream',
		returnFullResponse: true,
		timeout: TIMEOUT_MS,
		abortSignal: abort,
	})) as { body: Readable; headers: Record<string, unknown> };
	abort.addEventListener('abort', () => content.destroy(), { once: true });
	return { content, contentType: String(headers['content-type'] ?? '') };
}

async function topOf(page: Readable): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of page) {
		chunks.push(Buffer.from(chunk as Uint8Array));
		size += chunks.at(-1)?.length ?? 0;
		if (size >= MAX_BYTES) break; // Leaving the loop destroys the stream.
	}
	return Buffer.concat(chunks);
}

/** What a page says of itself. */
export interface Page {
	title: string;
	description: string | null;
	imageUrl: string | null;
}

/** Open Graph (https://ogp.me) where the page has it, else its title and description. */
export async function readPage(address: string, html: string): Promise<Page | undefined> {
	const { Parser } = await import('htmlparser2');
	const meta = new Map<string, string>();
	let title = '';
	let inTitle = false;
	let tags = 0;
	const parser = new Parser({
		onopentag(name, { property, name: key, content }) {
			if (name === 'body' || ++tags > MAX_TAGS) return parser.pause();
			inTitle = name === 'title' && title === '';
			const about = (property ?? key)?.toLowerCase();
			if (name === 'meta' && about && content && !meta.has(about)) meta.set(about, content.trim());
		},
		ontext(words) {
			if (inTitle) title += words;
		},
		onclosetag() {
			inTitle = false;
		},
	});
	parser.end(html);
	const headline = meta.get('og:title') ?? title.trim();
	if (!headline) return undefined;
	const words = meta.get('og:description') ?? meta.get('description');
	return {
		title: atMost(headline, MAX_LABEL),
		description: words === undefined ? null : atMost(words, MAX_DESCRIPTION),
		imageUrl: webAddress(meta.get('og:image'), address),
	};
}

/** Some pages name their image as their links do, without the host. */
function webAddress(link: string | undefined, page: string): string | null {
	if (!link || !URL.canParse(link, page)) return null;
	const { protocol, href } = new URL(link, page);
	return /^https?:$/.test(protocol) ? href : null;
}

function atMost(words: string, characters: number): string {
	return [...words].slice(0, characters).join('');
}
