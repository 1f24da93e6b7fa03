import { defineSend } from './define-send';
import { caption, file } from './file';
import { mentions } from './mentions';

export const sendGif = defineSend({
	name: 'Send GIF',
	action: 'Send GIF',
	description:
		'Send a short silent video that plays by itself, over and over: an MP4, or a GIF file where ffmpeg is installed',
	type: 'gif',
	fields: { mediaId: file('gif', 'GIF', 'e.g. https://example.com/wave.mp4'), caption },
	options: mentions,
});
