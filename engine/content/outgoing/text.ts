import { EngineError, type TextContent } from '../../gateway/contract';
import { checkLength, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { BuildContext, Kind } from './kind';
import { withLinkCard } from './link-card';
import { checkMentions, mentionContext } from './mentions';

/** WhatsApp's own limit for a text message, in characters. */
export const MAX_TEXT_LENGTH = 65_536;

export const text: Kind<TextContent> = {
	check(content) {
		checkText(content.text);
		checkMentions(content);
		checkLength('The title of the link', content.preview?.title, MAX_LABEL);
		checkLength(
			'The description of the link',
			content.preview?.description ?? undefined,
			MAX_DESCRIPTION,
		);
	},
	summary: (content) => firstLine(content.text),
	files: ({ preview }) => (preview?.mediaId ? [preview.mediaId] : []),
	hasOnlyThumbnails: () => true,
	build: (content, { thumbnail }) => ({
		extendedTextMessage: { ...words(content, thumbnail), ...mentionContext(content) },
	}),
};

function words({ text, preview }: TextContent, thumbnail: BuildContext['thumbnail']) {
	if (!preview) return { text };
	const { mediaId, ...card } = preview;
	return withLinkCard(text, { ...card, ...(mediaId && { thumbnail: thumbnail(mediaId) }) });
}

/** Error: INVALID_CONTENT. */
export function checkText(words: string): void {
	if (words.trim() === '') {
		throw new EngineError(
			'INVALID_CONTENT',
			'The text is empty.',
			'Write something in the Text field.',
		);
	}
	const length = [...words].length;
	if (length > MAX_TEXT_LENGTH) {
		throw new EngineError(
			'INVALID_CONTENT',
			`The text has ${length} characters; WhatsApp takes at most ${MAX_TEXT_LENGTH}.`,
			'Shorten the text, or send it as several messages.',
		);
	}
}
