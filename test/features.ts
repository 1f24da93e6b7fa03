import type { EventType } from '../engine/gateway/contract';

/**
 * What the package does, and which test runs it in a real n8n and looks at what came of it: the tables of docs/features.md.
 * `test/unit/docs/features.test.ts` holds them to the node; `test/n8n/harness.ts` sees that each test runs its operations.
 */
export interface Feature {
	/** As Z-API's documentation calls it, where it has it. Also the title of the test. */
	readonly name: string;
	/** `resource/operation`: what the test runs. */
	readonly operations: readonly string[];
	/** Where it is the trigger that does it: the events to choose. */
	readonly events?: readonly EventType[];
	/** Where it is a field of theirs that does it: its path. */
	readonly field?: string;
	/** What else has that field, in words. */
	readonly alsoIn?: string;
	/** `n8n`: it is nothing of WhatsApp, and n8n itself has it. */
	readonly status: 'works' | 'works, not rendered everywhere' | 'n8n' | 'impossible';
	/** What a user should know of it. */
	readonly note?: string;
}

export interface FeatureTable {
	/** Its heading in docs/features.md. */
	readonly heading: string;
	/** The theme: a file in `test/n8n/operations`. */
	readonly tests: string;
	readonly features: readonly Feature[];
}

const works = (
	name: string,
	operations: string | readonly string[],
	more: Partial<Feature> = {},
): Feature => ({ name, operations: [operations].flat(), status: 'works', ...more });

const tells = (
	name: string,
	events: readonly EventType[],
	more: Partial<Feature> = {},
): Feature => ({
	...works(name, []),
	events,
	...more,
});

/** What no operation does. */
const impossible = (name: string, note: string): Feature => ({
	...{ name, operations: [], alsoIn: '–', status: 'impossible', note },
});

const byN8n = (name: string, note: string): Feature => ({
	...{ name, operations: [], alsoIn: '–', status: 'n8n', note },
});

const NOT_EVERYWHERE = { status: 'works, not rendered everywhere' } as const;

const IN_ANY = 'any';
const IN_CAPTIONS = 'Send Text and captions';

/** Section 1.3 of Z-API's documentation. */
const SENDING: readonly Feature[] = [
	works('Text', 'message/sendText'),
	works('Reply', 'message/sendText', { field: 'options.replyTo', alsoIn: IN_ANY }),
	works('Private answer to a group message', 'message/sendText', {
		...{ field: 'options.replyPrivately', alsoIn: IN_ANY },
	}),
	works('Mention participants', ['message/sendText', 'message/sendImage'], {
		...{ field: 'options.mentions', alsoIn: IN_CAPTIONS },
	}),
	works('Mention everyone silently', 'message/sendText', {
		...{ field: 'options.mentionEveryone', alsoIn: IN_CAPTIONS },
	}),
	works('Mention groups of a community', 'message/sendText', {
		...{ field: 'options.mentionGroups', alsoIn: IN_CAPTIONS },
	}),
	works('Image', 'message/sendImage'),
	works('Album', 'message/sendAlbum', {
		note: '2 to 30 images and videos; Z-API has no albums. The album and each file are messages with an ID of their own',
	}),
	works('Sticker', 'message/sendSticker'),
	works('GIF', 'message/sendGif'),
	works('Audio', 'message/sendAudio', {
		note: 'other formats than OGG/Opus become voice messages where ffmpeg is installed, else plain audio',
	}),
	works('Video', 'message/sendVideo'),
	works('Video note', 'message/sendVideoNote'),
	works('Document', 'message/sendDocument'),
	works('Link with custom card', 'message/sendLink', {
		note: "small and large image, no size between (Z-API's `linkType` MEDIUM)",
	}),
	works('Location', 'message/sendLocation'),
	works('Contact', 'message/sendContact'),
	works('Several contacts', 'message/sendContact'),
	works('Product card', 'message/sendProduct', NOT_EVERYWHERE),
	works('Catalog card', 'message/sendCatalog', {
		note: 'the words of the card are yours or English (no `translation`)',
	}),
	works('Button – action', 'message/sendButtons', NOT_EVERYWHERE),
	works('Button – simple text', 'message/sendButtons', NOT_EVERYWHERE),
	works('Button – with image', 'message/sendButtons', { field: 'header', ...NOT_EVERYWHERE }),
	works('Button – with video', 'message/sendButtons', { field: 'header', ...NOT_EVERYWHERE }),
	works('Option list', 'message/sendList', NOT_EVERYWHERE),
	works('Copy-code (OTP) button', 'message/sendButtons', NOT_EVERYWHERE),
	works('PIX button', 'message/sendPix', NOT_EVERYWHERE),
	works('Carousel', 'message/sendCarousel', {
		...NOT_EVERYWHERE,
		note: 'each card needs a button (Z-API lets them be left out): how WhatsApp draws a card without is not known',
	}),
	works('Poll', 'message/sendPoll'),
	works('Event', 'message/sendEvent'),
	works('Channel admin invite', 'message/sendChannelInvite'),
	works('Meta AI chat', 'message/sendText', {
		status: 'impossible',
		note: "Meta AI's answers are sealed in a way that only WhatsApp's own apps open (`msmsg`), and Baileys drops them. Writing to it works like any text.",
	}),
	works('View once', ['message/sendImage', 'message/sendVideo', 'message/sendAudio'], {
		field: 'options.viewOnce',
	}),
	works('Disappearing message', 'message/sendText', {
		...{ field: 'options.disappearAfter', alsoIn: IN_ANY },
	}),
	works('Text as a person sends it', 'message/sendText', {
		field: 'options.split',
		note: 'with Convert Markdown, Automatic Typing and Mark as Read First',
	}),
];

