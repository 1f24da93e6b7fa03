import { people } from '../../../shared/fields';
import { operationOf } from '../define-operation';

export const checkNumber = operationOf({
	option: {
		name: 'Check Number',
		action: 'Check whether number is on WhatsApp',
		description:
			'Find out whether phone numbers are on WhatsApp, and how WhatsApp writes them. Many numbers are best checked as one list.',
	},
	fields: {
		numbers: people({
			displayName: 'Phone Numbers',
			required: true,
			description:
				'One phone number or several, with commas or line breaks between them. An expression may yield a list. Each becomes an item.',
		}),
	},
	async execute({ numbers }, { functions, request }) {
		const { numbers: checked, left } = await request('contact.check', { numbers });
		if (left > 0) {
			functions.addExecutionHints({
				message: `${checked.length - left} of ${checked.length} numbers were checked, and ${left} are left: their exists is empty, and message says why. Check them again in some hours.`,
				location: 'outputPane',
			});
		}
		return { output: checked.map((number) => ({ json: { ...number } })) };
	},
});
