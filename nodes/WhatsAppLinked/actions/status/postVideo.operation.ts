import { defineSend } from '../message/define-send';
import { audience, statusCaption, statusFile, statusOptions } from './fields';

export const postVideo = defineSend({
	name: 'Post Video',
	action: 'Post video as status',
	description:
		'Post a video of up to 10 MB as a status, with or without a caption. Others see it for 24 hours. MP4 plays everywhere.',
	type: 'video',
	destination: audience,
	fields: {
		mediaId: statusFile('video', 'video', 'e.g. https://example.com/clip.mp4'),
		caption: statusCaption,
	},
	sendOptions: statusOptions,
});
