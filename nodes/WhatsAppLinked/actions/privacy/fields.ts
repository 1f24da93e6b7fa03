import { choice, people } from '../../../shared/fields';

/** What has a black list; also by the words of Z-API. */
export const blacklistSetting = choice(
	{
		displayName: 'Of',
		options: [
			{ name: 'About', value: 'about', description: 'Who sees the about text' },
			{ name: 'Group Add', value: 'groupAdd', description: 'Who may add the number to groups' },
			{
				name: 'Last Seen',
				value: 'lastSeen',
				description: 'Who sees when the number was online last',
			},
			{ name: 'Profile Picture', value: 'picture', description: 'Who sees the profile picture' },
		],
		default: 'lastSeen',
		description: 'Which of the four black lists: each of these settings has one of its own',
	},
	{ photo: 'picture', description: 'about' },
);

export const contacts = (what: string) =>
	people({
		displayName: 'Contacts',
		required: true,
		description: `Who ${what}: phone numbers with country code or IDs that end in @lid, with commas between them, or a list from an expression. Up to 100.`,
	});
