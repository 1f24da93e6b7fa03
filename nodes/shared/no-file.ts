import { once } from 'node:events';
import type { Readable } from 'node:stream';

import { EngineError } from '../../engine/gateway/contract';

/** What a field for a file holds that is no file: found out before it is taken for one. */

const LABELS = { url: 'URL', base64: 'Base64' } as const;
type Field = keyof typeof LABELS;

const INPUT_BINARY_FIELD =
	'For a file that an earlier node put out, choose Input Binary Field under File From, and the name of its field there, for example data.';

/**
 * What stands in an item's binary field instead of the bytes, where n8n keeps files elsewhere: the place (n8n-core,
 * binary-data.config.js BINARY_DATA_MODES) as `data`, and with the rest as `id`.
 */
const KEPT_BY_N8N = /^(?:default|filesystem(?:-v2)?|s3|azure|database)(?::.*)?$/i;
/** What is left of nothing, and of objects, in a text. */
const WORDS_FOR_NOTHING = /^(?:undefined|null|nan|true|false|\[object \w+\])$/i;

/** Error: INVALID_CONTENT. `binaryFields`: the names of those that the item has. */
export function checkIsFile(field: Field, value: unknown, binaryFields: readonly string[]): void {
	if (typeof value === 'object' && value !== null) {
		throw refused(`The ${LABELS[field]} field holds an object, not a text.`, INPUT_BINARY_FIELD);
	}
	const text = String(value ?? '').trim();
	const shown = `"${text.slice(0, 60)}"`;
	if (KEPT_BY_N8N.test(text)) {
		throw refused(
			`The ${LABELS[field]} field holds ${shown}: that is where n8n keeps a file, not the file.`,
			INPUT_BINARY_FIELD,
		);
	}
	if (WORDS_FOR_NOTHING.test(text)) {
		throw refused(
			`The ${LABELS[field]} field holds the word ${shown}: its expression found no file.`,
			`Check the expression. ${INPUT_BINARY_FIELD}`,
		);
	}
	if (binaryFields.includes(text)) {
		throw refused(
			`The ${LABELS[field]} field holds the name of the binary field ${shown}.`,
			`Choose Input Binary Field under File From, and type ${text} there.`,
		);
	}
	if (field === 'base64' && /^https?:/i.test(text)) {
		throw refused('The Base64 field holds a web address.', 'Choose URL under File From.');
	}
	if (field === 'url' && /^data:/i.test(text)) {
		throw refused(
			'The URL field holds the file itself, as a data URI.',
			'Choose Base64 under File From.',
		);
	}
}

const DATA_URI = /^data:([^;,]*)(?:;[^;,]*)*;base64,/i;

/** The bytes of Base64 text or of a data URI, and what it says of them. Error: INVALID_CONTENT. */
export function decodeBase64(text: string): { bytes: Buffer; mimetype: string | undefined } {
	const head = DATA_URI.exec(text.trimStart().slice(0, 1_000));
	const encoded = (head ? text.trimStart().slice(head[0].length) : text)
		.trim()
		.replace(/[ \t]*[\r\n]\s*/g, '');
	if (head) checkIsFile('base64', encoded, []);
	if (encoded === '') throw refused('The Base64 field is empty.', USE_BASE64);
	if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) {
		throw refused('The Base64 field holds no Base64 text.', USE_BASE64);
	}
	if (!endsLikeBase64(encoded)) {
		throw refused('The Base64 field holds no Base64 text, or not all of it.', USE_BASE64);
	}
	return { bytes: Buffer.from(encoded, 'base64'), mimetype: head?.[1] || undefined };
}

/**
 * Four characters stand for three bytes. Where fewer are left, the last one has bits that stand for nothing and are 0, as
 * they are not in words that only look like Base64.
 */
function endsLikeBase64(encoded: string): boolean {
	const unpadded = encoded.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
	const rest = unpadded.slice(unpadded.length - (unpadded.length % 4));
	return Buffer.from(rest, 'base64').toString('base64').replace(/=+$/, '') === rest;
}

const USE_BASE64 = `Use Base64 text or a data URI, for example data:image/png;base64,iVBORw0KGgo…. ${INPUT_BINARY_FIELD}`;

// --- Web pages ------------------------------------------------------------------------------------------------------

/**
 * Whether a page came instead of a file: by its type and by its bytes, as many programs call everything a page. One that is
 * meant as a file has its name, or is an attachment. What was looked at stays in the stream.
 */
export async function isWebPage(
	{ pathname }: URL,
	headers: Readonly<Record<string, unknown>>,
	body: Readable,
	signal: AbortSignal,
): Promise<boolean> {
	const type = String(headers['content-type'] ?? '');
	const disposition = String(headers['content-disposition'] ?? '');
	const isCalledPage =
		/^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type) &&
		!/^\s*attachment\b/i.test(disposition) &&
		!/\.x?html?$/i.test(pathname);
	return isCalledPage && (await beginsWithTag(body, signal));
}

/** Pages begin with a tag; no file that is one of its own kind does. */
async function beginsWithTag(body: Readable, signal: AbortSignal): Promise<boolean> {
	await once(body, 'readable', { signal });
	const chunk = body.read() as Buffer | null;
	if (chunk === null) return false;
	body.unshift(chunk);
	return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(chunk.subarray(0, 1_000).toString('latin1'));
}

/** How the links of well-known places become links to the file. */
const DIRECT_LINKS: ReadonlyArray<readonly [host: RegExp, how: string]> = [
	[
		/(^|\.)(drive|docs)\.google\.com$/,
		'For Google Drive, share the file with everybody who has the link, and use https://drive.google.com/uc?export=download&id= and the ID of the file; or use the Google Drive node and Input Binary Field.',
	],
	[/(^|\.)dropbox\.com$/, 'For Dropbox, write dl=1 at the end of the link, instead of dl=0.'],
	[/(^|\.)(1drv\.ms|onedrive\.live\.com|sharepoint\.com)$/, 'For OneDrive, add download=1 to it.'],
	[/(^|\.)github\.com$/, 'For GitHub, use the link of the button Raw.'],
];

export function webPage({ host, hostname }: URL): EngineError {
	const how = DIRECT_LINKS.find(([pattern]) => pattern.test(hostname))?.[1];
	return refused(
		`${host} answered with a web page, not with a file.`,
		`Use a direct download link: it must lead to the file itself, without a page to press a button on or to log in.${how ? ` ${how}` : ''}`,
	);
}

function refused(message: string, hint: string): EngineError {
	return new EngineError('INVALID_CONTENT', message, hint);
}
