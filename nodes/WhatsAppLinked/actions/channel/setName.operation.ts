import { ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { name } from './fields';

export const setName = defineOperation({
	name: 'Set Name',
	action: 'Set name of channel',
	description: 'Change what a channel is called, for everybody who follows it',
	command: 'channel.setName',
	fields: { channel: ownChannel, name },
});
