import type { AudioContent } from '../../gateway/contract';
import { checkFile, fileReference, seenOnce } from './file-message';
import type { Kind } from './kind';

/** A voice message where the stored file is one. */
export const audio: Kind<AudioContent> = {
	check: ({ mediaId }) => checkFile(mediaId),
	summary: () => 'Audio',
	files: ({ mediaId }) => [mediaId],
	build({ mediaId, viewOnce }, { file }) {
		const uploaded = file(mediaId);
		const { kind, seconds, waveform } = uploaded;
		const message = {
			audioMessage: {
				...fileReference(uploaded),
				ptt: kind === 'voice',
				...(seconds !== null && { seconds }),
				...(waveform && { waveform }),
				...(viewOnce && { viewOnce }),
			},
		};
		return viewOnce ? seenOnce(message) : message;
	},
};
