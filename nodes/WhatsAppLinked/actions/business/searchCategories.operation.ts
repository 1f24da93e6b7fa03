import { limit, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const searchCategories = defineOperation({
	name: 'Search Categories',
	action: 'Search business categories',
	description:
		'Find the categories that WhatsApp has for businesses, with their IDs: Update Profile takes up to 3 of them',
	command: 'business.searchCategories',
	fields: {
		query: text({
			displayName: 'Search',
			placeholder: 'e.g. flowers',
			description:
				'What the name of the category holds, in English. Leave it empty for those that WhatsApp suggests.',
		}),
		limit: limit('categories'),
	},
});
