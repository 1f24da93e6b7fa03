import { choice, mapped, together } from '../../../shared/fields';
import { sourceFile } from '../../../shared/media';
import { defineSend } from './define-send';
import { stored, viewOnce } from './file';

const recording = mapped(
	together({
		source: sourceFile('audio file', 'e.g. https://example.com/hello.mp3'),
		sendAs: choice({
			displayName: 'Send As',
			options: [
				{
					name: 'Audio File',
					value: 'audio',
					description: 'Music and other recordings, as they are',
				},
				{
					name: 'Voice Message',
					value: 'voice',
					description:
						'As if recorded in the chat. Converted to OGG/Opus, for which ffmpeg must be installed where n8n runs; an OGG/Opus file needs no conversion.',
				},
			],
			default: 'voice',
			description: 'How the recipient sees it',
		}),
	}),
	({ source, sendAs }) => stored(source, { kind: sendAs }),
);

export const sendAudio = defineSend({
	name: 'Send Audio',
	action: 'Send audio file or voice message',
	description:
		'Send a recording, as a voice message like those that people record in the chat, or as an audio file to play',
	type: 'audio',
	presence: 'Recording',
	fields: { mediaId: recording },
	options: { viewOnce },
});
