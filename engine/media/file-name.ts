import { extension } from 'mime-types';

/** Names of types that nobody gives to files. */
const USUAL: Readonly<Record<string, string>> = { oga: 'ogg', mpga: 'mp3', adts: 'aac' };

/** What a file is called that its sender gave no name. */
export function fileNameFor(kind: string, messageId: string, mimetype: string): string {
	const ending = extension(mimetype) || 'bin';
	// The ID, too, is the sender's word.
	return `${kind}-${messageId.replace(/\W/g, '')}.${USUAL[ending] ?? ending}`;
}
