import type { AnswerOption } from '../../../../../engine/gateway/contract';
import {
	alternatives,
	choice,
	entries,
	fixed,
	mapped,
	named,
	optionalText,
	text,
	together,
	trimmedText,
} from '../../../../shared/fields';
import { SHOW_AS } from './approval';
import { pollOf, type Asked } from './asked';

interface Row {
	text: string;
	id: string;
	description: string | undefined;
}

const rows = entries<Row>({
	label: 'Choices',
	entry: 'Choice',
	description: 'What to choose one of: up to 12 in a poll, up to 10 in a list',
	values: {
		text: trimmedText({
			displayName: 'Text',
			required: true,
			placeholder: 'e.g. Tea',
			description: 'What the choice says',
		}),
		id: trimmedText({
			displayName: 'Choice ID',
			placeholder: 'e.g. tea',
			description:
				'Put out with the answer, to tell which one was chosen. The text when left empty.',
		}),
		description: optionalText({
			displayName: 'Description',
			placeholder: 'e.g. With lemon or milk',
			description: 'Shown below the text, in lists',
		}),
	},
	initially: 2,
	example: [
		{ text: 'Tea', id: 'tea', description: 'With lemon or milk' },
		{ text: 'Water', id: 'water' },
	],
	jsonDescription:
		'A list of texts, or of objects with "text" and, if you like, "id" and "description"',
	alone: 'text',
});

export const choiceFields = together({
	choices: mapped(rows, (given) => given.map(toChoice)),
	choiceAs: alternatives(
		choice({
			...SHOW_AS,
			options: [
				{
					name: 'List',
					value: 'list',
					description: 'A button that opens a list; for chats with one person',
				},
				{ name: 'Poll', value: 'poll', description: 'A poll; the vote counts' },
			],
			default: 'poll',
		}),
		{
			list: named(
				'listButton',
				text({
					displayName: 'Button Text',
					required: true,
					placeholder: 'e.g. See the menu',
					description: 'What the button that opens the list says',
				}),
			),
			poll: fixed(undefined),
		},
	),
});

type ChoiceFields = ReturnType<typeof choiceFields.read>;

function toChoice({
	text: words,
	id,
	description,
}: Row): AnswerOption & { description: string | undefined } {
	return { id: id || words, text: words, description };
}

export function choiceOf(message: string, { choices, choiceAs }: ChoiceFields): Asked {
	const options = choices.map(({ id, text: words }) => ({ id, text: words }));
	const shown: Pick<Asked, 'lead' | 'content'> =
		choiceAs.choice === 'poll'
			? pollOf(
					message,
					options.map((option) => option.text),
				)
			: {
					content: {
						type: 'list',
						text: message,
						buttonText: choiceAs.value,
						sections: [
							{
								title: '',
								rows: choices.map(({ id, text: title, description }) => ({
									id,
									title,
									...(description && { description }),
								})),
							},
						],
					},
				};
	return { ...shown, first: { name: 'choice', answer: 'choice', options }, next: [] };
}
