import type {
	ConversationPausedEvent,
	ConversationResumedEvent,
} from '../../../engine/gateway/contract';
import { DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

export const conversationPaused: TriggerEvent<ConversationPausedEvent> = {
	name: 'Conversation Paused',
	description:
		'Workflows with Step Aside do not start on what comes in a chat from now on: somebody has answered there by hand, or it was paused by a word, a label or an operation',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'conversation.paused',
		...envelope(`${DIRECT.id}:paused:1782907200000`),
		chat: DIRECT,
		reason: 'byHand',
		until: '2026-07-01T13:00:00.000Z',
	},
};

export const conversationResumed: TriggerEvent<ConversationResumedEvent> = {
	name: 'Conversation Resumed',
	description:
		'Workflows with Step Aside start again on what comes in a chat: the time is over, or it was resumed by a word, a label or an operation',
	filters: OF_ANY_CHAT,
	zapi: (event) => event,
	sample: {
		event: 'conversation.resumed',
		...envelope(`${DIRECT.id}:resumed:1782907200000`),
		chat: DIRECT,
		reason: 'timeOver',
	},
};
