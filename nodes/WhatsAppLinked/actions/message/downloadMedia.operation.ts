import { field, together } from '../../../shared/fields';
import {
	DEFAULT_MAX_MEGABYTES,
	maxSizeOf,
	maxSizeOption,
	outputField,
	toBinaryData,
} from '../../../shared/download';
import { operationOf } from '../define-operation';
import { messageId, reference } from './fields';

const maxSize = field(maxSizeOption, (value = DEFAULT_MAX_MEGABYTES) => maxSizeOf(value));

export const downloadMedia = operationOf({
	option: {
		name: 'Download Media',
		action: 'Download media of message',
		description:
			'Get the image, video, audio, document or sticker of a message as a binary file. WhatsApp keeps files for about 30 days.',
	},
	fields: {
		media: together(
			{ messageId: messageId('The ID of the message that the file came with') },
			{ maxSize, reference: reference(), binaryField: outputField },
		),
	},
	async execute({ media: { binaryField: name, ...media } }, { functions, openMedia }) {
		const opened = await openMedia(media);
		const { kind, mimetype, fileName, size } = opened.info;
		const file = await toBinaryData(functions, opened);
		const json = { messageId: media.messageId, kind, mimetype, fileName, size };
		return { output: [{ json, binary: { [name]: file } }] };
	},
});
