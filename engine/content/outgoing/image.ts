import type { ImageContent } from '../../gateway/contract';
import { inAlbum } from './album';
import { checkCaptioned, imageMessage, seenOnce } from './file-message';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { mentionContext } from './mentions';

export const image: Kind<ImageContent> = {
	check: checkCaptioned,
	summary: ({ caption }) => firstLine(`Image: ${caption ?? ''}`),
	files: ({ mediaId }) => [mediaId],
	build(content, { file, chat }) {
		const { mediaId, caption, viewOnce, album } = content;
		const message = {
			imageMessage: {
				...imageMessage(file(mediaId)),
				...(caption && { caption }),
				...(viewOnce && { viewOnce }),
				...mentionContext(content),
			},
		};
		return inAlbum(viewOnce ? seenOnce(message) : message, album, chat);
	},
};
