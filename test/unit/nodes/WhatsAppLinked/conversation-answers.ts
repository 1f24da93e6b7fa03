import type { ConversationState } from '../../../../engine/gateway/contract';
import * as doubles from '../doubles';

const least: ConversationState = {
	...{ id: doubles.record.chat, type: 'direct', phone: null, lid: null, name: null },
	...{ sessionId: 'f3hQz0K8yZ1vXw2Lr6TnGA', paused: false },
	...{ reason: null, since: null, until: null },
};
const AT = '2026-01-01T00:00:01.000Z';
const most: ConversationState = {
	...{ ...least, phone: '5511900000002', lid: '77@lid', name: 'Ana', paused: true },
	...{ reason: 'operation', since: AT, until: AT },
};

/** What the engine answers to commands of conversations: with as little as there can be, or with all. */
export function conversationAnswers(isMost: boolean) {
	const state = isMost ? most : least;
	return {
		'conversation.pause': () => state,
		'conversation.resume': () => state,
		'conversation.get': () => state,
		'conversation.getPaused': () => [state],
	};
}
