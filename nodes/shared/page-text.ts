/** What browsers take a page for that names no charset and is not in UTF-8 (https://encoding.spec.whatwg.org). */
const FALLBACK = 'windows-1252';
/** More than any head has. The parser looks through all open tags at each new one, in the thread that n8n runs in. */
const MAX_TAGS = 1_000;

/**
 * The text of the beginning of a page, as browsers find out its charset (https://html.spec.whatwg.org/#determining-the-character-encoding):
 * by its first bytes, by the header of the answer, by what the page says of itself. Then it is tried as UTF-8.
 */
export async function textOfPage(bytes: Uint8Array, contentType: string): Promise<string> {
	const decoder =
		decoderFor(byteOrderMark(bytes)) ??
		decoderFor(charsetIn(contentType)) ??
		decoderFor(await charsetOfMeta(bytes)) ??
		decoderFor(isUtf8(bytes) ? 'utf-8' : FALLBACK);
	return decoder?.(bytes) ?? '';
}

type Decode = (bytes: Uint8Array) => string;

/** Undefined for a charset that nobody knows. */
function decoderFor(label: string | undefined): Decode | undefined {
	if (!label) return undefined;
	try {
		const decoder = new TextDecoder(label.trim());
		return (bytes) => {
			const text = decoder.decode(bytes);
			return decoder.encoding === FALLBACK ? withWindowsCharacters(text) : text;
		};
	} catch {
		return undefined;
	}
}

/** 0x80 to 0x9F. Some versions of Node decode windows-1252 as Latin-1 (nodejs/node#56542). */
const OF_WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function withWindowsCharacters(text: string): string {
	return text.replace(/[\x80-\x9f]/g, (found) => OF_WINDOWS.charAt(found.charCodeAt(0) - 0x80));
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

/** `text/html; charset="utf-8"` */
function charsetIn(contentType: string): string | undefined {
	return /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1];
}

/** Read as Latin-1: up to where it says its charset a page is ASCII. */
async function charsetOfMeta(bytes: Uint8Array): Promise<string | undefined> {
	const { Parser } = await import('htmlparser2');
	let found: string | undefined;
	let tags = 0;
	const parser = new Parser({
		onopentag(name, { charset, content, 'http-equiv': equivalent }) {
			if (name === 'meta') {
				const isType = equivalent?.trim().toLowerCase() === 'content-type';
				found = charset || (isType ? charsetIn(content ?? '') : undefined);
			}
			if (found || name === 'body' || ++tags > MAX_TAGS) parser.pause();
		},
	});
	parser.end(Buffer.from(bytes).toString('latin1'));
	// It could not have been read in these.
	return found && /^\s*utf-?16/i.test(found) ? 'utf-8' : found;
}

/** The page may have been cut in the middle of a character. */
function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
		return true;
	} catch {
		return false;
	}
}
