import type { INodeExecutionData } from 'n8n-workflow';

import type { EngineEvent } from '../../engine/gateway/contract';
import type { ChatType } from './options';

/** One item for each event. Events of the session belong to no chat, so the filter lets them pass. */
export function itemsFrom(
	events: readonly EngineEvent[],
	chatTypes: readonly ChatType[],
): INodeExecutionData[] {
	return events
		.filter((event) => !('chat' in event) || chatTypes.includes(event.chat.type))
		.map((event) => ({ json: { ...event } }));
}
