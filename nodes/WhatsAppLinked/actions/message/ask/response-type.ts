import { alternatives, choice, fixed, named } from '../../../../shared/fields';
import { approvalFields, approvalOf, type ApprovalWords } from './approval';
import type { Asked } from './asked';
import { choiceFields, choiceOf } from './choice';
import { formOf, formQuestions } from './form';

/** What is waited for, and the fields that belong to that. */
export const responseType = alternatives(
	choice({
		displayName: 'Response Type',
		noDataExpression: true,
		options: [
			{ name: 'Approval', value: 'approval', description: 'Yes or no; put out as approved' },
			{ name: 'Choice', value: 'choice', description: 'One of several choices' },
			{ name: 'Form', value: 'form', description: 'Several questions, one after another' },
			{
				name: 'Free Text or Anything',
				value: 'freeText',
				description: 'The next message, whatever it is: text, picture, voice message, location,',
			},
		],
		default: 'approval',
		description: 'What is waited for',
	}),
	{
		approval: approvalFields,
		choice: choiceFields,
		form: named('questions', formQuestions),
		freeText: fixed(undefined),
	},
);

type ResponseFields = ReturnType<typeof responseType.read>;
export type ResponseType = ResponseFields['choice'];

export function askedOf(
	message: string,
	response: ResponseFields,
	words: Partial<ApprovalWords>,
): Asked {
	switch (response.choice) {
		case 'approval':
			return approvalOf(message, response.value, words);
		case 'choice':
			return choiceOf(message, response.value);
		case 'form':
			return formOf(message, response.value);
		case 'freeText':
			return {
				content: { type: 'text', text: message },
				first: { name: 'answer', answer: 'anything' },
				next: [],
			};
	}
}
