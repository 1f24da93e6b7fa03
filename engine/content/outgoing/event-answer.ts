import { EngineError, type EventAnswerContent } from '../../gateway/contract';
import { checkOneOf } from './checks';
import { requireEvent } from './event-target';
import type { Kind } from './kind';
import { groupUsesLids, secretKey } from './secret';
import { keyOf } from './target';

/** `EventResponseMessage.EventResponseType` */
const RESPONSES = { going: 1, notGoing: 2, maybe: 3 } as const;

/** `found`: whether the members of the group go by LID. */
export const eventAnswer: Kind<EventAnswerContent, boolean> = {
	check({ answer }, context) {
		checkOneOf('an answer to an event', answer, Object.keys(RESPONSES));
		const { fromMe, messageId } = requireEvent(context, 'answered');
		if (!fromMe) return;
		throw new EngineError(
			'NOT_ALLOWED',
			`Event ${messageId} cannot be answered: this number has sent it.`,
			'WhatsApp takes answers only from the others. Use the ID of an event that somebody else sent.',
		);
	},
	summary: ({ target }) => `Answer event ${target.messageId}`,
	lookUp: groupUsesLids,
	build({ answer }, context) {
		const target = context.target();
		const { chat, now, seal } = context;
		const response = { response: RESPONSES[answer], timestampMs: now };
		return {
			encEventResponseMessage: {
				eventCreationMessageKey: keyOf(target, chat),
				...seal.eventAnswer(secretKey(target, context, 'answered'), response),
			},
		};
	},
};
