import type { MessageStatusEvent, ReadByMeEvent } from '../../../engine/gateway/contract';
import { deliveryCallback, messageStatusCallback } from '../zapi/callbacks';
import { DIRECT, envelope, status } from './samples';
import { OF_CHATS, type Besides, type TriggerEvent } from './trigger-event';

type StatusEvent = TriggerEvent<MessageStatusEvent>;

const receipt = (event: MessageStatusEvent, { ids }: Besides) => messageStatusCallback(event, ids);

export const sent: StatusEvent = {
	name: 'Message Sent',
	description: 'WhatsApp has taken a message (one tick)',
	filters: OF_CHATS,
	zapi: (event, besides) =>
		besides.messageSentAs === 'deliveryCallback'
			? deliveryCallback(event)
			: receipt(event, besides),
	sample: { event: 'message.sent', ...status('SENT') },
};

export const received: StatusEvent = {
	name: 'Message Received by Recipient',
	description: "A message arrived on the recipient's phone (two ticks)",
	filters: OF_CHATS,
	zapi: receipt,
	sample: { event: 'message.received', ...status('RECEIVED') },
};

export const read: StatusEvent = {
	name: 'Message Read',
	description: 'The recipient opened a message (two blue ticks)',
	filters: OF_CHATS,
	zapi: receipt,
	sample: { event: 'message.read', ...status('READ') },
};

export const played: StatusEvent = {
	name: 'Message Played',
	description: 'The recipient listened to a voice message or watched a video',
	filters: OF_CHATS,
	zapi: receipt,
	sample: { event: 'message.played', ...status('PLAYED') },
};

export const failed: StatusEvent = {
	name: 'Message Failed',
	description: 'A message could not be sent. The event says why.',
	filters: OF_CHATS,
	zapi: deliveryCallback,
	sample: {
		event: 'message.failed',
		...status('FAILED'),
		error: {
			code: 'NOT_ON_WHATSAPP',
			message: '5511900000002 is not on WhatsApp.',
			hint: 'Check the number, with its country code.',
			retryable: false,
		},
	},
};

const READ_ID = '3EB0A1B2C3D4E5F6A7B8C9';

export const readByMe: TriggerEvent<ReadByMeEvent> = {
	name: 'Message Read by Me',
	description:
		'The number itself read messages of others, on its phone or another linked device. What n8n marks as read is not told.',
	filters: OF_CHATS,
	zapi: (event, { ids }) => messageStatusCallback(event, ids),
	sample: {
		event: 'message.readByMe',
		...envelope(`${DIRECT.id}:${READ_ID}:readByMe`),
		chat: DIRECT,
		messageId: READ_ID,
		status: 'READ_BY_ME',
	},
};
