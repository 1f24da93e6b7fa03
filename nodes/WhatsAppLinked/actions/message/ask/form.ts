import type { AnswerType, MessageContent, Question } from '../../../../../engine/gateway/contract';
import { EngineError } from '../../../../../engine/gateway/contract';
import { entries, field, list, optionalText, trimmedText } from '../../../../shared/fields';
import { asChoice } from '../../../../shared/parameters';
import { pollOf, type Asked } from './asked';

const TYPES = {
	choice: 'choice',
	date: 'date',
	email: 'email',
	file: 'file',
	number: 'number',
	text: 'text',
} as const satisfies Partial<Record<AnswerType, AnswerType>>;
type FormType = keyof typeof TYPES;

interface Row {
	question: string;
	name: string;
	type: FormType;
	options: string[];
	refusal: string | undefined;
}

/** What is said to an answer that is none, unless the user says something else. */
const REFUSALS: Readonly<Record<FormType, string>> = {
	choice: 'Please choose one of the answers.',
	date: 'Please answer with a date, such as 24/12/2026.',
	email: 'Please answer with an email address.',
	file: 'Please send a file or a picture.',
	number: 'Please answer with a number.',
	text: 'Please answer in words.',
};

export const formQuestions = entries<Row>({
	label: 'Questions',
	entry: 'Question',
	description:
		'They are asked one after another: the next one when the one before is answered. The first one stands below Message.',
	values: {
		question: trimmedText({
			displayName: 'Question',
			required: true,
			placeholder: 'e.g. For how many people?',
			description: 'What is asked',
		}),
		name: trimmedText({
			displayName: 'Name',
			placeholder: 'e.g. people',
			description: 'What the answer is called in the output. The question when left empty.',
		}),
		type: field(
			{
				displayName: 'Answer Type',
				type: 'options',
				options: [
					{ name: 'Choice', value: 'choice', description: 'One of several, as a poll' },
					{
						name: 'Date',
						value: 'date',
						description: 'A day, such as 24/12/2026; the day comes before the month',
					},
					{ name: 'Email', value: 'email', description: 'An email address' },
					{
						name: 'File',
						value: 'file',
						description: 'A picture, document, voice message or other file',
					},
					{ name: 'Number', value: 'number', description: 'A number' },
					{ name: 'Text', value: 'text', description: 'Any words' },
				],
				default: 'text',
				description: 'What the answer has to be',
			},
			(value) => (value === undefined ? 'text' : asChoice<FormType>('Answer Type', value, TYPES)),
		),
		options: list({
			displayName: 'Choices',
			placeholder: 'e.g. Yes, No, Maybe',
			description: 'What to choose one of, with commas between them: 2 to 12',
			displayOptions: { show: { type: ['choice'] } },
		}),
		refusal: optionalText({
			displayName: 'If It Does Not Fit',
			placeholder: 'e.g. Please answer with a number.',
			description:
				'What is said to an answer of another type, after which the question stays open. A short English sentence when left empty.',
		}),
	},
	initially: 1,
	example: [
		{ question: 'For how many people?', name: 'people', type: 'number' },
		{ question: 'When?', name: 'day', type: 'date' },
	],
	jsonDescription:
		'A list of objects with "question" and, if you like, "name", "type" (text, number, date, email, file or choice), "options" (for a choice) and "refusal"',
});

export function formOf(message: string, questions: readonly Row[]): Asked {
	const [first, ...others] = questions;
	if (!first) throw NO_QUESTIONS;
	requireNames(questions);
	const introduced = message === '' ? first.question : `${message}\n\n${first.question}`;
	const { lead, content } = shown({ ...first, question: introduced });
	return {
		...(lead !== undefined && { lead }),
		content,
		first: toQuestion(first),
		// A question that is too long for its poll is asked by the poll alone: WhatsApp's limit is told by the engine.
		next: others.map((row) => ({ ...toQuestion(row), content: asContent(row) })),
	};
}

function shown(row: Row): Pick<Asked, 'lead' | 'content'> {
	return row.type === 'choice' ? pollOf(row.question, row.options) : { content: asContent(row) };
}

function asContent({ type, question, options }: Row): MessageContent {
	return type === 'choice'
		? { type: 'poll', question, options, selectable: 1 }
		: { type: 'text', text: question };
}

function toQuestion({ question, name, type, options, refusal }: Row): Question {
	return {
		name: name || question,
		answer: type,
		...(type === 'choice' && { options: options.map((option) => ({ id: option, text: option })) }),
		refusal: refusal ?? REFUSALS[type],
	};
}

/** Answers of one name would take each other's place. */
function requireNames(questions: readonly Row[]): void {
	const names = questions.map(({ name, question }) => name || question);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice === undefined) return;
	throw new EngineError(
		'INVALID_SETTING',
		`Two questions have the name "${twice.slice(0, 60)}".`,
		'Give each question of the form a name of its own.',
	);
}

const NO_QUESTIONS = new EngineError(
	'INVALID_SETTING',
	'The form has no question.',
	'Add at least one under Questions.',
);
