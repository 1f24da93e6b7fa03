import type { INodeProperties } from 'n8n-workflow';

import { fileProperties } from '../../../shared/media';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { isViewOnce, sendFile, viewOnceOption } from './file';
import { sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Audio',
	action: 'Send audio file or voice message',
	description:
		'Send a recording, as a voice message like those that people record in the chat, or as an audio file to play',
};

export const description: INodeProperties[] = [
	recipientProperty,
	...fileProperties('audio file', 'e.g. https://example.com/hello.mp3'),
	{
		displayName: 'Send As',
		name: 'sendAs',
		type: 'options',
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
	},
	sendOptionsProperty([viewOnceOption], 'Recording'),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const kind = call.functions.getNodeParameter('sendAs', call.itemIndex) as 'audio' | 'voice';
	const viewOnce = isViewOnce(call);
	return await sendFile(
		call,
		{ kind },
		({ mediaId }) => ({ type: 'audio', mediaId, viewOnce }),
		'Recording',
	);
}
