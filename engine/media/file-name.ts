import { extension as extensionIn, lookup } from 'mime-types';
import { fileNameIn } from '../content/file-words';

/** Names of types that nobody gives to files. */
const USUAL: Readonly<Record<string, string>> = { oga: 'ogg', mpga: 'mp3', adts: 'aac' };

/** What servers say of files that they know nothing of. */
const SAYS_NOTHING =
	/^(application\/(octet-stream|binary|unknown|(x-)?(force-)?download|x-binary|x-unknown)|binary\/octet-stream|(x-)?unknown\/(x-)?unknown)$/i;
/** Servers call anything this that they take for words. */
const WORDS = /^text\/(plain|html)$/i;
/** Letters, first of all: "5.12" and "No. 7" end in none. */
const EXTENSION = /\.[a-z][a-z0-9]{0,9}$/i;

/** What a file is called that its sender gave no name. */
export function fileNameFor(kind: string, messageId: string, mimetype: string): string {
	// The ID, too, is the sender's word.
	return `${kind}-${messageId.replace(/\W/g, '')}.${extensionOf(mimetype) ?? 'bin'}`;
}

/** The name of a document as it is sent: cleaned, and with an extension. */
export function documentName(given: string | undefined, mimetype: string): string {
	const name = fileNameIn(given);
	const extension = SAYS_NOTHING.test(mimetype) ? undefined : extensionOf(mimetype);
	if (name === null) return `file.${extension ?? 'bin'}`;
	return extension === undefined || hasExtension(name) ? name : `${name}.${extension}`;
}

/**
 * The type of a document: what its name says, as on a computer, then what its source says, then its bytes. `bytes` come
 * first where a source knows nothing, or takes for words what is none.
 */
export function documentType(
	name: string | undefined,
	told: string | undefined,
	bytes: string | undefined,
): string {
	const clean = fileNameIn(name) ?? '';
	const named = hasExtension(clean) && lookup(clean);
	if (named && !SAYS_NOTHING.test(named)) return named;
	if (told && !SAYS_NOTHING.test(told) && !(bytes && WORDS.test(told))) return told;
	return bytes ?? 'application/octet-stream';
}

function hasExtension(name: string): boolean {
	// Without a dot the whole name is looked up as if it were one.
	return EXTENSION.test(name) || (name.includes('.') && lookup(name) !== false);
}

function extensionOf(mimetype: string): string | undefined {
	const extension = extensionIn(mimetype);
	return extension ? (USUAL[extension] ?? extension) : undefined;
}
