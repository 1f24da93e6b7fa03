import { itemAt, mapped, named } from '../../../shared/fields';
import { defineSend } from '../message/define-send';
import { asDeletion } from '../message/deletion';
import { messageId } from '../message/fields';
import type { Operation } from '../operation';
import { sameAudience, statusOptions } from './fields';

const which = messageId('The ID of the status');

const deletion = defineSend({
	name: 'Delete',
	action: 'Delete status',
	description:
		'Take a status that was posted with this node away again, for everybody who can see it. After 24 hours it goes by itself.',
	type: 'delete',
	destination: sameAudience,
	fields: {
		target: named(
			'messageId',
			mapped(which, (id) => ({ messageId: id })),
		),
	},
	sendOptions: statusOptions,
});

export const deleteStatus: Operation = {
	...deletion,
	execute: async (call) =>
		asDeletion(which.read(itemAt(call), 'messageId'), await deletion.execute(call)),
};
