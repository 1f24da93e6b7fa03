import { limit, optionalToggle } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleChannel } from './simple';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many channels',
	description:
		'List the channels that the linked number runs or follows, by name. Use it to find the ID of a channel.',
	command: 'channel.getMany',
	fields: { limit: limit('channels') },
	options: {
		own: optionalToggle({
			displayName: 'Own',
			default: true,
			description:
				'Whether to list only the channels that the number owns or is admin of; off: only those that it follows',
		}),
	},
	simplify: simpleChannel,
});
