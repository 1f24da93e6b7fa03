import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * One credential is one WhatsApp number. Nothing secret is typed here: the linked session lives in the engine's own
 * encrypted file, under this credential's id, because n8n replaces the whole credential on every save.
 *
 * The test is a function of the two nodes (`testedBy`): it is what shows the linking code.
 */
export class WhatsAppLinkedApi implements ICredentialType {
	name = 'whatsAppLinkedApi';

	displayName = 'WhatsApp Linked API';

	icon: Icon = {
		light: 'file:../nodes/shared/icons/whatsAppLinked.svg',
		dark: 'file:../nodes/shared/icons/whatsAppLinked.dark.svg',
	};

	// Without a fragment: n8n appends `?utm_source=...` to links to documentation, and a fragment would swallow that.
	documentationUrl = 'https://github.com/n8n-nodes-whatsapp-linked/n8n-nodes-whatsapp-linked';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			// Of HTML, n8n lets links and lists through.
			displayName:
				'To link your number:<ul><li>1. Type it below and save. A red banner appears: that is expected.</li><li>2. Open its More details to see your code.</li><li>3. On your phone, open WhatsApp > Linked devices > Link a device > Link with phone number instead, and type the code.</li><li>4. Press Retry here. The banner turns green.</li></ul>',
			name: 'linkingNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				'This is not made by WhatsApp, which can restrict or ban numbers for it: use one that you can do without.',
			name: 'riskNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Phone Number',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 90000-0001',
			description:
				'The WhatsApp number to link, with country code. Leave it empty if you prefer to scan a QR code: add a WhatsApp Linked node and run Session > Get QR Code.',
		},
		{
			displayName: 'Shortest Pause Between Messages (Seconds)',
			name: 'minPause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description:
				'Messages leave one after another, with a random pause between the shortest and the longest. Pauses make WhatsApp less likely to restrict your number. 0 sends without pause.',
		},
		{
			displayName: 'Longest Pause Between Messages (Seconds)',
			name: 'maxPause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 3,
			description: 'Must not be shorter than the shortest pause',
		},
		{
			displayName: 'Keep Content For (Hours)',
			name: 'keepContentHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 24,
			description:
				"How long the content of sent and received messages stays on this server, encrypted; sent ones from their last status change, and up to 30 days until they are received. Replies, forwarding and Download Media need it, and a recipient's phone may ask for a sent message again. With 0 a sent one is deleted as soon as WhatsApp has taken it, and received ones are not kept.",
		},
		{
			displayName: 'Download at Most (GB a Day)',
			name: 'downloadGigabytes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How much of the files that others send is downloaded in a day, so that nobody can fill your disk. What comes after that says that its file is missing.',
		},
		{
			displayName: 'Stay Connected',
			name: 'stayConnected',
			type: 'boolean',
			default: true,
			description:
				'Whether the number connects whenever n8n starts, also without a published trigger. Numbers that are not connected for some weeks are unlinked by WhatsApp, and have to be linked again.',
		},
		// It holds a password. And n8n hides fields of the first level alone.
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password
		{
			displayName: 'Proxy',
			name: 'proxy',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. http://user:password@proxy.example.com:3128',
			description:
				'What this number connects to WhatsApp through, with its files: http://, https:// or socks5://, then user and password if the proxy wants them, host and port. Nothing goes past it. Leave it empty to connect directly. Files and web pages from elsewhere are opened by n8n, which has settings of its own for proxies.',
		},
		{
			// n8n draws no plain collections in credentials.
			displayName: 'Options',
			name: 'options',
			type: 'fixedCollection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Care for the Number',
					name: 'care',
					values: [
						{
							displayName: 'Messages per Day',
							name: 'messagesPerDay',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 1000,
							description:
								'How many messages leave within 24 hours at most; what is more waits, and nothing is lost. Answers, to chats from which something came in the last 24 hours, neither wait nor count, here and below. 0 sets no limit.',
						},
						{
							displayName: 'Messages per Hour',
							name: 'messagesPerHour',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 200,
							description: 'The same within 60 minutes',
						},
						{
							displayName: 'New Chats per Day',
							name: 'newChatsPerDay',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 50,
							description:
								'How many people get a first message within 24 hours at most: those who have never written to the number, and whom nothing from it has reached yet. Messages to others go on. 0 sets no limit.',
						},
						{
							displayName: 'New Chats per Hour',
							name: 'newChatsPerHour',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 20,
							description: 'The same within 60 minutes',
						},
						{
							displayName: 'Start Slowly',
							name: 'startSlowly',
							type: 'boolean',
							default: true,
							description:
								'Whether a number that was linked less than 7 days ago begins with a tenth of these limits, which grow to the whole, and pauses between messages are longer in the first minute after each connect',
						},
						{
							displayName: 'Quiet From',
							name: 'quietFrom',
							type: 'string',
							default: '',
							placeholder: 'e.g. 22:00',
							description:
								'When the quiet hours begin, in which only answers leave. What has a Send At within them waits, too. Leave both empty to have none.',
						},
						{
							displayName: 'Quiet To',
							name: 'quietTo',
							type: 'string',
							default: '',
							placeholder: 'e.g. 08:00',
							description: 'When the quiet hours end. They may last past midnight.',
						},
						{
							displayName: 'Time Zone',
							name: 'timeZone',
							type: 'string',
							default: '',
							placeholder: 'e.g. America/Sao_Paulo',
							description: "The time zone of the quiet hours. Leave it empty to use n8n's own.",
						},
						{
							displayName: 'Pause Between Same Texts (Seconds)',
							name: 'sameTextPause',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 30,
							description:
								'How long to wait at least before another person gets the same text; at random up to half as long again. Messages with other texts go on. 0 waits no longer than between any messages.',
						},
					],
				},
				{
					displayName: 'Mark as Read',
					name: 'read',
					values: [
						{
							displayName: 'Messages',
							name: 'messages',
							type: 'boolean',
							default: true,
							description:
								'Whether messages that come in, in chats and groups, are marked as read right away. Whether their senders see that is up to the privacy settings of the number.',
						},
						{
							displayName: 'Statuses',
							name: 'statuses',
							type: 'boolean',
							default: false,
							description: 'Whether statuses of others count as viewed by the number right away',
						},
					],
				},
				{
					displayName: 'Opt-Out Words',
					name: 'optOut',
					values: [
						{
							displayName: 'Words That Opt Out',
							name: 'out',
							type: 'string',
							default: 'STOP, UNSUBSCRIBE, PARAR, SAIR, BAJA, ARRET, STOPP',
							description:
								'Whoever writes one of these words to the number, and nothing else, gets no more messages from it: what is sent to them fails with OPTED_OUT. With commas between them, whatever the case. The message still starts workflows.',
						},
						{
							displayName: 'Words That Opt In',
							name: 'back',
							type: 'string',
							default: 'START, VOLTAR, ALTA',
							description: 'Whoever writes one of these words gets messages again',
						},
					],
				},
				{
					displayName: 'Reject Calls',
					name: 'calls',
					values: [
						{
							displayName: 'From',
							name: 'from',
							type: 'options',
							options: [
								{ name: 'All but These People', value: 'except' },
								{ name: 'Everyone', value: 'everyone' },
								{ name: 'Only These People', value: 'only' },
								{ name: 'People Who Are Not in Contacts', value: 'strangers' },
							],
							default: 'everyone',
							description:
								"Whose calls are rejected as soon as they ring, on the phone too, while n8n is connected. Contacts are those of the phone's address book.",
						},
						{
							displayName: 'People',
							name: 'people',
							type: 'string',
							default: '',
							placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
							// Always shown: n8n does not show what depends on another field of a collection in credentials.
							description:
								'Whom From means by Only These People and All but These People: phone numbers with country code, with commas between them',
						},
						{
							displayName: 'Text',
							name: 'text',
							type: 'string',
							typeOptions: { rows: 3 },
							default: '',
							placeholder: 'e.g. Sorry, this number cannot take calls. Please write.',
							description:
								'What the caller gets as a message after that; once in ten minutes, and not for calls to groups. Leave it empty to send nothing.',
						},
					],
				},
				{
					displayName: 'Linked Device',
					name: 'device',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. Shop bot',
							description:
								'What the phone shows for n8n under WhatsApp > Linked devices. WhatsApp takes it over when the number is linked, and never later: to rename a number that is linked already, run Session > Log Out and link it again.',
						},
					],
				},
			],
		},
	];
}
