import { EVENT_TYPES, INCOMING_TYPES } from '../../../../engine/gateway/contract';
import {
	chatTypeOptions,
	eventOptions,
	messageTypeOptions,
	outputFormatOptions,
} from '../../../../nodes/WhatsAppLinkedTrigger/options';

it('The trigger offers every event of the engine, once', () => {
	expect(eventOptions.map(({ value }) => value).sort()).toEqual([...EVENT_TYPES].sort());
});

it('The trigger offers every kind of message, once', () => {
	const types = messageTypeOptions.map(({ value }) => value);
	expect(types.sort()).toEqual([...INCOMING_TYPES].sort());
});

it.each([eventOptions, chatTypeOptions, messageTypeOptions, outputFormatOptions])(
	'Each list of the trigger is in alphabetical order, in words',
	(...options) => {
		const names = options.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		for (const { description } of options) expect(description).toMatch(/^[A-Z].+/);
	},
);
