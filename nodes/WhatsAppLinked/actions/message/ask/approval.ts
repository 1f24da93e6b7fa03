import type { AnswerOption, MessageContent } from '../../../../../engine/gateway/contract';
import { choice, field, together, type Field } from '../../../../shared/fields';
import { asList, asText } from '../../../../shared/parameters';
import { pollOf, type Asked } from './asked';

/** The IDs of the two answers. */
export const APPROVE = 'approve';
export const DECLINE = 'decline';

/** How a question with answers to choose from is shown. */
export const SHOW_AS = {
	displayName: 'Show As',
	description:
		'How the answers are shown. Every WhatsApp shows polls; WhatsApp Web and desktop often show no buttons.',
};

const label = (displayName: string, initial: string, what: string) =>
	field(
		{
			displayName,
			type: 'string',
			default: initial,
			description: `What the answer says that ${what}`,
		},
		(value) => asText(value).trim() || initial,
	);

/** What stands for an answer, too: options. */
export interface ApprovalWords {
	approveWords: string[] | undefined;
	declineWords: string[] | undefined;
	reactions: boolean;
}

/** What people react with, where reactions are answers. */
const EMOJI = { approve: ['👍', '✅', '👌', '❤'], decline: ['👎', '❌'] };

const words = (displayName: string, initial: string, what: string): Field<string[] | undefined> =>
	field(
		{
			displayName,
			type: 'string',
			default: initial,
			description: `Words and emoji, with commas between them, that ${what} when somebody writes them, whatever the case. Without this option only the label itself counts.`,
		},
		(value) => (value === undefined ? undefined : asList(value)),
	);

export const approvalWords = {
	approveWords: words('Words That Approve', 'yes, ok, sim, sí, si, oui, ja, 👍, ✅', 'approve'),
	declineWords: words('Words That Decline', 'no, não, nao, non, nein, 👎, ❌', 'decline'),
};

export const approvalFields = together({
	approveLabel: label('Approve Label', 'Approve', 'approves'),
	declineLabel: label('Decline Label', 'Decline', 'declines'),
	approvalAs: choice({
		...SHOW_AS,
		options: [
			{ name: 'Buttons', value: 'buttons', description: 'Two buttons below the message' },
			{ name: 'Poll', value: 'poll', description: 'A poll of two answers; the vote counts' },
			{
				name: 'Text Only',
				value: 'text',
				description:
					'The message alone: people write one of the two labels, or a word that stands for it',
			},
		],
		default: 'poll',
	}),
});

type ApprovalFields = ReturnType<typeof approvalFields.read>;

export function approvalOf(
	message: string,
	{ approveLabel, declineLabel, approvalAs }: ApprovalFields,
	{ approveWords = [], declineWords = [], reactions = false }: Partial<ApprovalWords>,
): Asked {
	const emoji = reactions ? EMOJI : { approve: [], decline: [] };
	const options: AnswerOption[] = [
		{ id: APPROVE, text: approveLabel, words: [...approveWords, ...emoji.approve] },
		{ id: DECLINE, text: declineLabel, words: [...declineWords, ...emoji.decline] },
	];
	return {
		...shownAs(approvalAs, message, options),
		first: { name: 'approved', answer: 'choice', options },
		next: [],
	};
}

function shownAs(
	as: ApprovalFields['approvalAs'],
	message: string,
	options: readonly AnswerOption[],
): Pick<Asked, 'lead' | 'content'> {
	const labels = options.map(({ text }) => text);
	switch (as) {
		case 'poll':
			return pollOf(message, labels);
		case 'buttons':
			return { content: buttonsOf(message, options) };
		case 'text':
			return { content: { type: 'text', text: message } };
	}
}

function buttonsOf(text: string, options: readonly AnswerOption[]): MessageContent {
	return {
		type: 'buttons',
		text,
		buttons: options.map((option) => ({ type: 'reply', text: option.text, id: option.id })),
	};
}
