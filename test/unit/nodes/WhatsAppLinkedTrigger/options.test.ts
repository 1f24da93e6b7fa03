import type { INode } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { EVENT_TYPES, INCOMING_TYPES } from '../../../../engine/gateway/contract';
import {
	chatTypeOptions,
	eventOptions,
	messageTypeOptions,
	outputFormatOptions,
	sentCallbackOptions,
} from '../../../../nodes/WhatsAppLinkedTrigger/options';
import { WhatsAppLinkedTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';

it('The trigger offers every event of the engine, once', () => {
	expect(eventOptions.map(({ value }) => value).sort()).toEqual([...EVENT_TYPES].sort());
});

it('The trigger offers every kind of message, once', () => {
	const types = messageTypeOptions.map(({ value }) => value);
	expect(types.sort()).toEqual([...INCOMING_TYPES].sort());
});

it.each([
	eventOptions,
	chatTypeOptions,
	messageTypeOptions,
	outputFormatOptions,
	sentCallbackOptions,
])('Each list of the trigger is in alphabetical order, in words', (...options) => {
	const names = options.map(({ name }) => name);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	for (const { description } of options) expect(description).toMatch(/^[A-Z].+/);
});

/** n8n drops parameters that are not shown. */
it.each([
	['zapi', 'message.sent', true],
	['zapi', 'message.read', false],
	['simplified', 'message.sent', false],
])('Message Sent Comes As, with the format %s and %s: %s', (format, event, isKept) => {
	const { description } = new WhatsAppLinkedTrigger();
	const options = { format, messageSentAs: 'messageStatusCallback' };
	const parameters = { events: [event], options };
	const node = { typeVersion: 1, parameters } as unknown as INode;
	const kept = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		false,
		false,
		node,
		description,
	);
	expect(kept?.options).toEqual({ format, ...(isKept && options) });
});
