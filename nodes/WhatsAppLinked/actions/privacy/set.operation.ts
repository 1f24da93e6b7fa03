import { optionalChoice, optionalToggle } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

const EVERYONE = { name: 'Everyone', value: 'everyone' } as const;
const CONTACTS = { name: 'My Contacts', value: 'contacts' } as const;
const CONTACTS_EXCEPT = {
	name: 'My Contacts Except',
	value: 'contactsExcept',
	description:
		'All contacts but those on the black list of the setting, which is empty at first: use Add to Blacklist',
} as const;
const NOBODY = { name: 'Nobody', value: 'nobody' } as const;

/** Z-API's and WhatsApp's own words. */
const WORDS = {
	all: 'everyone',
	contact_blacklist: 'contactsExcept',
	none: 'nobody',
} as const;

const visibility = (displayName: string, what: string) =>
	optionalChoice(
		{
			displayName,
			options: [EVERYONE, CONTACTS, CONTACTS_EXCEPT, NOBODY],
			default: 'contacts',
			description: `Who sees ${what}: everyone, contacts, contactsExcept or nobody`,
		},
		WORDS,
	);

export const set = defineOperation({
	name: 'Set',
	action: 'Set privacy settings',
	description:
		'Change who may see what of the linked number, and who may reach it. Only what is added under Options changes. Puts out all settings, and which of them were changed.',
	command: 'privacy.set',
	fields: {},
	options: {
		about: visibility('About', 'the about text'),
		lastSeen: visibility('Last Seen', 'when the number was online last'),
		picture: visibility('Profile Picture', 'the profile picture'),
		calls: optionalChoice(
			{
				displayName: 'Calls',
				options: [
					EVERYONE,
					{
						name: 'Known Callers',
						value: 'known',
						description: 'Calls of others are silent, and listed among the calls',
					},
				],
				default: 'everyone',
				description: 'Whose calls ring: of everyone, or of known callers',
			},
			{ all: 'everyone' },
		),
		groupAdd: optionalChoice(
			{
				displayName: 'Group Add',
				options: [EVERYONE, CONTACTS, CONTACTS_EXCEPT],
				default: 'contacts',
				description:
					'Who may add the number to groups: everyone, contacts or contactsExcept. Others can send an invite.',
			},
			{ all: 'everyone', contact_blacklist: 'contactsExcept' },
		),
		messages: optionalChoice(
			{
				displayName: 'Messages',
				options: [EVERYONE, CONTACTS],
				default: 'everyone',
				description:
					'Who may write to the number: everyone or contacts. WhatsApp does not have this for all accounts.',
			},
			{ all: 'everyone' },
		),
		online: optionalChoice(
			{
				displayName: 'Online',
				options: [EVERYONE, { name: 'Same as Last Seen', value: 'sameAsLastSeen' }],
				default: 'everyone',
				description: 'Who sees that the number is online: everyone, or sameAsLastSeen',
			},
			{ all: 'everyone', same_last_seen: 'sameAsLastSeen', match_last_seen: 'sameAsLastSeen' },
		),
		readReceipts: optionalToggle({
			displayName: 'Read Receipts',
			default: true,
			description:
				'Whether others are told that their messages were read. Off also hides from the number whether its own were read; groups tell it always.',
		}),
	},
});