/** Section 1.4. */
const ACTIONS: readonly Feature[] = [
	works('Edit text', 'message/editText'),
	works('Edit caption', 'message/editCaption'),
	works('Reaction', 'message/react'),
	works('Remove reaction', 'message/removeReaction'),
	works('Delete message for everyone', 'message/delete'),
	works('Delete message for me', 'message/delete'),
	works('Read message', 'message/markAsRead'),
	works('Forward', 'message/forward'),
	works('Pin / unpin message', ['message/pin', 'message/unpin']),
	works('Star / unstar message', ['message/star', 'message/unstar']),
	works('Vote in poll', 'message/votePoll'),
	works('Respond to event', 'message/answerEvent'),
	works('Edit / cancel event', ['message/editEvent', 'message/cancelEvent']),
	works('Download media of a message', 'message/downloadMedia'),
	works('Status of a message', 'message/getStatus'),
];

/** Section 1.5, and what Z-API cannot do. */
const STATUSES: readonly Feature[] = [
	works('Text status', 'status/postText', {
		note: 'with color and font; to all contacts, all but some, or only some people, which Z-API does not let one choose',
	}),
	works('Image status', 'status/postImage'),
	works('Video status', 'status/postVideo', { note: 'up to 10 MB' }),
	works('Voice status', 'status/postVoice', {
		note: 'what is not OGG/Opus is converted, for which ffmpeg must be installed',
	}),
	works('Delete status', 'status/delete', {
		note: 'what was posted with the node: who sees what the phone has posted only the phone knows',
	}),
	works('Viewers of status', 'status/getViewers', {
		note: 'who has read receipts on; of what was posted with the node',
	}),
	works('Reply to status – text', 'message/sendText', { field: 'options.replyTo', alsoIn: IN_ANY }),
	works('Reply to status – GIF', 'message/sendGif', { field: 'options.replyTo', alsoIn: IN_ANY }),
	works('Reply to status – sticker', 'message/sendSticker', {
		...{ field: 'options.replyTo', alsoIn: IN_ANY },
	}),
];

/** Section 1.6, and what Z-API cannot do. */
const CHATS: readonly Feature[] = [
	works('List chats', 'chat/getAll', {
		note: 'as the phone told of them when the number was linked, and as they changed since; whether a chat is marked as spam is not known',
	}),
	works('Chat metadata', 'chat/get', {
		note: "the time of a group's disappearing messages as far as WhatsApp has told it; Group > Get asks for it",
	}),
	works('Read / unread chat', ['chat/markAsRead', 'chat/markAsUnread']),
	works('Archive / unarchive chat', ['chat/archive', 'chat/unarchive']),
	works('Pin / unpin chat', ['chat/pin', 'chat/unpin']),
	works('Mute / unmute chat', ['chat/mute', 'chat/unmute']),
	works('Clear chat', 'chat/clear'),
	works('Delete chat', 'chat/delete'),
	works('Chat expiration', 'chat/setDisappearingMessages', {
		note: 'messages that are sent to the chat keep to it by themselves, unless Disappear After says otherwise',
	}),
	works('Chat messages', 'chat/getMessages', {
		note: 'what n8n remembers, and with Ask Phone what the phone has of before; Z-API cannot do this',
	}),
	works('Get Messages while the phone is off', 'chat/getMessages'),
	works('Show typing', 'chat/showTyping'),
	works('Subscribe to presence', 'chat/subscribePresence', {
		note: 'for a day, in which the number counts as online',
	}),
];

