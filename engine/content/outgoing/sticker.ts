import type { StickerContent } from '../../gateway/contract';
import { checkFile, fileReference } from './file-message';
import type { Kind } from './kind';

export const sticker: Kind<StickerContent> = {
	check: ({ mediaId }) => checkFile(mediaId),
	summary: () => 'Sticker',
	files: ({ mediaId }) => [mediaId],
	build({ mediaId }, { file, now }) {
		const uploaded = file(mediaId);
		const { width, height, isAnimated } = uploaded;
		return {
			stickerMessage: {
				...fileReference(uploaded),
				...(width !== null && height !== null && { width, height }),
				isAnimated,
				stickerSentTs: now,
			},
		};
	},
};
