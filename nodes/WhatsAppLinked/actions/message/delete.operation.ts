import type { INodeProperties } from 'n8n-workflow';

import type { DeleteContent } from '../../../../engine/gateway/contract';
import { recipient } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome, OutputItem } from '../operation';
import { actionOptionsProperty, optionsProperty } from './send';
import { act, chatProperty, messageIdProperty, targetOf, targetOptions } from './target';

export const option: Operation['option'] = {
	name: 'Delete',
	action: 'Delete message',
	description: 'Delete a message from a chat, for everyone or only for you. It cannot be undone.',
};

export const description: INodeProperties[] = [
	chatProperty,
	messageIdProperty('The ID of the message to delete'),
	{
		displayName: 'Delete For',
		name: 'deleteFor',
		type: 'options',
		options: [
			{
				name: 'Everyone',
				value: 'everyone',
				description:
					'Your own messages, for about two days after they were sent. As admin of a group also those of others.',
			},
			{
				name: 'Me',
				value: 'me',
				description: 'Any message. It goes from your devices only, the others keep it.',
			},
		],
		default: 'everyone',
		description: 'Who is not to see the message any more',
	},
	{
		...actionOptionsProperty(targetOptions),
		displayOptions: { show: { deleteFor: ['everyone'] } },
	},
	{ ...optionsProperty(targetOptions), displayOptions: { show: { deleteFor: ['me'] } } },
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	if (functions.getNodeParameter('deleteFor', itemIndex, 'everyone') === 'everyone') {
		return await deleteForEveryone(call);
	}
	const { messageIds, chat } = await call.request('message.deleteForMe', {
		chat: recipient(functions, itemIndex),
		target: targetOf(call),
	});
	return { output: [{ json: { deleted: true, messageId: messageIds[0], chat } }] };
}

/** A deletion is a message, too: its own ID, by which its status is asked for, is told besides. */
async function deleteForEveryone(call: OperationCall): Promise<Outcome> {
	const { messageId } = targetOf(call);
	const { output, finish } = await act<DeleteContent>(call, { type: 'delete' });
	const named = ({ json: { messageId: deletionId, ...json } }: OutputItem): OutputItem => ({
		json: { messageId, deletionId, ...json },
	});
	const deleted = (item: OutputItem): OutputItem => ({
		json: { deleted: true, ...named(item).json },
	});
	if (!finish) return { output: output.map(deleted) };
	// What goes along with an error was not deleted.
	return { output: output.map(named), finish: async () => (await finish()).map(deleted) };
}
