import type { ReactionContent } from '../../gateway/contract';
import { invalid } from './checks';
import { isOneEmoji } from './emoji';
import type { Kind } from './kind';
import { keyOf, targetIn } from './target';

export const reaction: Kind<ReactionContent> = {
	check({ emoji }, context) {
		if (emoji !== '' && !isOneEmoji(emoji)) {
			throw invalid(
				`"${emoji.slice(0, 60)}" is not one emoji.`,
				'WhatsApp takes exactly one emoji as a reaction, for example 👍.',
			);
		}
		targetIn(context, 'reacted to');
	},
	summary: ({ emoji, target }) =>
		emoji
			? `React with ${emoji} to message ${target.messageId}`
			: `Remove the reaction to message ${target.messageId}`,
	build: ({ emoji }, { chat, now, ...context }) => ({
		reactionMessage: { key: keyOf(context.target(), chat), text: emoji, senderTimestampMs: now },
	}),
};
