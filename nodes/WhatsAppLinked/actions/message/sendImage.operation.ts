import { defineSend } from './define-send';
import { caption, file, viewOnce } from './file';
import { mentions } from './mentions';

export const sendImage = defineSend({
	name: 'Send Image',
	action: 'Send image',
	description:
		'Send a picture, with or without a caption. Use Send Document to send it at full quality.',
	type: 'image',
	fields: { mediaId: file('image', 'image', 'e.g. https://example.com/photo.jpg'), caption },
	options: { viewOnce, ...mentions },
});
