import type { GifContent, VideoContent } from '../../gateway/contract';
import { checkFile, videoMessage, seenOnce } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { checkMentions, mentionContext } from './mentions';

export const video: Kind<VideoContent> = {
	check: checkVideo,
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

/** Error: INVALID_CONTENT. */
export function checkVideo(content: VideoContent | GifContent): void {
	checkFile(content.mediaId, content.caption);
	checkMentions(content);
}
