import type { EngineEvent } from '../../engine/gateway/contract';

/** What the trigger was told of a message: by an event, or within the one of its album. */
export type Telling = EngineEvent['event'] | 'in an album';

/** Of which messages an event tells what, in order. */
export function toldBy(event: EngineEvent): { what: Telling; messageId: string }[] {
	if (!('messageId' in event)) return [];
	const items = event.event === 'message.incoming' ? (event.album?.items ?? []) : [];
	return [
		{ what: event.event, messageId: event.messageId },
		...items.map(({ messageId }) => ({ what: 'in an album' as const, messageId })),
	];
}
