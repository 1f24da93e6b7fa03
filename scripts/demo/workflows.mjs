// What the demo puts into n8n for the user to play with.

import {
	CLICK,
	noOperation,
	STORY_EVENTS,
	sendText,
	whatsAppTrigger,
	workflow,
} from '../n8n/workflows.mjs';

export const OWNER_PHONE = '5511900000001';
export const CONTACT_PHONE = '5511900000002';

export const CREDENTIAL = {
	name: 'WhatsApp demo number',
	type: 'whatsAppLinkedApi',
	data: { phone: OWNER_PHONE, minPause: 1, maxPause: 3, keepContentHours: 24 },
};

/** @param {import('../n8n/rest.mjs').Credential} credential */
export function sendingWorkflow(credential) {
	return workflow(
		'1. Send a WhatsApp message',
		CLICK,
		sendText(credential, { to: CONTACT_PHONE, text: 'Hello from n8n!' }),
	);
}

/** @param {import('../n8n/rest.mjs').Credential} credential */
export function eventsWorkflow(credential) {
	return workflow(
		'2. Runs on what happens to messages',
		whatsAppTrigger(credential, STORY_EVENTS),
		noOperation('Your steps go here'),
	);
}
