import { limit, list, mapped, optionalChoice, optionalText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleChannel } from './simple';

export const search = defineOperation({
	name: 'Search',
	action: 'Search channels',
	description:
		"Look for public channels in WhatsApp's directory, by words in their names or by country. Use Get Many for those that the number follows already.",
	command: 'channel.search',
	fields: { limit: limit('channels') },
	options: {
		text: optionalText({
			displayName: 'Search Text',
			placeholder: 'e.g. football',
			description:
				'Words to look for. Without them the directory itself is listed; with them Countries and Sorted By say nothing.',
		}),
		countries: mapped(
			list({
				displayName: 'Countries',
				placeholder: 'e.g. BR, PT',
				description: 'The two letters of countries, with commas between them. Without them: all.',
			}),
			(codes) => (codes.length > 0 ? codes : undefined),
		),
		view: optionalChoice({
			displayName: 'Sorted By',
			options: [
				{ name: 'New', value: 'new' },
				{ name: 'Popular', value: 'popular' },
				{ name: 'Recommended', value: 'recommended' },
				{ name: 'Trending', value: 'trending' },
			],
			default: 'popular',
			description: 'Which channels of the directory come first',
		}),
	},
	simplify: simpleChannel,
});
