import type { proto } from '@whiskeysockets/baileys';
import type { PollVoteContent } from '../../gateway/contract';
import { invalid } from './checks';
import { firstLine } from './first-line';
import type { Kind, Target } from './kind';
import { groupUsesLids, secretKey } from './secret';
import { contentGone, keyOf, targetIn, wordsOf } from './target';

/** `found`: whether the members of the group go by LID. */
export const pollVote: Kind<PollVoteContent, boolean> = {
	check({ options }, context) {
		const target = targetIn(context);
		const poll = pollIn(target);
		if (poll) checkChoice(chosen(options), poll);
		else if (!target.isWaiting) throw contentGone(target, 'voted in');
	},
	summary: ({ options, target }) =>
		firstLine(
			options.length > 0
				? `Vote: ${options.join(', ')}`
				: `Remove the vote in poll ${target.messageId}`,
		),
	lookUp: groupUsesLids,
	build({ options }, context) {
		const target = context.target();
		const { chat, now, seal } = context;
		return {
			pollUpdateMessage: {
				pollCreationMessageKey: keyOf(target, chat),
				vote: seal.vote(secretKey(target, context, 'voted in'), chosen(options)),
				senderTimestampMs: now,
			},
		};
	},
};

function chosen(options: readonly string[]): string[] {
	return [...new Set(options.map((option) => option.trim()))];
}

/** Undefined where nobody remembers what the message says. Error: INVALID_CONTENT for what is no poll. */
function pollIn(target: Target): proto.Message.IPollCreationMessage | undefined {
	const words = wordsOf(target);
	if (!words) return undefined;
	// Which field it is in says what kind of poll it is.
	if (words.kind.startsWith('pollCreationMessage')) return words.body as object;
	throw invalid(
		`Message ${target.messageId} is not a poll.`,
		'Use the message ID of a poll: of one sent with Message > Send Poll, or from WhatsApp Linked Trigger.',
	);
}

/** Error: INVALID_CONTENT. */
function checkChoice(choice: readonly string[], poll: proto.Message.IPollCreationMessage): void {
	const names = (poll.options ?? []).map(({ optionName }) => optionName ?? '');
	const unknown = choice.find((option) => !names.includes(option));
	if (unknown !== undefined) {
		throw invalid(
			`The poll has no option "${unknown.slice(0, 100)}".`,
			`Its options are: ${names.map((name) => `"${name}"`).join(', ')}.`,
		);
	}
	// 0: any number.
	const limit = poll.selectableOptionsCount || names.length;
	if (choice.length <= limit) return;
	throw invalid(
		`${choice.length} options were chosen, but the poll takes ${limit === 1 ? 'only 1' : `at most ${limit}`}.`,
		'Choose fewer options.',
	);
}
