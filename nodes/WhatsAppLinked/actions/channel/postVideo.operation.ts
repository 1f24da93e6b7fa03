import { defineSend } from '../message/define-send';
import { caption, file } from '../message/file';
import { ownPlace, postOptions } from './fields';

export const postVideo = defineSend({
	name: 'Post Video',
	action: 'Post video in channel',
	description:
		'Post a video in a channel that the linked number runs, with or without a caption. MP4 plays everywhere.',
	type: 'video',
	destination: ownPlace,
	fields: { mediaId: file('video', 'video', 'e.g. https://example.com/clip.mp4'), caption },
	sendOptions: postOptions,
});
