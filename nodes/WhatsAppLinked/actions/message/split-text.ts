/** A text that is no longer than this is one message, and so is a paragraph. In characters. */
const SHORT = 300;
const LONG = 700;

/** A part of a text, and what stood between it and the one before. */
interface Part {
	text: string;
	before: string;
}

/**
 * Cuts a text into at most so many messages, as a person would send it: at blank lines, and long paragraphs between sentences.
 * Code blocks stay whole.
 */
export function splitText(text: string, most: number): string[] {
	const whole = text.trim();
	if (whole.length <= SHORT) return [whole];
	const parts = paragraphs(whole).flatMap(cut);
	while (parts.length > most) joinShortest(parts);
	return parts.map((part) => part.text);
}

/** What stands between two blank lines; those in code blocks do not count. */
const PARAGRAPH = /(?:```[^]*?```|(?!\n\s*\n)[^])+/g;

function paragraphs(text: string): Part[] {
	return (text.match(PARAGRAPH) ?? [])
		.map((piece) => ({ text: piece.trim(), before: '\n\n' }))
		.filter((part) => part.text !== '');
}

function cut(part: Part): Part[] {
	if (part.text.length <= LONG || part.text.includes('```')) return [part];
	const parts: Part[] = [];
	const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
	for (const { segment } of sentences.segment(part.text)) {
		const last = parts.at(-1);
		if (last && (last.text + segment).trimEnd().length <= LONG) last.text += segment;
		else parts.push({ text: segment, before: last ? between(last.text) : part.before });
	}
	return parts.map(({ text, before }) => ({ text: text.trim(), before }));
}

const between = (text: string) => (text.endsWith('\n') ? '\n' : ' ');

/** The two neighbours that are shortest together become one. */
function joinShortest(parts: Part[]): void {
	const lengths = parts
		.slice(1)
		.map(({ text }, index) => text.length + (parts[index]?.text.length ?? 0));
	const at = lengths.indexOf(Math.min(...lengths));
	const [first, second] = parts.slice(at, at + 2);
	if (!first || !second) return;
	parts.splice(at, 2, { text: first.text + second.before + second.text, before: first.before });
}
