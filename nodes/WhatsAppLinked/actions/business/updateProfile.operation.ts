import { field, type Described } from '../../../shared/fields';
import { asList, asText } from '../../../shared/parameters';
import { defineOperation } from '../define-operation';
import { openingHours } from './opening-hours';

/** An option that takes away what there is when it is empty, and says nothing unless it was added. */
const line = (described: Described) =>
	field({ ...described, type: 'string', default: '' }, (value) =>
		value === undefined ? undefined : asText(value),
	);
const lines = (described: Described) =>
	field({ ...described, type: 'string', default: '' }, (value) =>
		value === undefined ? undefined : asList(value),
	);

export const updateProfile = defineOperation({
	name: 'Update Profile',
	action: 'Update business profile',
	description:
		'Change what the linked number shows as a business. Only what is added under Options changes. The number needs WhatsApp Business.',
	command: 'business.updateProfile',
	fields: {},
	options: {
		address: line({
			displayName: 'Address',
			placeholder: 'e.g. Rua das Flores 10, São Paulo',
			description: 'Up to 256 characters. Leave it empty to take the present one away.',
		}),
		categories: lines({
			displayName: 'Categories',
			placeholder: 'e.g. Florist',
			description:
				'1 to 3 of them, with commas between them: IDs of Search Categories, or whole names in English',
		}),
		description: line({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			placeholder: 'e.g. Fresh flowers, also on Sundays',
			description: 'Up to 512 characters. Leave it empty to take the present one away.',
		}),
		email: line({
			displayName: 'Email',
			placeholder: 'e.g. hello@example.com',
			description: 'Leave it empty to take the present one away',
		}),
		hours: openingHours,
		timezone: line({
			displayName: 'Time Zone',
			placeholder: 'e.g. America/Sao_Paulo',
			description:
				'Where the opening hours are meant. Without it they keep the time zone that was set before.',
		}),
		websites: lines({
			displayName: 'Websites',
			placeholder: 'e.g. https://example.com',
			description:
				'Up to 2, with a comma between them. Leave it empty to take the present ones away.',
		}),
	},
});
