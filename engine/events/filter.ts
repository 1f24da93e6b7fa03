import type { EngineEvent, Subscription } from '../gateway/contract';

export type Wish = Pick<Subscription, 'events' | 'filters'>;

/** Whether a subscription asks for an event: for its type, and for what the filter of that type says of it. */
export function isWanted(event: EngineEvent, { events, filters }: Wish): boolean {
	if (!events.includes(event.event)) return false;
	const { chatTypes, messageTypes } = filters?.[event.event] ?? {};
	return (
		(!chatTypes || !('chat' in event) || chatTypes.includes(event.chat.type)) &&
		(!messageTypes || !('type' in event) || messageTypes.includes(event.type))
	);
}
