import { defineSend } from '../message/define-send';
import { file } from '../message/file';
import { ownPlace, postOptions } from './fields';

export const postVoice = defineSend({
	name: 'Post Voice',
	action: 'Post voice message in channel',
	description:
		'Post a recording in a channel that the linked number runs. Converted to OGG/Opus, for which ffmpeg must be installed where n8n runs; an OGG/Opus file needs no conversion.',
	type: 'audio',
	destination: ownPlace,
	fields: { mediaId: file('voice', 'audio file', 'e.g. https://example.com/hello.mp3') },
	sendOptions: postOptions,
});
