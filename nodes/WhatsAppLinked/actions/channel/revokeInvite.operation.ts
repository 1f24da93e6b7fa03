import { ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { person } from './fields';

export const revokeInvite = defineOperation({
	name: 'Revoke Invite',
	action: 'Revoke admin invite of channel',
	description:
		'Take back the invite to become admin of a channel, before the person has accepted it',
	command: 'channel.revokeInvite',
	fields: { channel: ownChannel, person: person('Who was invited') },
});
