/** The longest there are (families, flags of regions) have some 30 code units. */
const MAX_LENGTH = 40;

/** A picture, two letters that make a flag, or a key; then what colours, joins and ends them. */
const PICTURES =
	/^(\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)[\p{Extended_Pictographic}\p{Emoji_Component}]*$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Whether a text is what people see as one emoji: with its skin tone, a flag, a whole family. */
export function isOneEmoji(text: string): boolean {
	return (
		text.length <= MAX_LENGTH && PICTURES.test(text) && [...graphemes.segment(text)].length === 1
	);
}
