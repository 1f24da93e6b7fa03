import type { CallReceivedEvent } from '../../../engine/gateway/contract';
import { callCallback } from '../zapi/notifications';
import { BOB, DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

const CALL_ID = 'F44E0E2011E7C784BB9A4AC11749C436';

export const callReceived: TriggerEvent<CallReceivedEvent> = {
	name: 'Call Received',
	description: 'Someone calls the number, by voice or video. It rings on the phone.',
	filters: [...OF_ANY_CHAT, 'senders', 'notSenders'],
	zapi: callCallback,
	sample: {
		event: 'call.received',
		...envelope(`${DIRECT.id}:${CALL_ID}:call`),
		chat: DIRECT,
		callId: CALL_ID,
		from: BOB,
		isVideo: false,
		wasOffline: false,
	},
};
