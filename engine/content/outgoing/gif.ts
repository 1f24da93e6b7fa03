import type { GifContent } from '../../gateway/contract';
import { videoMessage } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';
import { checkVideo } from './video';

/** What WhatsApp calls a GIF is a video that plays by itself. */
export const gif: Kind<GifContent> = {
	check: checkVideo,
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
