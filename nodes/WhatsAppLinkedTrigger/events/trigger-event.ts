import type { EngineEvent, EventFilter } from '../../../engine/gateway/contract';

/** What Z-API tells besides the event. */
export interface Besides {
	/** All messages of a receipt. */
	ids: readonly string[];
	/** Why the file of a message is not there. */
	fileError: string | null;
}

/** One event that a workflow can start on: all that the trigger knows of it. */
export interface TriggerEvent<E extends EngineEvent = EngineEvent> {
	/** Its line in the list of events. */
	readonly name: string;
	readonly description: string;
	/** Which of the node's filters it has. */
	readonly filters: ReadonlyArray<keyof EventFilter>;
	/** The body of Z-API's webhook for it. */
	zapi(event: E, besides: Besides): object;
	/** One as the engine hands it over. */
	readonly sample: E;
}
