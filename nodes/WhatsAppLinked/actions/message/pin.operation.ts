import { field, named } from '../../../shared/fields';
import { asNumber } from '../../../shared/parameters';
import { defineAction } from './define-send';

const duration = field(
	{
		displayName: 'Duration',
		type: 'options',
		// From short to long.
		options: [
			{ name: '24 Hours', value: 86_400 },
			{ name: '7 Days', value: 604_800 },
			{ name: '30 Days', value: 2_592_000 },
		],
		default: 604_800,
		description: 'How long the message stays at the top',
	},
	// 0 would unpin it.
	(value) => asNumber(value) || NaN,
);

export const pin = defineAction({
	name: 'Pin',
	action: 'Pin message',
	description: 'Keep a message at the top of its chat, for everyone in it',
	type: 'pin',
	messageId: 'The ID of the message to pin',
	fields: { seconds: named('duration', duration) },
});
