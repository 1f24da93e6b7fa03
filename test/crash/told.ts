import type { EngineEvent } from '../../engine/gateway/contract';

/** What a trigger was told of a message: by an event, within the one of its album, or with others that it collects. */
export type Telling = EngineEvent['event'] | 'in an album' | 'collected';

/** Of which messages an event tells what, in order. */
export function toldBy(event: EngineEvent): { what: Telling; messageId: string }[] {
	if (!('messageId' in event)) return [];
	const { messages, album } = event.event === 'message.incoming' ? event : {};
	if (messages) return messages.map(({ messageId }) => ({ what: 'collected', messageId }));
	const items = album?.items ?? [];
	return [
		{ what: event.event, messageId: event.messageId },
		...items.map(({ messageId }) => ({ what: 'in an album' as const, messageId })),
	];
}
