import { defineSend } from '../message/define-send';
import { caption, file } from '../message/file';
import { ownPlace, postOptions } from './fields';

export const postImage = defineSend({
	name: 'Post Image',
	action: 'Post image in channel',
	description: 'Post a picture in a channel that the linked number runs, with or without a caption',
	type: 'image',
	destination: ownPlace,
	fields: { mediaId: file('image', 'image', 'e.g. https://example.com/photo.jpg'), caption },
	sendOptions: postOptions,
});
