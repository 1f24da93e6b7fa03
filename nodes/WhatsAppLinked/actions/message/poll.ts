import { entries, mapped, named, number, text, together, toggle } from '../../../shared/fields';

const answers = entries({
	label: 'Answers',
	entry: 'Answer',
	description: '2 to 12 answers, all different, each with at most 100 characters',
	values: {
		name: text({
			displayName: 'Text',
			required: true,
			placeholder: 'e.g. In the morning',
			description: 'What the answer says',
		}),
	},
	initially: 2,
	example: ['In the morning', 'In the evening'],
	jsonDescription: 'A list of 2 to 12 texts, all different, each with at most 100 characters',
	alone: 'name',
});

/** What a poll asks, and what may be answered. */
export const pollFields = {
	question: text({
		displayName: 'Question',
		required: true,
		placeholder: 'e.g. When shall we deliver?',
		description: 'What is asked, in at most 255 characters',
	}),
	options: named(
		'pollOptions',
		mapped(answers, (given) => given.map(({ name }) => name)),
	),
	selectable: mapped(
		together({
			multipleAnswers: toggle({
				displayName: 'Allow Multiple Answers',
				default: false,
				description: 'Whether people may choose more than one answer',
			}),
			maxAnswers: number({
				displayName: 'Max Answers',
				typeOptions: { minValue: 0 },
				default: 0,
				displayOptions: { show: { multipleAnswers: [true] } },
				description: 'How many answers people may choose at most; 0 for as many as they like',
			}),
		}),
		({ multipleAnswers, maxAnswers }) => (multipleAnswers ? maxAnswers : 1),
	),
};
