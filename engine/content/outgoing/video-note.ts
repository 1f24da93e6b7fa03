import type { VideoNoteContent } from '../../gateway/contract';
import { checkFile, videoMessage } from './file-message';
import type { Kind } from './kind';

export const videoNote: Kind<VideoNoteContent> = {
	check: ({ mediaId }) => checkFile(mediaId),
	summary: () => 'Video note',
	files: ({ mediaId }) => [mediaId],
	build: ({ mediaId }, { file }) => ({ ptvMessage: videoMessage(file(mediaId)) }),
};