/** Section 1.2. */
const PROFILE: readonly Feature[] = [
	works('Own profile', 'profile/get'),
	works('Profile name', 'profile/setName'),
	works('Profile description (about)', 'profile/setAbout', {
		note: 'it shows until it is changed; notes that disappear can be set on the phone',
	}),
	works('Profile picture', ['profile/setPicture', 'profile/removePicture']),
];

/** Section 1.11, as to labels and notes. */
const LABELS: readonly Feature[] = [
	works('List tags', 'label/getAll', {
		note: 'as the phone told of them; which ones a chat has is told by Chat > Get and Get Many',
	}),
	works('Tag colors', 'label/create', { field: 'options.color' }),
	works('Create tag', 'label/create', { note: 'up to 20, as on the phone' }),
	works('Edit tag', 'label/update'),
	works('Delete tag', 'label/delete'),
	works('Add tag to chat', 'label/addToChat'),
	works('Remove tag from chat', 'label/removeFromChat'),
	works('Label of a message', ['label/addToMessage', 'label/removeFromMessage'], {
		note: 'Z-API cannot do this',
	}),
	works('Chat notes', ['chat/setNote', 'chat/get'], {
		note: 'one for each chat; Get puts it out, which Z-API cannot do',
	}),
];

/** What Z-API has nothing like. */
const TAKEOVER: readonly Feature[] = [
	works('Step aside for a person', [], {
		alsoIn: 'the trigger, Options > Step Aside',
		note: 'after somebody has written by hand, by words in the chat, by a label of WhatsApp Business, or by an operation',
	}),
	works('Pause a conversation', 'conversation/pause', {
		note: 'for a time or until it is resumed, also before anything was written',
	}),
	works('Resume a conversation', 'conversation/resume'),
	works('State of a conversation', 'conversation/getState', {
		note: 'the events of messages have it in the field `conversation`',
	}),
	works('Conversations that are paused', 'conversation/getAll'),
];

/** Section 1.12. */
const PRIVACY: readonly Feature[] = [
	works('Privacy settings', 'privacy/get', { note: 'Z-API cannot tell them' }),
	works('Last seen', 'privacy/set', { field: 'options.lastSeen' }),
	works('Photo', 'privacy/set', { field: 'options.picture' }),
	works('Description', 'privacy/set', { field: 'options.about' }),
	works('Online', 'privacy/set', { field: 'options.online' }),
	works('Group add', 'privacy/set', { field: 'options.groupAdd' }),
	works('Read receipts', 'privacy/set', {
		field: 'options.readReceipts',
		note: 'Mark as Read keeps to it at once',
	}),
	works('Calls of unknown people', 'privacy/set', {
		field: 'options.calls',
		note: 'Z-API cannot do this',
	}),
	works('Messages of unknown people', 'privacy/set', {
		field: 'options.messages',
		note: 'where WhatsApp has it for the account; Z-API cannot do this',
	}),
	works('Disallowed contacts', 'privacy/getBlacklist'),
	works('Blacklist entries', ['privacy/addToBlacklist', 'privacy/removeFromBlacklist'], {
		note: 'of last seen, picture, about and group add',
	}),
	works('Default message timer', 'privacy/setDefaultDisappearingTime', {
		note: 'WhatsApp keeps it for the phone; what n8n sends to a new chat disappears with Options > Disappear After',
	}),
];

/** Section 1.11. */
const BUSINESS: readonly Feature[] = [
	works('Get business profile', 'business/getProfile', { note: 'of anybody who has one' }),
	works('Set description', 'business/updateProfile', { field: 'options.description' }),
	works('Set email', 'business/updateProfile', { field: 'options.email' }),
	works('Set address', 'business/updateProfile', { field: 'options.address' }),
	works('Set websites', 'business/updateProfile', { field: 'options.websites' }),
	works('Set hours', 'business/updateProfile', {
		field: 'options.hours',
		note: 'a day may have several intervals',
	}),
	works('Cover', ['business/setCover', 'business/removeCover'], { note: 'Z-API cannot do this' }),
	works('Available categories', 'business/searchCategories', { note: 'with names in English' }),
	works('Set categories', 'business/updateProfile', {
		field: 'options.categories',
		note: 'by ID or by name',
	}),
];

