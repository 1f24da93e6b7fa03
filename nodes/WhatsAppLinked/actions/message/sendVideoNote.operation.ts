import { defineSend } from './define-send';
import { file } from './file';

export const sendVideoNote = defineSend({
	name: 'Send Video Note',
	action: 'Send video note',
	description: 'Send a round video, as recorded in the chat. Up to 60 seconds, square looks best.',
	type: 'videoNote',
	fields: { mediaId: file('videoNote', 'video', 'e.g. https://example.com/hello.mp4') },
});
