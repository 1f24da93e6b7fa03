import { locator } from '../../../shared/fields';
import { recipientProperty } from '../../../shared/recipient';

export const chat = locator({
	...recipientProperty,
	displayName: 'Chat',
	description: 'The chat: a phone number with country code, or the chat ID of a person or a group',
});
