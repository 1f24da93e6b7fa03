import type { INodeExecutionData } from 'n8n-workflow';

import type { MessageBody } from '../../engine/gateway/contract';
import type { Delivery } from './files';
import { item, messagesIn, withAlbumFiles, withFileError } from './files';
import type { SentCallback } from './events/trigger-event';
import { DEFAULT_SENT_CALLBACK, type OutputFormat } from './options';
import { zapiItems } from './zapi/index';

/** Items in the format that the user chose; files go into the binary field `data`. */
export function itemsFrom(
	deliveries: readonly Delivery[],
	format: OutputFormat,
	messageSentAs: SentCallback = DEFAULT_SENT_CALLBACK,
): INodeExecutionData[] {
	if (format === 'zapi') return zapiItems(deliveries, messageSentAs);
	const json = format === 'raw' ? rawJson : simplifiedJson;
	return deliveries.map((delivery) => item(json(delivery), delivery));
}

function simplifiedJson(delivery: Delivery): object {
	const { event } = delivery;
	if (!('type' in event)) return inOrder(event);
	return inOrder({ ...withFileFields(event, delivery), ...several(delivery, simplifiedJson) });
}

function withFileFields<Event extends MessageBody>(
	event: Event,
	{ fileError, items }: Delivery,
): Event {
	if (items) return withAlbumFiles(event, items);
	return fileError ? withFileError(event, fileError) : event;
}

/** Of messages that were collected: all of them, and of each where its file is. */
function several(delivery: Delivery, json: (delivery: Delivery) => object): object {
	const { binaryField } = delivery;
	const messages = messagesIn(delivery);
	return {
		...(binaryField !== undefined && { binaryField }),
		...(messages && { messages: messages.map(json) }),
	};
}

/** What workflows use most; the panel shows fields in their order. */
const FIRST_FIELDS = ['event', 'messageId', 'type', 'text', 'messages', 'from', 'chat'];

function inOrder(event: object): object {
	const fields = new Map(Object.entries(event));
	const first = FIRST_FIELDS.filter((name) => fields.has(name));
	return Object.fromEntries(
		[...new Set([...first, ...fields.keys()])].map((name) => [name, fields.get(name)]),
	);
}

/** WhatsApp's own message with what one needs to know whose it is. Events that hold no message are the simplified ones. */
function rawJson(delivery: Delivery): object {
	const { event, fileError } = delivery;
	if (!('raw' in event)) return simplifiedJson(delivery);
	return {
		event: event.event,
		messageId: event.messageId,
		...('editId' in event && { editId: event.editId }),
		from: event.from,
		chat: event.chat,
		eventId: event.eventId,
		timestamp: event.timestamp,
		account: event.account,
		fromMe: event.fromMe,
		...(event.conversation && { conversation: event.conversation }),
		reference: event.reference,
		message: event.raw,
		...(fileError && { downloadError: fileError }),
		...several(delivery, rawJson),
	};
}
