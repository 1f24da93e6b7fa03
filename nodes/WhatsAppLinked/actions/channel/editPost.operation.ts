import { defineSend } from '../message/define-send';
import { messageText } from '../message/fields';
import { ownPlace, postId, postOptions } from './fields';

export const editPost = defineSend({
	name: 'Edit Post',
	action: 'Edit post in channel',
	description:
		'Change the text of a post, or what stands below its image, video or document. WhatsApp takes edits for 30 days.',
	type: 'postEdit',
	destination: ownPlace,
	fields: {
		post: postId('change'),
		text: messageText('e.g. New in the shop: sunflowers and tulips', {
			description: 'What the post says from now on',
		}),
	},
	sendOptions: postOptions,
});
