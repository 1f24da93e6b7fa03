import { defineSend } from '../message/define-send';
import { audience, background, statusFile, statusOptions } from './fields';

export const postVoice = defineSend({
	name: 'Post Voice',
	action: 'Post voice message as status',
	description:
		'Post a recording as a status, on a colored card. Others hear it for 24 hours. Converted to OGG/Opus, for which ffmpeg must be installed where n8n runs; an OGG/Opus file needs no conversion.',
	type: 'audio',
	destination: audience,
	fields: { mediaId: statusFile('voice', 'audio file', 'e.g. https://example.com/hello.mp3') },
	options: { background: background('the recording') },
	sendOptions: statusOptions,
});
