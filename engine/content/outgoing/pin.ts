import type { PinContent } from '../../gateway/contract';
import { invalid } from './checks';
import type { Kind } from './kind';
import { keyOf, targetIn } from './target';

/** WhatsApp's own: 24 hours, 7 days, 30 days. */
const DURATIONS = [86_400, 604_800, 2_592_000];

/** `PinInChatMessage.Type` */
const PIN_FOR_ALL = 1;
const UNPIN_FOR_ALL = 2;

export const pin: Kind<PinContent> = {
	check({ seconds }, context) {
		if (seconds !== 0 && !DURATIONS.includes(seconds)) {
			throw invalid(
				`A message cannot be pinned for ${seconds} seconds.`,
				'WhatsApp pins for 24 hours, 7 days or 30 days: 86400, 604800 or 2592000 seconds.',
			);
		}
		targetIn(context, seconds === 0 ? 'unpinned' : 'pinned');
	},
	summary: ({ seconds, target }) => `${seconds > 0 ? 'Pin' : 'Unpin'} message ${target.messageId}`,
	build: ({ seconds }, { chat, now, ...context }) => ({
		pinInChatMessage: {
			key: keyOf(context.target(), chat),
			type: seconds > 0 ? PIN_FOR_ALL : UNPIN_FOR_ALL,
			senderTimestampMs: now,
		},
		messageContextInfo: { messageAddOnDurationInSecs: seconds },
	}),
};
