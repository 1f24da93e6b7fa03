import { optionalToggle, ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { person } from './fields';

export const transferOwnership = defineOperation({
	name: 'Transfer Ownership',
	action: 'Transfer ownership of channel',
	description:
		'Give a channel that the linked number owns to another admin of it. Only the new owner can give it back.',
	command: 'channel.transfer',
	fields: {
		channel: ownChannel,
		person: person('The new owner, who is an admin of the channel already'),
	},
	options: {
		quit: optionalToggle({
			displayName: 'Quit as Admin',
			default: true,
			description:
				'Whether the linked number is no admin of the channel any more after that. Otherwise it stays one.',
		}),
	},
});
