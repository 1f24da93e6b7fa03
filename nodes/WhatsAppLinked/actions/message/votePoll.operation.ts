import { field, named } from '../../../shared/fields';
import { asText } from '../../../shared/parameters';
import { defineAction } from './define-send';

export const votePoll = defineAction({
	name: 'Vote in Poll',
	action: 'Vote in poll',
	description: 'Choose options of a poll. It takes the place of an earlier vote of yours.',
	type: 'pollVote',
	messageId: 'The ID of the poll',
	fields: {
		options: named(
			'pollOptions',
			field(
				{
					displayName: 'Poll Options',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: 'e.g. In the morning',
					description:
						'What to vote for, in the words of the poll, one option per line. Empty takes your vote back. An expression may yield a list.',
				},
				linesIn,
			),
		),
	},
});

/** The names of options may hold commas. In a list they may be objects, as the trigger puts them out. */
function linesIn(value: unknown): string[] {
	const lines = Array.isArray(value) ? value.map(nameIn) : asText(value).split('\n');
	return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function nameIn(option: unknown): string {
	return asText((option as { name?: unknown } | null)?.name ?? option);
}
