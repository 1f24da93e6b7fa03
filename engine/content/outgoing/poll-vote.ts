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
		const target = targetIn(context, 'voted in');
		const poll = pollIn(target);
		if (poll) checkChoice(chosen(options, poll), poll);
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
		const choice = chosen(options, pollIn(target));
		return {
			pollUpdateMessage: {
				pollCreationMessageKey: keyOf(target, chat),
				vote: seal.vote(secretKey(target, context, 'voted in'), choice),
				senderTimestampMs: now,
			},
		};
	},
};

type Poll = proto.Message.IPollCreationMessage;

/** Blanks around a name do not matter to people. A vote must have them: it tells an option by the hash of its name. */
function chosen(options: readonly string[], poll: Poll | undefined): string[] {
	const names = namesIn(poll);
	const inPoll = (option: string) =>
		names.find((name) => name === option) ??
		names.find((name) => name.trim() === option.trim()) ??
		option.trim();
	return [...new Set(options.map(inPoll))];
}

function namesIn(poll: Poll | undefined): string[] {
	return (poll?.options ?? []).map(({ optionName }) => optionName ?? '');
}

/** Undefined where nobody remembers what the message says. Error: INVALID_CONTENT for what is no poll. */
function pollIn(target: Target): Poll | undefined {
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
function checkChoice(choice: readonly string[], poll: Poll): void {
	const names = namesIn(poll);
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
