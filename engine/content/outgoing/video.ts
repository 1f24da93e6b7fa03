import type { VideoContent } from '../../gateway/contract';
import { checkCaptioned, videoMessage, seenOnce } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';

export const video: Kind<VideoContent> = {
	check: checkCaptioned,
	summary: ({ caption }) => firstLine(`Video: ${caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build(content, { file }) {
		const { mediaId, caption, viewOnce } = content;
		const message = {
			videoMessage: {
				...videoMessage(file(mediaId)),
				...(caption && { caption }),
				...(viewOnce && { viewOnce }),
				...mentionContext(content),
			},
		};
		return viewOnce ? seenOnce(message) : message;
	},
};
