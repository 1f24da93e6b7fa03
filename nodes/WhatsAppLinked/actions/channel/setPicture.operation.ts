import { ownChannel } from '../../../shared/fields';
import { operationOf } from '../define-operation';
import { file } from '../message/file';

export const setPicture = operationOf({
	option: {
		name: 'Set Picture',
		action: 'Set picture of channel',
		description:
			'Change the picture of a channel, for everybody who follows it. The middle of the image is cut out as a square.',
	},
	fields: {
		channel: ownChannel,
		mediaId: file('picture', 'picture', 'e.g. https://example.com/logo.png'),
	},
	async execute({ channel, mediaId }, call) {
		const input = { channel, mediaId: await mediaId(call) };
		const done = await call.request('channel.setPicture', input);
		return { output: [{ json: { ...done } }] };
	},
});
