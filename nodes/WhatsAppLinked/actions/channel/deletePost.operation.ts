import { itemAt } from '../../../shared/fields';
import { defineSend } from '../message/define-send';
import { asDeletion } from '../message/deletion';
import type { Operation } from '../operation';
import { ownPlace, postId, postOptions } from './fields';

const which = postId('delete');

const deletion = defineSend({
	name: 'Delete Post',
	action: 'Delete post in channel',
	description: 'Take a post out of a channel, for everybody. It cannot be undone.',
	type: 'postDelete',
	destination: ownPlace,
	fields: { post: which },
	sendOptions: postOptions,
});

export const deletePost: Operation = {
	...deletion,
	execute: async (call) =>
		asDeletion(which.read(itemAt(call), 'post'), await deletion.execute(call)),
};
