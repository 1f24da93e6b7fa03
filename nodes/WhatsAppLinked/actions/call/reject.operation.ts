import { trimmedText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const reject = defineOperation({
	name: 'Reject',
	action: 'Reject call',
	description:
		'Turn down a call that rings, here and on the phone: right after the event Call Received. The caller hears that it was declined.',
	command: 'call.reject',
	fields: {
		callId: trimmedText({
			displayName: 'Call ID',
			required: true,
			placeholder: 'e.g. F44E0E2011E7C784BB9A4AC11749C436',
			description: 'The call: callId of the event Call Received of WhatsApp Linked Trigger',
		}),
	},
	output: (call) => ({ rejected: true, ...call }),
});
