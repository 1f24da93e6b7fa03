import type { AudioContent } from '../../gateway/contract';
import { argbOf, checkColor } from './color';
import { checkFile, fileReference, seenOnce } from './file-message';
import type { Kind } from './kind';

/** A voice message where the stored file is one. */
export const audio: Kind<AudioContent> = {
	check({ mediaId, background }) {
		checkFile(mediaId);
		checkColor(background);
	},
	summary: () => 'Audio',
	files: ({ mediaId }) => [mediaId],
	build({ mediaId, viewOnce, background }, { file }) {
		const uploaded = file(mediaId);
		const { kind, seconds, waveform } = uploaded;
		const message = {
			audioMessage: {
				...fileReference(uploaded),
				ptt: kind === 'voice',
				...(seconds !== null && { seconds }),
				...(waveform && { waveform }),
				...(viewOnce && { viewOnce }),
				...(background && { backgroundArgb: argbOf(background) }),
			},
		};
		return viewOnce ? seenOnce(message) : message;
	},
};
