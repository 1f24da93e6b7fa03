import type { ChatLabelledEvent, LabelChangedEvent } from '../../../engine/gateway/contract';
import { labelledCallback } from '../zapi/notifications';
import { DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

const LABEL = { id: '6', name: 'Regular customer' };

export const chatLabelled: TriggerEvent<ChatLabelledEvent> = {
	name: 'Chat Labelled',
	description:
		'A chat or a message got a label of WhatsApp Business, or lost it, on the phone or another device. What n8n does is not told.',
	filters: OF_ANY_CHAT,
	zapi: labelledCallback,
	sample: {
		event: 'chat.labelled',
		...envelope(`${DIRECT.id}:${LABEL.id}:labelled:1782907200000`),
		chat: DIRECT,
		label: LABEL,
		labelled: true,
		ofMessage: null,
	},
};

export const labelChanged: TriggerEvent<LabelChangedEvent> = {
	name: 'Label Changed',
	description:
		'A label of WhatsApp Business was made, changed or deleted on the phone or another device. What n8n does is not told.',
	filters: ['maxAgeMinutes'],
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'label.changed',
		...envelope(`label:${LABEL.id}:created:1782907200000`),
		change: 'created',
		label: { ...LABEL, color: 1, colorHex: '#64C4FF' },
	},
};
