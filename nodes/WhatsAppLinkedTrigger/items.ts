import type { INodeExecutionData } from 'n8n-workflow';

import type { EngineEvent } from '../../engine/gateway/contract';
import type { Delivery } from './files';
import { item, withFileError } from './files';
import type { OutputFormat } from './options';
import type { Filter } from './settings';
import { zapiItems } from './zapi/index';

/** The events that the user wants. Those of the session belong to no chat, so the filter lets them pass. */
export function wanted(
	events: readonly EngineEvent[],
	{ chatTypes, messageTypes }: Filter,
): EngineEvent[] {
	return events.filter(
		(event) =>
			(!('chat' in event) || chatTypes.includes(event.chat.type)) &&
			(!messageTypes || !('type' in event) || messageTypes.includes(event.type)),
	);
}

/** Items in the format that the user chose; files go into the binary field `data`. */
export function itemsFrom(
	deliveries: readonly Delivery[],
	format: OutputFormat,
): INodeExecutionData[] {
	if (format === 'zapi') return zapiItems(deliveries);
	const json = format === 'raw' ? rawJson : simplifiedJson;
	return deliveries.map((delivery) => item(json(delivery), delivery));
}

function simplifiedJson({ event, fileError }: Delivery): object {
	return fileError && 'type' in event ? withFileError(event, fileError) : { ...event };
}

/** WhatsApp's own message with what one needs to know whose it is. Events that hold no message are the simplified ones. */
function rawJson(delivery: Delivery): object {
	const { event, fileError } = delivery;
	if (!('raw' in event)) return simplifiedJson(delivery);
	return {
		event: event.event,
		eventId: event.eventId,
		timestamp: event.timestamp,
		account: event.account,
		chat: event.chat,
		messageId: event.messageId,
		...('editId' in event && { editId: event.editId }),
		from: event.from,
		fromMe: event.fromMe,
		reference: event.reference,
		message: event.raw,
		...(fileError && { downloadError: fileError }),
	};
}
