import type { INodeProperties } from 'n8n-workflow';

import { booleanOf, numberOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { entriesOf, entriesProperties, nameIn } from './entries';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Poll',
	action: 'Send poll',
	description:
		'Ask a question with 2 to 12 answers to choose from, in any chat. Every WhatsApp shows polls, unlike buttons and lists.',
};

const ANSWERS = { name: 'pollOptions', label: 'Answers' };

export const description: INodeProperties[] = [
	recipientProperty,
	{
		displayName: 'Question',
		name: 'question',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. When shall we deliver?',
		description: 'What is asked, in at most 255 characters',
	},
	...entriesProperties({
		...ANSWERS,
		entry: 'Answer',
		description: '2 to 12 answers, all different, each with at most 100 characters',
		values: [
			{
				displayName: 'Text',
				name: 'name',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. In the morning',
				description: 'What the answer says',
			},
		],
		initially: 2,
		example: ['In the morning', 'In the evening'],
		jsonDescription: 'A list of 2 to 12 texts, all different, each with at most 100 characters',
	}),
	{
		displayName: 'Allow Multiple Answers',
		name: 'multipleAnswers',
		type: 'boolean',
		default: false,
		description: 'Whether people may choose more than one answer',
	},
	{
		displayName: 'Max Answers',
		name: 'maxAnswers',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		displayOptions: { show: { multipleAnswers: [true] } },
		description: 'How many answers people may choose at most; 0 for as many as they like',
	},
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'poll',
		question: textOf(functions, itemIndex, 'question'),
		options: entriesOf(functions, itemIndex, ANSWERS).map(nameIn),
		selectable: booleanOf(functions, itemIndex, 'multipleAnswers', 'Allow Multiple Answers')
			? numberOf(functions, itemIndex, 'maxAnswers')
			: 1,
	});
}