/** Section 1.7. */
const CONTACTS: readonly Feature[] = [
	works('List contacts', 'contact/getAll'),
	works('Contact metadata', 'contact/get'),
	works('Picture of a contact', 'contact/getPicture'),
	works('Number has WhatsApp?', 'contact/checkNumber'),
	works('Batch check', 'contact/checkNumber', {
		note: 'up to 50,000 numbers at once, slowly; where WhatsApp wants a break, what is done is put out, and how many are left',
	}),
	works('LID of a number, number of a LID', 'contact/resolveLid', {
		note: 'the number behind a LID is known once WhatsApp has told it: it cannot be asked for',
	}),
	works('Add contacts', 'contact/upsert'),
	works('Remove contacts', 'contact/delete'),
	works('Block / unblock', ['contact/block', 'contact/unblock']),
	works('Blocked contacts', 'contact/getBlocked'),
	works(
		'Who wants no messages',
		['contact/optOut', 'contact/optIn', 'contact/isOptedOut', 'message/sendText'],
		{ note: 'also by words of the credential, such as STOP; nothing of Z-API' },
	),
	impossible(
		'Report contact',
		'how a linked device tells WhatsApp of a report is not known: neither Baileys nor whatsmeow can. On the phone, open the chat > Report.',
	),
];

/** Section 1.8. */
const GROUPS: readonly Feature[] = [
	works('Create group', 'group/create', {
		note: 'who cannot be added is told with the reason, and invited where that is wanted',
	}),
	works('List groups', 'group/getAll'),
	works('Group metadata', 'group/get'),
	works('Rename group', 'group/setName'),
	works('Group description', 'group/setDescription'),
	works('Group photo', 'group/setPicture'),
	works('Group settings', 'group/updateSettings', {
		note: 'and who may share the invite link, which Z-API only tells of',
	}),
	works('Disappearing messages in group', 'group/setDisappearingMessages'),
	works('Add participants', 'group/addParticipants'),
	works('Invite those who cannot be added', ['group/addParticipants', 'group/create'], {
		field: 'options.invite',
		note: "Z-API's `autoInvite`",
	}),
	works('Remove participants', 'group/removeParticipants'),
	works('Promote to admin', 'group/promote'),
	works('Demote from admin', 'group/demote'),
	works('Join requests', 'group/getJoinRequests'),
	works('Approve participants', 'group/approveJoinRequests'),
	works('Reject participants', 'group/rejectJoinRequests'),
	works('Group invitation link', 'group/getInviteLink'),
	works('Metadata with invitation link', 'group/get', { field: 'options.withInviteLink' }),
	works('Redefine invitation link', 'group/resetInviteLink'),
	works('Group metadata from invite', 'group/getInfoFromInviteLink'),
	works('Accept group invite', 'group/joinByInvite', {
		note: 'where an admin must approve, the request waits; an invite that came as a message is accepted, too',
	}),
	works('Leave group', 'group/leave'),
];

/** Section 1.9. */
const COMMUNITIES: readonly Feature[] = [
	works('Create community', 'community/create', {
		note: 'at first everybody in it may add groups, and an admin must approve who comes by the link',
	}),
	works('List communities', 'community/getAll'),
	works('Community metadata', 'community/get'),
	works('Link groups', 'community/linkGroups', {
		note: 'each group is told by itself: whether it was linked, and why not',
	}),
	works('Unlink groups', 'community/unlinkGroups', {
		note: 'WhatsApp keeps one group besides the announcement group',
	}),
	works('Reset invite link of community', ['community/resetInviteLink', 'community/getInviteLink']),
	works('Add participants to community', 'community/addParticipants', {
		note: 'by its announcement group, as WhatsApp does; who cannot be added can be invited',
	}),
	works('Remove participants of community', 'community/removeParticipants', {
		note: 'from all its groups, too',
	}),
	works('Promote in community', 'community/promote'),
	works('Demote in community', 'community/demote'),
	works('Community settings', 'community/updateSettings'),
	works('Description of community', 'community/setDescription'),
	works('Picture of community', 'community/setPicture'),
	works('Deactivate community', 'community/deactivate'),
];

