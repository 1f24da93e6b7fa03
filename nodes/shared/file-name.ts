/** What a file on the web is called. The engine cleans names: these are what a server says. */

/** Names of programs that make files, not of files. */
const SCRIPT = /\.(php\d?|aspx?|ashx|jspx?|cgi|pl|do|action)$/i;
const ENCODED = /%[0-9a-f]{2}/i;

/**
 * The name in a Content-Disposition (RFC 6266), and in what servers make of it: words of mail (RFC 2047), names in pieces
 * (RFC 2231), paths of Windows, and UTF-8 as it is, which Node reads as Latin-1. Undefined where there is none.
 */
export async function nameInHeader(header: unknown): Promise<string | undefined> {
	const [text] = Array.isArray(header) ? (header as unknown[]) : [header];
	if (typeof text !== 'string' || text === '') return undefined;
	// n8n loads all nodes at its start; this is for a few files.
	const { default: libmime } = await import('libmime');
	const { params, decodedParams } = libmime.parseHeaderValue(repaired(text));
	const name = params['filename'] ?? params['name'] ?? '';
	if (decodedParams.includes('filename')) {
		// Without the charset before it.
		if (!/filename\*(0\*)?\s*=\s*"?[^';]*'[^']*'/i.test(text)) return percentDecoded(name);
		if (!name.includes('\uFFFD')) return name || undefined;
		// It is not what it says: RFC 6266 falls back on the other one.
		const without = text.replace(/;\s*filename\*[^;]*/gi, '');
		return (without === text ? undefined : await nameInHeader(without)) ?? name;
	}
	const words = libmime.decodeWords(asUtf8(name));
	return percentDecoded(words.replace(/^'(.*)'$/, '$1')) || undefined;
}

/** The name at the end of an address. */
export function nameInPath({ pathname }: URL): string | undefined {
	const last = pathname.split('/').findLast((part) => part !== '');
	return last && percentDecoded(last).replace(SCRIPT, '');
}

/** A backslash is a part of a path where it makes nothing else of what follows; some say no more than the name. */
function repaired(text: string): string {
	const paths = text.replace(/\\(["\\])|\\/g, (pair, escaped: string | undefined) =>
		escaped ? pair : '\\\\',
	);
	return /^\s*(file)?name\*?\s*=/i.test(paths) ? `attachment; ${paths}` : paths;
}

/** Node gives each byte of a header as one character. */
function asUtf8(text: string): string {
	// eslint-disable-next-line no-control-regex -- these are bytes
	return /^[\x00-\xff]*$/.test(text) ? textOf(Buffer.from(text, 'latin1')) : text;
}

function percentDecoded(text: string): string {
	if (!ENCODED.test(text)) return text;
	const bytes = text
		.split(/(%[0-9a-f]{2})/i)
		.map((part) =>
			/^%[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part),
		);
	return textOf(Buffer.concat(bytes));
}

function textOf(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Some servers are older than UTF-8.
		return bytes.toString('latin1');
	}
}
