import type { StatusPostedEvent, StatusViewedEvent } from '../../../engine/gateway/contract';
import { statusViewedCallback } from '../zapi/callbacks';
import { receivedCallback } from '../zapi/received';
import { BOB, envelope, message, MESSAGE_ID, STATUSES } from './samples';
import type { TriggerEvent } from './trigger-event';

/** What others post, and who opens what was posted from here. All statuses are one chat: it is not chosen. */

export const posted: TriggerEvent<StatusPostedEvent> = {
	name: 'Status Posted',
	description: 'A contact posted a status. It comes once, also where Chats lets statuses in.',
	filters: ['senders', 'notSenders', 'messageTypes', 'texts', 'mentionsMe', 'maxAgeMinutes'],
	zapi: (event, { fileError }) => receivedCallback(event, fileError),
	sample: {
		event: 'status.posted',
		...message(),
		...envelope(`${STATUSES.id}:${MESSAGE_ID}:incoming:posted`),
		chat: STATUSES,
		text: 'New in the shop: sunflowers',
	},
};

export const viewed: TriggerEvent<StatusViewedEvent> = {
	name: 'Status Viewed',
	description: 'Someone opened a status that n8n posted, and has read receipts on',
	filters: ['senders', 'notSenders', 'maxAgeMinutes'],
	zapi: statusViewedCallback,
	sample: {
		event: 'status.viewed',
		...envelope(`${MESSAGE_ID}:viewed:${BOB.lid}`),
		chat: STATUSES,
		messageId: MESSAGE_ID,
		from: BOB,
		views: 1,
		audience: 42,
	},
};
