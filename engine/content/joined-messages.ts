import type { IncomingMessageEvent } from '../gateway/contract';

/**
 * Messages that were collected as one event: the last one with the words of all. At least one is needed.
 *
 * @param collector tells the event from that of others who collect the same messages
 */
export function joinedMessages(
	messages: readonly IncomingMessageEvent[],
	collector: string,
): IncomingMessageEvent {
	const last = messages.at(-1) as IncomingMessageEvent;
	const texts = messages.flatMap(({ text }) => text ?? []).filter((text) => text !== '');
	return {
		...last,
		eventId: `${last.eventId}:${collector}`,
		text: texts.length > 0 ? texts.join('\n') : null,
		messages: [...messages],
	};
}
