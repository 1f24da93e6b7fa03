import type { INodeExecutionData } from 'n8n-workflow';

import type {
	EngineEvent,
	MessageStatusEvent,
	ReadByMeEvent,
} from '../../../engine/gateway/contract';
import type { Delivery } from '../files';
import { item, messagesIn } from '../files';
import { zapiBody } from '../events';
import type { SentCallback } from '../events/trigger-event';

/**
 * Items as the bodies of Z-API's webhooks, field by field as they document them (Z-API/z-api-docs, docs/webhooks). What
 * nobody can know here is null: nothing hosts files and pictures, so that there are no URLs of them; files come as binary.
 */
export function zapiItems(
	deliveries: readonly Delivery[],
	messageSentAs: SentCallback,
): INodeExecutionData[] {
	const body = (delivery: Delivery, ids: readonly string[]): object => {
		const { event, fileError = null, binaryField } = delivery;
		const messages = messagesIn(delivery);
		return {
			...zapiBody(event, { ids, fileError, messageSentAs }),
			// Ours: Z-API collects nothing.
			...(binaryField !== undefined && { binaryField }),
			...(messages && { messages: messages.map((message) => body(message, [])) }),
		};
	};
	return merged(deliveries, messageSentAs).map(([first, ids]) => item(body(first, ids), first));
}

/** A receipt for several messages is one callback with all their IDs. */
function merged(
	deliveries: readonly Delivery[],
	messageSentAs: SentCallback,
): [Delivery, string[]][] {
	const bodies = new Map<string, [Delivery, string[]]>();
	for (const delivery of deliveries) {
		const { event } = delivery;
		const key = isReceipt(event, messageSentAs) ? receiptKey(event) : event.eventId;
		const ids = 'messageId' in event ? [event.messageId] : [];
		const known = bodies.get(key);
		if (known) known[1].push(...ids);
		else bodies.set(key, [delivery, ids]);
	}
	return [...bodies.values()];
}

type Receipt = MessageStatusEvent | ReadByMeEvent;

const RECEIPTS = ['message.received', 'message.read', 'message.played', 'message.readByMe'];

function isReceipt(event: EngineEvent, messageSentAs: SentCallback): event is Receipt {
	if (event.event === 'message.sent') return messageSentAs === 'messageStatusCallback';
	return RECEIPTS.includes(event.event);
}

function receiptKey(receipt: Receipt): string {
	const { event, chat, timestamp } = receipt;
	const participant = 'participant' in receipt ? receipt.participant : null;
	return JSON.stringify([event, chat.id, timestamp, participant]);
}
