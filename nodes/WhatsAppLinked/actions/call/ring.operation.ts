import { contact, seconds } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const ring = defineOperation({
	name: 'Ring',
	action: 'Ring contact',
	description:
		"Let a person's phone ring for some seconds to get their attention, then hang up. Nobody can speak: who picks up hears nothing, so write to them as well. At most five times a minute.",
	command: 'call.ring',
	fields: { contact: contact() },
	options: {
		forMs: seconds({
			displayName: 'Ring For',
			typeOptions: { minValue: 5, maxValue: 15 },
			default: 5,
			description: 'How long the phone rings where nobody picks up: 5 to 15 seconds',
		}),
	},
});
