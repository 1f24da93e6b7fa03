import type { INodeProperties } from 'n8n-workflow';

import type { EditTextContent } from '../../../../engine/gateway/contract';
import { textOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { textProperty } from './fields';
import { mentionOptions, mentionsOf } from './mentions';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Edit Text',
	action: 'Edit text message',
	description: 'Change the text of a message that was sent from this number at most 15 minutes ago',
};

export const description: INodeProperties[] = actionProperties(
	'The ID of the text message to change',
	[textProperty('e.g. Your order leaves at 3 pm.')],
	mentionOptions,
);

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await act<EditTextContent>(call, {
		type: 'editText',
		text: textOf(functions, itemIndex, 'text'),
		...mentionsOf(functions, itemIndex),
	});
}
