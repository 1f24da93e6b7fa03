import { defineSend } from '../message/define-send';
import { audience, statusCaption, statusFile, statusOptions } from './fields';

export const postImage = defineSend({
	name: 'Post Image',
	action: 'Post image as status',
	description: 'Post a picture as a status, with or without a caption. Others see it for 24 hours.',
	type: 'image',
	destination: audience,
	fields: {
		mediaId: statusFile('image', 'image', 'e.g. https://example.com/photo.jpg'),
		caption: statusCaption,
	},
	sendOptions: statusOptions,
});