/** Section 1.15. */
const OF_THEIR_GATEWAY =
	"it belongs to Z-API's own gateway for telephony, and is nothing of WhatsApp";

const CALLS: readonly Feature[] = [
	works('Ring (get attention)', 'call/ring', {
		note: 'for 5 to 15 seconds, five times a minute at most; whether a phone was reached, and what they did, is put out',
	}),
	impossible('Call with audio', 'neither Baileys nor this package has what carries sound in calls'),
	impossible('Call SDK token', OF_THEIR_GATEWAY),
	impossible('SIP info', OF_THEIR_GATEWAY),
	impossible('SIP token', OF_THEIR_GATEWAY),
	works('Reject call', 'call/reject', {
		note: 'by hand, which Z-API does by itself only',
	}),
	tells(
		'What becomes of calls',
		['call.received', 'call.missed', 'call.rejected', 'call.answeredElsewhere', 'call.ended'],
		{ note: 'Z-API tells of the first two' },
	),
	works('Call link', 'call/createLink', { note: 'Z-API cannot do this' }),
	works('Reject calls automatically', [], {
		...{ alsoIn: 'the credential, Options > Reject Calls', note: 'of everyone, or of some' },
	}),
	works('Message after rejecting', [], {
		alsoIn: 'the credential, Options > Reject Calls',
		note: 'once in ten minutes to the same person',
	}),
];

/** Section 1.10. */
const CHANNELS: readonly Feature[] = [
	works('Create channel', 'channel/create', {
		note: "WhatsApp's terms for channels are accepted with it",
	}),
	works('Channel metadata', 'channel/get', { note: 'by its ID or its invite link' }),
	works('List channels', 'channel/getAll'),
	works('Search channels', 'channel/search'),
	works('Follow channel', 'channel/follow'),
	works('Unfollow channel', 'channel/unfollow'),
	works('Mute / unmute channel', ['channel/mute', 'channel/unmute']),
	works('Channel name', 'channel/setName'),
	works('Channel description', 'channel/setDescription'),
	works('Channel picture', 'channel/setPicture'),
	works('Channel settings', 'channel/updateSettings', {
		note: 'which emoji followers may react with; none at all, too, which Z-API cannot set',
	}),
	works('Delete channel', 'channel/delete'),
	works('Post text in channel', 'channel/postText', {
		note: "Z-API's documentation has no page about posting",
	}),
	works('Post files in channel', [
		'channel/postImage',
		'channel/postVideo',
		'channel/postVoice',
		'channel/postDocument',
	]),
	works('Post poll in channel', 'channel/postPoll'),
	works('Edit post', 'channel/editPost'),
	works('Delete post', 'channel/deletePost'),
	works('Posts of channel', 'channel/getPosts'),
	works('React to post', ['channel/react', 'channel/removeReaction']),
	works('Invite admin of channel', 'channel/inviteAdmin', {
		note: 'the same as Message > Send Channel Invite',
	}),
	works('Revoke admin invite', 'channel/revokeInvite'),
	works('Accept admin invite', 'channel/acceptInvite'),
	works('Remove admin of channel', 'channel/removeAdmin'),
	works('Transfer ownership of channel', 'channel/transferOwnership', {
		note: 'to somebody who is an admin of the channel already',
	}),
];

