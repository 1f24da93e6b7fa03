import type { VideoContent } from '../../gateway/contract';
import { inAlbum } from './album';
import { checkCaptioned, videoMessage, seenOnce } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';

export const video: Kind<VideoContent> = {
	check: checkCaptioned,
	summary: ({ caption }) => firstLine(`Video: ${caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build(content, { file, chat }) {
		const { mediaId, caption, viewOnce, album } = content;
		const message = {
			videoMessage: {
				...videoMessage(file(mediaId)),
				...(caption && { caption }),
				...(viewOnce && { viewOnce }),
				...mentionContext(content),
			},
		};
		return inAlbum(viewOnce ? seenOnce(message) : message, album, chat);
	},
};
