/** What is said of a file, by whoever sent it: it goes to where files have such names and types, and says no more. */

const MAX_FILE_NAME = 200;
const MIMETYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,100}(; ?[\w=".+-]{1,60})?$/;

/** Control characters, halves of characters, and what turns the direction of writing: "exe.fdp" would be read as "pdf.exe". */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/gu;
/** What systems take off the end of a name themselves. */
const TRAILING = /[\s.]+$/u;

/** The last part of a path, without what no file name holds; null where nothing is left. */
export function fileNameIn(given: string | null | undefined): string | null {
	const last = (given ?? '').split(/[/\\]/).findLast((part) => part.trim() !== '');
	const name = [...(last ?? '').replace(UNSEEN, '').trim()].slice(-MAX_FILE_NAME).join('');
	return name.replace(TRAILING, '').trim() || null;
}

/** Null where it is none. */
export function mimetypeIn(given: string | null | undefined): string | null {
	return given && MIMETYPE.test(given) ? given : null;
}