/** Section 1.11: what businesses sell. */
const SHOP: readonly Feature[] = [
	works('Create product', 'product/create', {
		note: 'with link and sale price; up to 10 images',
	}),
	works('Update product', 'product/update', {
		note: 'what is not given stays as it is, which Z-API wants said anew',
	}),
	works('Delete product', 'product/delete'),
	works('Visibility of product', 'product/setVisibility', {
		note: 'by itself, which Z-API changes with the whole product',
	}),
	works('Product by ID', 'product/get', {
		field: 'options.business',
		alsoIn: 'Product > Get',
		note: "of the own catalog, or of another business's",
	}),
	works('My catalog', 'product/getAll'),
	works('Catalog of a number', 'product/getAll', { field: 'options.business' }),
	works('List collections', 'collection/getAll', { note: 'those of other businesses, too' }),
	works('Products of a collection', 'collection/getProducts'),
	works('Create collection', 'collection/create'),
	works('Edit collection', 'collection/update', {
		note: 'WhatsApp gives it another ID with each change, which is put out',
	}),
	works('Delete collection', 'collection/delete'),
	works('Add products to collection', 'collection/addProducts'),
	works('Remove products from collection', 'collection/removeProducts'),
	works('Send order / charge', 'order/sendOrder', NOT_EVERYWHERE),
	works('Order status', 'order/updateStatus', {
		...NOT_EVERYWHERE,
		note: 'by the message ID of the order alone, which Z-API wants said anew',
	}),
	works('Order payment', 'order/updatePayment', {
		...NOT_EVERYWHERE,
		note: 'by the message ID of the order alone, which Z-API wants said anew',
	}),
	works('Products of a received cart', 'order/getCart', {
		note: 'in the event of the cart, too: the trigger asks WhatsApp for them',
	}),
	impossible(
		'Catalog configuration (cart)',
		'none of the public sources that were looked through (Baileys, whatsmeow, zapo) shows what a linked device would send to turn the cart on or off. It is set on the phone, in the settings of the catalog.',
	),
];

const QUEUE_AND_SESSION: readonly Feature[] = [
	works('Queued messages', 'queue/getAll', {
		note: "also for Z-API's old list and for its count, which is how many items come out",
	}),
	works(
		'Message at a time',
		['message/sendText', 'queue/getAll', 'queue/editTime', 'queue/delete'],
		{
			...{ field: 'options.sendAt', alsoIn: IN_ANY },
			note: 'a row in the queue, which survives restarts; moved by Edit Time, taken out by Delete. Z-API has no such thing',
		},
	),
	works('Message that expires', 'message/sendText', {
		...{ field: 'options.expiresAfter', alsoIn: IN_ANY },
		note: 'Message Failed tells of it, with EXPIRED',
	}),
	works(
		'Messages of a campaign',
		['message/sendText', 'queue/pause', 'queue/resume', 'queue/getStatistics', 'queue/getAll'],
		{
			...{ field: 'options.campaign', alsoIn: IN_ANY },
			note: 'they leave after all others, wait while it is paused, and are counted: sent, received, read, failed. Z-API has no such thing',
		},
	),
	works('Pause and resume the queue', ['queue/pause', 'queue/resume', 'message/sendText'], {
		note: 'also over restarts; the option Priority says what leaves first. Z-API has no such thing',
	}),
	works('Take a message out of the queue', 'queue/delete'),
	works('Clear the queue', 'queue/clear', {
		note: 'also of messages whose time is to come; what was handed to WhatsApp already cannot be taken back',
	}),
	works('Connection status', 'session/getStatus'),
	tells(
		'Number restricted',
		['session.restricted', 'session.restrictionLifted', 'session.limitReached'],
		{
			operations: ['session/getStatus'],
			note: 'Session > Get Status shows how many new chats WhatsApp lets the number start. Z-API has no such thing',
		},
	),
	works('Limits of the number', 'session/getStatus', {
		alsoIn: 'the credential, Options > Care for the Number',
		note: 'messages and new chats in an hour and a day, quiet hours, same texts; Get Status says what waits, why and until when. Z-API has no such thing',
	}),
	works('Reconnect', 'session/reconnect', { note: "Z-API's Restore session" }),
	works('Auto-read messages', [], { alsoIn: 'the credential, Options > Mark as Read' }),
	works('Auto-read statuses', [], {
		alsoIn: 'the credential, Options > Mark as Read',
		note: 'also without auto-read of messages',
	}),
	works('Restart', 'session/restart'),
	works('Device', 'session/getDevice', {
		note: 'the model of the phone is not told to linked devices',
	}),
	works('Name of the linked device', 'session/getDevice', {
		note: "in the credential, before the number is linked (Z-API's `sessionName`)",
	}),
	works('Link by QR code', 'session/getQrCode'),
	works('QR code as text', 'session/getQrCode', { note: 'in the field `text`' }),
	works('Pairing code', [], {
		...{ alsoIn: 'the credential, Phone Number', note: 'save it, and the code is shown there' },
	}),
	works('Log out', 'session/logOut', { note: "Z-API's Disconnect" }),
	works('Log out and delete all data', 'session/forget'),
	byN8n('Instance data', 'a number is a credential, and its settings are those of the credential'),
	byN8n('Rename instance', 'rename the credential'),
	byN8n(
		'Account security',
		'n8n encrypts credentials, and lets those use one with whom it is shared; no token and no address list is needed, for there is no server beside n8n',
	),
];

