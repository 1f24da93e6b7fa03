import type { LinkContent } from '../../gateway/contract';
import { checkLength, checkWebAddress, checkWords, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { withLinkCard } from './link-card';
import { checkText } from './text';

export const link: Kind<LinkContent> = {
	check(content) {
		checkWebAddress(content.url);
		checkText(withUrl(content));
		checkWords('The title of the card', content.title, MAX_LABEL);
		checkLength('The description of the card', content.description, MAX_DESCRIPTION);
	},
	summary: (content) => firstLine(withUrl(content)),
	files: ({ mediaId }) => (mediaId ? [mediaId] : []),
	hasOnlyThumbnails: ({ size }) => size !== 'large',
	build(content, { file, thumbnail }) {
		const { url, title, description, mediaId, size } = content;
		return {
			extendedTextMessage: withLinkCard(withUrl(content), {
				url,
				title,
				description,
				...(mediaId && { thumbnail: thumbnail(mediaId) }),
				...(mediaId && size === 'large' && { large: file(mediaId) }),
			}),
		};
	},
};

/** A card belongs to a link in the text; where the text does not hold it, it goes below. */
function withUrl({ text, url }: LinkContent): string {
	if (text.includes(url)) return text;
	return text.trim() === '' ? url : `${text}\n${url}`;
}
