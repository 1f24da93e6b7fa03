import type { EngineEvent, EventFilter } from '../../../engine/gateway/contract';

type Filters = ReadonlyArray<keyof EventFilter>;

/** Of all that happens in a chat, of whatever kind. */
export const OF_ANY_CHAT: Filters = ['chats', 'maxAgeMinutes'];
/** Of what is chosen by the kind of its chat, too. */
export const OF_CHATS: Filters = ['chatTypes', ...OF_ANY_CHAT];
/** Of all that somebody does there. */
export const OF_PEOPLE: Filters = [...OF_CHATS, 'senders', 'notSenders'];
/** Of all that people write to each other, and do to what was written. */
export const OF_CONVERSATIONS: Filters = [...OF_PEOPLE, 'stepAside'];
/** Of messages with all that they say. */
export const OF_MESSAGES: Filters = [...OF_CONVERSATIONS, 'messageTypes', 'texts', 'mentionsMe'];

/** Z-API has two webhooks that tell of a sent message; a workflow starts with one of them, or it would run twice. */
export type SentCallback = 'deliveryCallback' | 'messageStatusCallback';

/** What Z-API tells besides the event. */
export interface Besides {
	/** All messages of a receipt. */
	ids: readonly string[];
	/** Why the file of a message is not there. */
	fileError: string | null;
	messageSentAs: SentCallback;
}

/** One event that a workflow can start on: all that the trigger knows of it. */
export interface TriggerEvent<E extends EngineEvent = EngineEvent> {
	/** Its line in the list of events. */
	readonly name: string;
	readonly description: string;
	/** Which of the node's filters it has. */
	readonly filters: Filters;
	/** The body of Z-API's webhook for it. */
	zapi(event: E, besides: Besides): object;
	/** One as the engine hands it over. */
	readonly sample: E;
}
