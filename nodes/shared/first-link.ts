/**
 * What may belong to a link: no blanks, no quotation marks and brackets that are put around links, and no punctuation of
 * languages that write without blanks, nor marks that nobody sees.
 */
const LINK =
	/(?:https?:\/\/|(?<![\w.@-])www\.)[^\s<>"“”„«»‹›「」『』【】〈〉《》（），。、；：！？…\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/giu;
/** Ends the sentence rather than the link. */
const PUNCTUATION = ".,;:!?'’([{";
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSED: ReadonlySet<string> = new Set(Object.values(CLOSING));
/** They stand on both sides of what they mark: WhatsApp's own for bold, italic, struck through and code, and a quotation mark. */
const MARKS = "*_~`'";

/** The first web address in a text, as it stands there. */
export function firstLink(text: string): string | undefined {
	for (const { 0: found, index } of text.matchAll(LINK)) {
		const link = withoutEnd(found, text.charAt(index - 1));
		if (URL.canParse(addressOf(link))) return link;
	}
	return undefined;
}

/** Where a link leads: people leave out the beginning. */
export function addressOf(link: string): string {
	return /^www\./i.test(link) ? `https://${link}` : link;
}

/** A bracket that was opened inside of the link belongs to it: https://en.wikipedia.org/wiki/Set_(mathematics). */
function withoutEnd(found: string, before: string): string {
	const surplus = unopened(found);
	let end = found.length;
	for (; end > 0; end--) {
		const last = found.charAt(end - 1);
		const left = surplus.get(last) ?? 0;
		const isMark = last === before && MARKS.includes(last);
		if (!isMark && !PUNCTUATION.includes(last) && left <= 0) break;
		surplus.set(last, left - 1);
	}
	return found.slice(0, end);
}

/** How many more closing brackets of each kind there are than opening ones. */
function unopened(text: string): Map<string, number> {
	const surplus = new Map<string, number>();
	const add = (bracket: string, count: number) =>
		surplus.set(bracket, (surplus.get(bracket) ?? 0) + count);
	for (const character of text) {
		const closing = CLOSING[character];
		if (closing) add(closing, -1);
		else if (CLOSED.has(character)) add(character, 1);
	}
	return surplus;
}
