import { fixed } from '../../../shared/fields';
import { defineSend } from '../message/define-send';
import { anyPlace, postId, postOptions } from './fields';

export const removeReaction = defineSend({
	name: 'Remove Reaction',
	action: 'Remove reaction from post in channel',
	description: 'Take your emoji off a post of a channel again',
	type: 'postReaction',
	destination: anyPlace,
	fields: { post: postId('take the reaction off'), emoji: fixed('') },
	sendOptions: postOptions,
});
