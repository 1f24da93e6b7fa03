import { defineAction } from './define-send';
import { writtenCaption } from './file';

export const editCaption = defineAction({
	name: 'Edit Caption',
	action: 'Edit caption of message',
	description:
		'Change what stands below an image, video or document that was sent from this number at most 15 minutes ago',
	type: 'editCaption',
	messageId: 'The ID of the message with the image, video or document',
	fields: { caption: writtenCaption },
});
