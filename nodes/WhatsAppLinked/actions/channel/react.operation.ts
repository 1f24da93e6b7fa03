import { defineSend } from '../message/define-send';
import { emoji } from '../message/emoji';
import { anyPlace, postId, postOptions } from './fields';

export const react = defineSend({
	name: 'React',
	action: 'React to post in channel',
	description:
		'Put an emoji on a post of a channel that the linked number runs or follows. It takes the place of an earlier one of yours.',
	type: 'postReaction',
	destination: anyPlace,
	fields: { post: postId('react to'), emoji },
	sendOptions: postOptions,
});
