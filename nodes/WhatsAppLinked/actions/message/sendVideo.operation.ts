import { defineSend } from './define-send';
import { caption, file, viewOnce } from './file';
import { mentions } from './mentions';

export const sendVideo = defineSend({
	name: 'Send Video',
	action: 'Send video',
	description: 'Send a video, with or without a caption. MP4 plays everywhere.',
	type: 'video',
	fields: { mediaId: file('video', 'video', 'e.g. https://example.com/clip.mp4'), caption },
	options: { viewOnce, ...mentions },
});
