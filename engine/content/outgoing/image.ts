import type { ImageContent } from '../../gateway/contract';
import { checkCaptioned, imageMessage, seenOnce } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';

export const image: Kind<ImageContent> = {
	check: checkCaptioned,
	summary: ({ caption }) => firstLine(`Image: ${caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build(content, { file }) {
		const { mediaId, caption, viewOnce } = content;
		const message = {
			imageMessage: {
				...imageMessage(file(mediaId)),
				...(caption && { caption }),
				...(viewOnce && { viewOnce }),
				...mentionContext(content),
			},
		};
		return viewOnce ? seenOnce(message) : message;
	},
};