/** Section 1.14: what to choose in the trigger, whose Output Format has Z-API's bodies. */
const WEBHOOKS: readonly Feature[] = [
	tells('Webhook on send', ['message.sent'], {
		note: 'WhatsApp has taken the message, or (Failed) refused it',
	}),
	tells('Webhook on receive', ['message.incoming'], {
		note: 'what else comes in has events of its own',
	}),
	tells('Webhook on receive and sent by me', ['message.incoming', 'message.sentFromPhone']),
	tells('Notify sent by me', ['message.sentFromPhone'], {
		note: 'what n8n has sent itself does not come back as an event',
	}),
	tells(
		'Webhook on message status',
		['message.sent', 'message.received', 'message.read', 'message.played'],
		{ note: '`SENT` with the option Message Sent Comes As' },
	),
	tells('Read by me', ['message.readByMe']),
	tells('Waiting for this message', ['message.waiting'], {
		note: "what cannot be opened yet: Z-API's notification `CIPHERTEXT`",
	}),
	tells('New chat', ['chat.started'], { note: "Z-API's notification `E2E_ENCRYPTED`" }),
	tells('Business accounts', ['contact.businessChanged'], {
		note: "Z-API's notifications `BLUE_MSG_SELF_PREMISE_VERIFIED`, `BLUE_MSG_SELF_PREMISE_UNVERIFIED` and `BIZ_MOVE_TO_CONSUMER_APP`",
	}),
	tells('Webhook on chat presence', ['presence.changed']),
	tells('Webhook on connect', ['session.connected']),
	tells('Webhook on disconnect', ['session.disconnected']),
	tells('All webhooks at once', ['message.sent', 'message.received', 'message.incoming'], {
		note: 'one trigger starts on as many events as are chosen',
	}),
];

/** What Z-API does not have: n8n goes on with the answer. */
const CONVERSATIONS: readonly Feature[] = [
	works('Ask for approval', 'message/sendAndWait', {
		note: 'a poll, buttons, or words of your own; also as the human review of what an AI agent does',
	}),
	works('Ask for a choice', 'message/sendAndWait'),
	works('Ask the questions of a form', 'message/sendAndWait'),
	works('Ask for anything', 'message/sendAndWait', {
		note: 'the next message of the person, with its file',
	}),
];

/** Section 1.16. */
const BROADCAST_LISTS: readonly Feature[] = [
	impossible(
		'Send to a broadcast list',
		'linked devices have no broadcast lists; Z-API cannot do it, either. Several recipients are several items of Send Text. What the phone sends to one comes in.',
	),
];

export const FEATURE_TABLES: readonly FeatureTable[] = [
	{ heading: 'Sending', tests: 'messages', features: SENDING },
	{ heading: 'Actions', tests: 'messages', features: ACTIONS },
	{ heading: 'Conversations', tests: 'conversations', features: CONVERSATIONS },
	{ heading: 'Statuses', tests: 'statuses', features: STATUSES },
	{ heading: 'Chats', tests: 'chats', features: CHATS },
	{ heading: 'Profile', tests: 'people', features: PROFILE },
	{ heading: 'Privacy', tests: 'privacy', features: PRIVACY },
	{ heading: 'Business', tests: 'business', features: BUSINESS },
	{ heading: 'Contacts', tests: 'people', features: CONTACTS },
	{ heading: 'Groups', tests: 'groups', features: GROUPS },
	{ heading: 'Communities', tests: 'communities', features: COMMUNITIES },
	{ heading: 'Calls', tests: 'calls', features: CALLS },
	{ heading: 'Channels', tests: 'channels', features: CHANNELS },
	{ heading: 'Labels and notes', tests: 'labels', features: LABELS },
	{ heading: 'Taking over', tests: 'takeover', features: TAKEOVER },
	{ heading: 'Shop', tests: 'shop', features: SHOP },
	{ heading: 'Queue and session', tests: 'session', features: QUEUE_AND_SESSION },
	{ heading: 'Webhooks', tests: 'webhooks', features: [...WEBHOOKS, ...BROADCAST_LISTS] },
];
