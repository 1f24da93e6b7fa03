import type { MessageRef } from '../../../../engine/gateway/contract';
import {
	locator,
	mapped,
	optionalToggle,
	together,
	type Field,
	type FieldsOf,
} from '../../../shared/fields';
import { recipientProperty, senderProperty } from '../../../shared/recipient';
import { messageId, reference } from './fields';

/** The message that an operation does something to. */

/** `what`: what is in it. */
export function chatOf(what: string): Field<string> {
	return locator({
		...recipientProperty,
		displayName: 'Chat',
		description: `The chat that ${what} in: a phone number with country code, or the chat ID of a person or a group`,
	});
}

export const chat = chatOf('the message is');

type Known = Omit<MessageRef, 'messageId'>;

/** What the user knows of messages that the engine has forgotten or never saw. */
export const known: FieldsOf<Known> = {
	reference: reference(),
	sender: mapped(locator(senderProperty), (sender) => sender || undefined),
	fromMe: optionalToggle({
		displayName: 'Sent by Me',
		default: true,
		description:
			'Whether this number sent the message. Only for messages of more than 30 days ago, or from before the number was linked.',
	}),
};

/** `description`: of its ID. */
export function target(description: string, options: FieldsOf<Known> = known): Field<MessageRef> {
	return together({ messageId: messageId(description) }, options);
}
