import type { GifContent } from '../../gateway/contract';
import { checkCaptioned, videoMessage } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';

/** What WhatsApp calls a GIF is a video that plays by itself. */
export const gif: Kind<GifContent> = {
	check: checkCaptioned,
	summary: ({ caption }) => firstLine(`GIF: ${caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build: (content, { file }) => ({
		videoMessage: {
			...videoMessage(file(content.mediaId)),
			gifPlayback: true,
			...(content.caption && { caption: content.caption }),
			...mentionContext(content),
		},
	}),
};
