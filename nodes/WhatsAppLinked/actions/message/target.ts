import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { MessageContent, MessageRef } from '../../../../engine/gateway/contract';
import { addressIn } from '../../../shared/address';
import { asBoolean, asText, textOf } from '../../../shared/parameters';
import { recipientProperty, senderProperty } from '../../../shared/recipient';
import type { OperationCall, Outcome } from '../operation';
import { referenceOption } from './fields';
import { actionOptionsProperty, send } from './send';

/** The message that an operation does something to. */

export const chatProperty: INodeProperties = {
	...recipientProperty,
	displayName: 'Chat',
	description:
		'The chat that the message is in: a phone number with country code, or the chat ID of a person or a group',
};

export function messageIdProperty(description: string): INodeProperties {
	return {
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.messageId }}',
		description: `${description}. The operation that sent it, or WhatsApp Linked Trigger, put it out as messageId.`,
	};
}

/** For messages that the engine has forgotten or never saw. */
export const targetOptions: INodeProperties[] = [
	referenceOption,
	senderProperty,
	{
		displayName: 'Sent by Me',
		name: 'fromMe',
		type: 'boolean',
		default: true,
		description:
			'Whether this number sent the message. Only for messages of more than 30 days ago, or from before the number was linked.',
	},
];

/** What an operation shows that is done to one message by sending another. */
export function actionProperties(
	messageId: string,
	own: INodeProperties[] = [],
	ownOptions: INodeProperties[] = [],
): INodeProperties[] {
	const options = actionOptionsProperty([...targetOptions, ...ownOptions]);
	return [chatProperty, messageIdProperty(messageId), ...own, options];
}

/** Queues what is done to the message that the fields name. */
export async function act<T extends MessageContent>(
	call: OperationCall,
	content: Omit<T, 'target'>,
): Promise<Outcome> {
	return await send(call, { ...content, target: targetOf(call) } as unknown as T);
}

export function targetOf(call: OperationCall): MessageRef {
	const { functions, itemIndex } = call;
	return { messageId: textOf(functions, itemIndex, 'messageId').trim(), ...knownOf(call) };
}

/** What the user knows of messages that the engine may not know. */
export function knownOf({ functions, itemIndex }: OperationCall): Omit<MessageRef, 'messageId'> {
	const options = functions.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const reference = asText(options.reference).trim();
	const sender = addressIn(options.sender);
	const { fromMe } = options;
	return {
		...(reference && { reference }),
		...(sender && { sender }),
		...(fromMe !== undefined && { fromMe: asBoolean('Sent by Me', fromMe) }),
	};
}
