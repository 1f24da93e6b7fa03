import { defineSend } from '../message/define-send';
import { messageText } from '../message/fields';
import { ownPlace, postOptions } from './fields';

export const postText = defineSend({
	name: 'Post Text',
	action: 'Post text in channel',
	description:
		'Post a text in a channel that the linked number runs, for everybody who follows it. It waits in the queue like all messages.',
	type: 'text',
	destination: ownPlace,
	fields: { text: messageText('e.g. New in the shop: sunflowers') },
	sendOptions: postOptions,
});
