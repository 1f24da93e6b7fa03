/** What is said of a file, by whoever sent it: it goes to where files have such names and types, and says no more. */

const MAX_FILE_NAME = 200;
const MIMETYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,100}(; ?[\w=".+-]{1,60})?$/;

/** The last part of a path, without what no file name holds; null where nothing is left. */
export function fileNameIn(given: string | null | undefined): string | null {
	const name = (given ?? '')
		.split(/[/\\]/)
		.at(-1)
		// eslint-disable-next-line no-control-regex -- it is what must not be in a name
		?.replace(/[\u0000-\u001f\u007f]/g, '')
		.trim();
	return name && /[^.]/.test(name) ? [...name].slice(-MAX_FILE_NAME).join('') : null;
}

/** Null where it is none. */
export function mimetypeIn(given: string | null | undefined): string | null {
	return given && MIMETYPE.test(given) ? given : null;
}
