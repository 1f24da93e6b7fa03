import { proto } from '@whiskeysockets/baileys';
import { bodyOf, isStanding, type ReadContext } from '../../../../../engine/content/incoming';
import type { MessageBody } from '../../../../../engine/gateway/contract';
import { NO_CONTEXT } from '../../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { FILE, NOWHERE } from '../../../../support/incoming';

const OWNER = '5511900000001';
const nobody = { phone: null, lid: null };
const eve = { phone: '5511900000003', lid: null };
const target = { messageId: 'T1', fromMe: true, from: nobody };
const vote = { pollMessageId: 'P1', question: 'Which?', options: ['One'], problem: null };
const answer = {
	eventName: 'Party',
	answer: 'going' as const,
	extraGuests: 1,
	problem: null,
};

/** A message that is remembered. */
const REQUEST_ID = 'R1';
const request: proto.IMessage = {
	requestPaymentMessage: {
		amount: { value: 100, offset: 100, currencyCode: 'BRL' },
		requestFrom: 'eve@s.whatsapp.net',
	},
};

const context: ReadContext = {
	person: (jid) => (jid ? eve : nobody),
	isMe: ({ phone }) => phone === OWNER,
	target: (key) => ({ ...target, messageId: key?.id ?? '' }),
	content: (key) => (key?.id === REQUEST_ID ? request : undefined),
	pollVote: () => vote,
	eventAnswer: () => answer,
};

/** As it comes off the wire: with the defaults and the numbers of protobuf.js. */
function read(message: proto.IMessage): MessageBody | undefined {
	const bytes = proto.Message.encode(proto.Message.create(message)).finish();
	return bodyOf(proto.Message.decode(bytes), context);
}

const sha = Buffer.from('ab'.repeat(32), 'hex');
const file = { mimetype: 'x/y', fileLength: 7, fileSha256: sha };
const media = { ...FILE, sha256: 'ab'.repeat(32) };
const place = { ...NOWHERE, latitude: 1.5, longitude: -2 };
const at = { degreesLatitude: 1.5, degreesLongitude: -2 };
const SECONDS = 1_900_000_000;
const TIME = '2030-03-17T17:46:40.000Z';
const flow = (name: string, params: object) => ({
	name,
	buttonParamsJson: JSON.stringify(params),
});
const interactive = (...buttons: ReturnType<typeof flow>[]) => ({
	interactiveMessage: {
		body: { text: 'words' },
		footer: { text: 'small' },
		nativeFlowMessage: { buttons },
	},
});
const items = [
	{ name: 'Own', retailer_id: 'custom-item-1', quantity: 2, amount: { value: 15000, offset: 100 } },
	{
		name: 'Listed',
		product_id: '77',
		retailer_id: 'r',
		quantity: 1,
		amount: { value: 5, offset: 1 },
	},
];
const orderParams = {
	type: 'physical-goods',
	currency: 'BRL',
	reference_id: 'REF',
	total_amount: { value: 60500, offset: 100 },
	payment_status: 'pending',
	order: {
		order_request_id: 'REQ',
		status: 'processing',
		subtotal: { value: 600, offset: 1 },
		discount: { value: 10, offset: 1 },
		shipping: { value: 5, offset: 1 },
		tax: { value: 10, offset: 1 },
		items,
	},
};
const orderDetails = {
	type: 'physical-goods',
	currency: 'BRL',
	referenceId: 'REF',
	orderRequestId: 'REQ',
	orderStatus: 'processing',
	paymentStatus: 'pending',
	total: 605,
	subTotal: 600,
	discount: 10,
	shipping: 5,
	tax: 10,
	products: [
		{ productId: 'custom-item-1', name: 'Own', quantity: 2, price: 150, isCustomItem: true },
		{ productId: '77', name: 'Listed', quantity: 1, price: 5, isCustomItem: false },
	],
};

describe('What a message says', () => {
	test.each<[string, proto.IMessage, Partial<MessageBody>]>([
		['a text', { conversation: 'hello' }, { type: 'text', text: 'hello' }],
		['a longer text', { extendedTextMessage: { text: 'hello' } }, { type: 'text', text: 'hello' }],
		[
			'a text with a link',
			{
				extendedTextMessage: {
					text: 'see https://a.example',
					matchedText: 'https://a.example',
					title: 'A',
				},
			},
			{
				type: 'text',
				text: 'see https://a.example',
				link: { url: 'https://a.example', title: 'A', description: null },
			},
		],
		[
			'a photo',
			{ imageMessage: { ...file, caption: 'look', width: 3, height: 4 } },
			{ type: 'image', text: 'look', media: { ...media, width: 3, height: 4 } },
		],
		[
			'an empty photo',
			{ imageMessage: {} },
			{
				type: 'image',
				text: null,
				media: { ...media, mimetype: 'application/octet-stream', size: null, sha256: null },
			},
		],
		[
			'a video',
			{ videoMessage: { ...file, seconds: 9 } },
			{ type: 'video', text: null, media: { ...media, seconds: 9 } },
		],
		['a GIF', { videoMessage: { ...file, gifPlayback: true } }, { type: 'gif', text: null, media }],
		['a round video', { ptvMessage: file }, { type: 'videoNote', text: null, media }],
		[
			'music',
			{ audioMessage: { ...file, seconds: 9 } },
			{ type: 'audio', text: null, media: { ...media, seconds: 9 } },
		],
		[
			'a voice message',
			{ audioMessage: { ...file, ptt: true } },
			{ type: 'voice', text: null, media },
		],
		[
			'a document',
			{
				documentWithCaptionMessage: {
					message: {
						documentMessage: {
							...file,
							caption: 'read',
							fileName: 'a.pdf',
							title: 'b',
							pageCount: 2,
						},
					},
				},
			},
			{ type: 'document', text: 'read', media: { ...media, fileName: 'a.pdf', pages: 2 } },
		],
		[
			'a document that has a title only',
			{ documentMessage: { ...file, title: 'b' } },
			{ type: 'document', text: null, media: { ...media, fileName: 'b' } },
		],
		[
			'a sticker that moves',
			{ stickerMessage: { ...file, isAnimated: true } },
			{ type: 'sticker', text: null, media: { ...media, animated: true } },
		],
		[
			'a sticker pack',
			{ stickerPackMessage: { name: 'Cats', publisher: 'Ana', stickers: [{}, {}] } },
			{
				type: 'stickerPack',
				text: null,
				stickerPack: { name: 'Cats', publisher: 'Ana', stickers: 2 },
			},
		],
		[
			'an album',
			{ albumMessage: { expectedImageCount: 3, expectedVideoCount: 1 } },
			{ type: 'album', text: null, album: { images: 3, videos: 1 } },
		],
		[
			'a place',
			{ locationMessage: { ...at, name: 'Shop', address: 'Street 1', url: 'https://a.example' } },
			{
				type: 'location',
				text: null,
				location: { ...place, name: 'Shop', address: 'Street 1', url: 'https://a.example' },
			},
		],
		[
			'a live place',
			{
				liveLocationMessage: {
					...at,
					caption: 'here',
					accuracyInMeters: 5,
					speedInMps: 2,
					degreesClockwiseFromMagneticNorth: 90,
				},
			},
			{
				type: 'liveLocation',
				text: 'here',
				location: { ...place, accuracyMeters: 5, speed: 2, heading: 90 },
			},
		],
		[
			'a contact',
			{
				contactMessage: {
					displayName: 'Eve',
					vcard:
						'BEGIN:VCARD\nFN:Eve\nitem1.TEL;type=CELL;waid=5511900000003:+55 11 90000-0003\nTEL:190\nEND:VCARD',
				},
			},
			{
				type: 'contacts',
				text: null,
				contacts: [
					{
						name: 'Eve',
						phones: ['5511900000003', '190'],
						vcard:
							'BEGIN:VCARD\nFN:Eve\nitem1.TEL;type=CELL;waid=5511900000003:+55 11 90000-0003\nTEL:190\nEND:VCARD',
					},
				],
			},
		],
		[
			'several contacts',
			{ contactsArrayMessage: { contacts: [{ vcard: 'BEGIN:VCARD\nFN:Eve\nEND:VCARD' }, {}] } },
			{
				type: 'contacts',
				text: null,
				contacts: [
					{ name: 'Eve', phones: [], vcard: 'BEGIN:VCARD\nFN:Eve\nEND:VCARD' },
					{ name: null, phones: [], vcard: '' },
				],
			},
		],
		[
			'a poll',
			{
				pollCreationMessageV3: {
					name: 'Which?',
					options: [{ optionName: 'One' }, { optionName: 'Two' }],
					selectableOptionsCount: 1,
				},
			},
			{
				type: 'poll',
				text: 'Which?',
				poll: { question: 'Which?', options: ['One', 'Two'], selectable: 1 },
			},
		],
		[
			'a wrapped poll',
			{ pollCreationMessageV4: { message: { pollCreationMessage: { name: 'Which?' } } } },
			{ type: 'poll', text: 'Which?', poll: { question: 'Which?', options: [], selectable: 0 } },
		],
		[
			'a vote',
			{ pollUpdateMessage: { vote: {} } },
			{ type: 'pollVote', text: null, pollVote: vote },
		],
		[
			'the result of a poll',
			{
				pollResultSnapshotMessage: {
					name: 'Which?',
					pollVotes: [{ optionName: 'One', optionVoteCount: 3 }, { optionName: 'Two' }],
				},
			},
			{
				type: 'pollResult',
				text: 'Which?',
				pollResult: {
					question: 'Which?',
					results: [
						{ option: 'One', votes: 3 },
						{ option: 'Two', votes: 0 },
					],
				},
			},
		],
		[
			'an event',
			{
				eventMessage: {
					name: 'Party',
					description: 'Come',
					startTime: SECONDS,
					location: { ...at },
					joinLink: 'https://call.example',
					isCanceled: true,
				},
			},
			{
				type: 'event',
				text: 'Party',
				eventDetails: {
					name: 'Party',
					description: 'Come',
					startsAt: TIME,
					endsAt: null,
					location: place,
					joinLink: 'https://call.example',
					canceled: true,
				},
			},
		],
		[
			'an answer to an event',
			{ encEventResponseMessage: { eventCreationMessageKey: { id: 'T1' } } },
			{ type: 'eventAnswer', text: null, eventAnswer: { target, ...answer } },
		],
		[
			'a reaction',
			{ reactionMessage: { key: { id: 'T1' }, text: '👍' } },
			{ type: 'reaction', text: null, reaction: { emoji: '👍', target } },
		],
		[
			'a reaction that is taken back',
			{ reactionMessage: { key: { id: 'T1' }, text: '' } },
			{ type: 'reaction', text: null, reaction: { emoji: null, target } },
		],
		[
			'a pin',
			{
				pinInChatMessage: { key: { id: 'T1' }, type: 1 },
				messageContextInfo: { messageAddOnDurationInSecs: 86_400 },
			},
			{ type: 'pin', text: null, pin: { pinned: true, seconds: 86_400, target } },
		],
		[
			'an unpin',
			{ pinInChatMessage: { key: { id: 'T1' }, type: 2 } },
			{ type: 'pin', text: null, pin: { pinned: false, seconds: null, target } },
		],
		[
			'the oldest buttons',
			{
				buttonsMessage: {
					contentText: 'words',
					footerText: 'small',
					buttons: [{ buttonId: '1', buttonText: { displayText: 'One' }, type: 1 }],
					imageMessage: file,
				},
			},
			{
				type: 'buttons',
				text: 'words',
				buttons: {
					style: 'plain',
					templateId: null,
					title: null,
					footer: 'small',
					header: { type: 'image', media },
					buttons: [{ type: 'reply', id: '1', text: 'One' }],
				},
			},
		],
		[
			'a template',
			{
				templateMessage: {
					hydratedTemplate: {
						hydratedContentText: 'words',
						hydratedFooterText: 'small',
						hydratedTitleText: 'Title',
						templateId: '790',
						locationMessage: at,
						hydratedButtons: [
							{ index: 0, quickReplyButton: { displayText: 'Yes', id: 'y' } },
							{ index: 1, urlButton: { displayText: 'Web', url: 'https://a.example' } },
							{ index: 2, callButton: { displayText: 'Call', phoneNumber: '+55' } },
						],
					},
				},
			},
			{
				type: 'buttons',
				text: 'words',
				buttons: {
					style: 'template',
					templateId: '790',
					title: 'Title',
					footer: 'small',
					header: { type: 'location', location: place },
					buttons: [
						{ type: 'reply', text: 'Yes', id: 'y' },
						{ type: 'url', text: 'Web', url: 'https://a.example' },
						{ type: 'call', text: 'Call', phone: '+55' },
					],
				},
			},
		],
		[
			'the newest buttons',
			{
				viewOnceMessage: {
					message: interactive(
						flow('quick_reply', { display_text: 'Yes', id: 'y' }),
						flow('cta_url', { display_text: 'Web', url: 'https://a.example' }),
						flow('cta_call', { display_text: 'Call', phone_number: '+55' }),
						flow('cta_copy', { display_text: 'Copy', copy_code: '123' }),
						flow('cta_catalog', { display_text: 'Shop' }),
						{ name: 'broken', buttonParamsJson: '{' },
					),
				},
			},
			{
				type: 'buttons',
				text: 'words',
				buttons: {
					style: 'interactive',
					templateId: null,
					title: null,
					footer: 'small',
					header: null,
					buttons: [
						{ type: 'reply', text: 'Yes', id: 'y' },
						{ type: 'url', text: 'Web', url: 'https://a.example' },
						{ type: 'call', text: 'Call', phone: '+55' },
						{ type: 'copy', text: 'Copy', code: '123' },
						{ type: 'other', text: 'Shop', name: 'cta_catalog' },
						{ type: 'other', text: '', name: 'broken' },
					],
				},
			},
		],
		[
			'a list',
			{
				listMessage: {
					title: 'Title',
					description: 'words',
					footerText: 'small',
					buttonText: 'Open',
					sections: [{ title: 'All', rows: [{ rowId: 'r1', title: 'One', description: 'first' }] }],
				},
			},
			{
				type: 'list',
				text: 'words',
				list: {
					title: 'Title',
					footer: 'small',
					buttonText: 'Open',
					sections: [{ title: 'All', rows: [{ id: 'r1', title: 'One', description: 'first' }] }],
				},
			},
		],
		[
			'a list of the newest kind',
			interactive(
				flow('single_select', {
					title: 'Open',
					sections: [{ title: 'All', rows: [{ id: 'r1', title: 'One' }] }],
				}),
			),
			{
				type: 'list',
				text: 'words',
				list: {
					title: null,
					footer: 'small',
					buttonText: 'Open',
					sections: [{ title: 'All', rows: [{ id: 'r1', title: 'One', description: null }] }],
				},
			},
		],
		[
			'a carousel',
			{
				interactiveMessage: {
					body: { text: 'words' },
					carouselMessage: {
						cards: [
							{
								header: { title: 'Card', imageMessage: file },
								body: { text: 'on the card' },
								nativeFlowMessage: {
									buttons: [flow('quick_reply', { display_text: 'Yes', id: 'y' })],
								},
							},
						],
					},
				},
			},
			{
				type: 'carousel',
				text: 'words',
				carousel: {
					cards: [
						{
							title: 'Card',
							text: 'on the card',
							footer: null,
							header: { type: 'image', media },
							buttons: [{ type: 'reply', text: 'Yes', id: 'y' }],
						},
					],
				},
			},
		],
		[
			'a pressed button',
			{ buttonsResponseMessage: { selectedButtonId: '1', selectedDisplayText: 'One' } },
			{ type: 'buttonAnswer', text: 'One', buttonAnswer: { id: '1', text: 'One' } },
		],
		[
			'a pressed button of a template',
			{ templateButtonReplyMessage: { selectedId: '1', selectedDisplayText: 'One' } },
			{ type: 'buttonAnswer', text: 'One', buttonAnswer: { id: '1', text: 'One' } },
		],
		[
			'a pressed button of the newest kind',
			{
				interactiveResponseMessage: {
					body: { text: 'One' },
					nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"1"}' },
				},
			},
			{ type: 'buttonAnswer', text: 'One', buttonAnswer: { id: '1', text: 'One' } },
		],
		[
			'a chosen row',
			{
				listResponseMessage: {
					title: 'One',
					description: 'first',
					singleSelectReply: { selectedRowId: 'r1' },
				},
			},
			{
				type: 'listAnswer',
				text: 'One',
				listAnswer: { id: 'r1', title: 'One', description: 'first' },
			},
		],
		[
			'a chosen row of the newest kind',
			{
				interactiveResponseMessage: {
					nativeFlowResponseMessage: {
						name: 'single_select',
						paramsJson: '{"id":"r1","title":"One"}',
					},
				},
			},
			{
				type: 'listAnswer',
				text: 'One',
				listAnswer: { id: 'r1', title: 'One', description: null },
			},
		],
		[
			'a form',
			{
				interactiveResponseMessage: {
					body: { text: 'Sent' },
					nativeFlowResponseMessage: { name: 'flow', paramsJson: '{"flow_token":"t","id":"1"}' },
				},
			},
			{
				type: 'formAnswer',
				text: 'Sent',
				formAnswer: { name: 'flow', answers: { flow_token: 't', id: '1' } },
			},
		],
		...[
			['deep', `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`],
			['deep in objects', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`],
			['long', `{"a":"${'x'.repeat(300_000)}"}`],
		].map(([how = '', paramsJson = '']): [string, proto.IMessage, object] => [
			`a form whose answers are too ${how}`,
			{
				interactiveResponseMessage: {
					nativeFlowResponseMessage: { name: 'flow', paramsJson },
				},
			},
			{
				type: 'formAnswer',
				text: null,
				formAnswer: {
					name: 'flow',
					answers: paramsJson.slice(0, 10_000),
					problem: expect.stringContaining('left as text'),
				},
			},
		]),
		[
			'a PIX key',
			interactive(
				flow('payment_info', {
					currency: 'BRL',
					reference_id: 'REF',
					payment_settings: [
						{
							type: 'pix_static_code',
							pix_static_code: { key: 'k', key_type: 'EVP', merchant_name: 'Pix' },
						},
					],
				}),
			),
			{
				type: 'pix',
				text: 'words',
				pix: {
					key: 'k',
					keyType: 'EVP',
					merchantName: 'Pix',
					currency: 'BRL',
					referenceId: 'REF',
				},
			},
		],
		[
			'an order to be paid',
			interactive(flow('review_and_pay', orderParams)),
			{ type: 'orderDetails', text: 'words', orderDetails: { ...orderDetails, isUpdate: false } },
		],
		[
			'what was paid of an order',
			interactive(flow('payment_status', orderParams)),
			{ type: 'orderDetails', text: 'words', orderDetails: { ...orderDetails, isUpdate: true } },
		],
		[
			'what became of an order',
			interactive(flow('review_order', orderParams)),
			{ type: 'orderDetails', text: 'words', orderDetails: { ...orderDetails, isUpdate: true } },
		],
		[
			'a product',
			{
				productMessage: {
					businessOwnerJid: 'eve@s.whatsapp.net',
					product: {
						productId: '99',
						title: 'Chair',
						currencyCode: 'BRL',
						priceAmount1000: 9900,
						productImageCount: 1,
					},
				},
			},
			{
				type: 'product',
				text: 'Chair',
				product: {
					productId: '99',
					title: 'Chair',
					description: null,
					currency: 'BRL',
					price: 9.9,
					salePrice: null,
					url: null,
					retailerId: null,
					firstImageId: null,
					imageCount: 1,
					business: eve,
				},
			},
		],
		[
			'a catalogue',
			{ productMessage: { businessOwnerJid: 'eve@lid', catalog: { title: 'Shop' } } },
			{
				type: 'catalog',
				text: null,
				catalog: { title: 'Shop', description: null, business: eve },
			},
		],
		[
			'a cart',
			{
				orderMessage: {
					orderId: '422',
					token: 'tok',
					itemCount: 2,
					message: 'please',
					orderTitle: 'Shop',
					sellerJid: 'eve@s.whatsapp.net',
					totalAmount1000: 2_000_000,
					totalCurrencyCode: 'BRL',
				},
			},
			{
				type: 'order',
				text: 'please',
				order: {
					orderId: '422',
					token: 'tok',
					title: 'Shop',
					itemCount: 2,
					currency: 'BRL',
					total: 2000,
					seller: eve,
				},
			},
		],
		[
			'a request to pay',
			{
				requestPaymentMessage: {
					amount: { value: 100, offset: 100, currencyCode: 'BRL' },
					expiryTimestamp: SECONDS,
					requestFrom: 'eve@s.whatsapp.net',
					noteMessage: { extendedTextMessage: { text: 'for lunch' } },
				},
			},
			{
				type: 'payment',
				text: 'for lunch',
				payment: { kind: 'request', amount: 1, currency: 'BRL', expiresAt: TIME, requestFrom: eve },
			},
		],
		[
			'a payment',
			{ sendPaymentMessage: { noteMessage: { conversation: 'here' } } },
			{
				type: 'payment',
				text: 'here',
				payment: { kind: 'sent', amount: null, currency: null, expiresAt: null, requestFrom: null },
			},
		],
		[
			'a refused payment',
			{ declinePaymentRequestMessage: { key: { id: REQUEST_ID } } },
			{
				type: 'payment',
				text: null,
				payment: {
					...{ kind: 'declined', amount: 1, currency: 'BRL', expiresAt: null, requestFrom: eve },
				},
			},
		],
		[
			'a refused payment whose request is not remembered',
			{ declinePaymentRequestMessage: {} },
			{
				type: 'payment',
				text: null,
				payment: {
					kind: 'declined',
					amount: null,
					currency: null,
					expiresAt: null,
					requestFrom: null,
				},
			},
		],
		[
			'an invitation to a group',
			{
				groupInviteMessage: {
					groupJid: '120363000000000001@g.us',
					groupName: 'Trio',
					inviteCode: 'code',
					inviteExpiration: SECONDS,
					caption: 'join us',
				},
			},
			{
				type: 'groupInvite',
				text: 'join us',
				groupInvite: {
					chat: '120363000000000001@g.us',
					name: 'Trio',
					code: 'code',
					expiresAt: TIME,
				},
			},
		],
		[
			'an invitation to run a channel',
			{
				newsletterAdminInviteMessage: {
					newsletterJid: '1@newsletter',
					newsletterName: 'News',
					caption: 'help me',
					inviteExpiration: SECONDS,
				},
			},
			{
				type: 'channelInvite',
				text: 'help me',
				channelInvite: { channel: '1@newsletter', name: 'News', role: 'admin', expiresAt: TIME },
			},
		],
		[
			'an invitation to follow a channel',
			{ newsletterFollowerInviteMessageV2: { newsletterJid: '1@newsletter' } },
			{
				type: 'channelInvite',
				text: null,
				channelInvite: { channel: '1@newsletter', name: null, role: 'follower', expiresAt: null },
			},
		],
		[
			'a call',
			{ callLogMesssage: { isVideo: true, callOutcome: 1, durationSecs: 5 } },
			{ type: 'call', text: null, call: { video: true, outcome: 'MISSED', seconds: 5 } },
		],
		['what only the phone shows', { placeholderMessage: {} }, { type: 'unavailable', text: null }],
		[
			'a kind that nobody knows',
			{ highlyStructuredMessage: { elementName: 'n' } },
			{ type: 'unknown', text: null, unknown: { kind: 'highlyStructuredMessage', problem: null } },
		],
		['an invoice', { invoiceMessage: { note: 'n' } }, { type: 'text', text: 'n' }],
		[
			'an answer to a question of a channel',
			{ questionResponseMessage: { text: 'me' } },
			{ type: 'text', text: 'me' },
		],
		[
			'an answer of Meta AI',
			{ richResponseMessage: { submessages: [{ messageText: 'a' }, {}, { messageText: 'b' }] } },
			{ type: 'text', text: 'a\nb' },
		],
		[
			'a call to come to',
			{ scheduledCallCreationMessage: { title: 'Review', scheduledTimestampMs: SECONDS * 1000 } },
			{
				type: 'event',
				text: 'Review',
				eventDetails: {
					name: 'Review',
					description: null,
					startsAt: TIME,
					endsAt: null,
					location: null,
					joinLink: null,
					canceled: false,
				},
			},
		],
	])('%s', (_what, message, told) => {
		expect(read(message)).toEqual({ ...NO_CONTEXT, ...told });
	});
});

describe('What is around a message says', () => {
	const inside = (contextInfo: proto.IContextInfo) =>
		read({ extendedTextMessage: { text: 'hi', contextInfo } });

	const me = { phone: OWNER, lid: '111@lid' };
	const people = (jid: string | null | undefined) => (jid?.startsWith('111') ? me : eve);
	test.each<[string, proto.IContextInfo, object]>([
		[
			'somebody else',
			{ mentionedJid: ['333@lid'] },
			{ mentions: [eve], mentionsMe: false, mentionsEveryone: false },
		],
		[
			'us among others',
			{ mentionedJid: ['333@lid', '111:2@lid'] },
			{ mentions: [eve, me], mentionsMe: true, mentionsEveryone: false },
		],
		['everyone', { nonJidMentions: 1 }, { mentions: [], mentionsMe: true, mentionsEveryone: true }],
		['nobody', {}, { mentions: [], mentionsMe: false, mentionsEveryone: false }],
	])('whom it mentions: %s', (_, contextInfo, expected) => {
		const message = { extendedTextMessage: { text: 'hi', contextInfo } };
		expect(bodyOf(message, { ...context, person: people })).toMatchObject(expected);
	});

	test('how often it was forwarded, and when it disappears', () => {
		const info = { isForwarded: true, forwardingScore: 5, expiration: 86_400 };
		expect(inside(info)).toMatchObject({
			forwarded: true,
			forwardingScore: 5,
			expiresAfterSeconds: 86_400,
		});
	});

	test('what it answers', () => {
		const quotedMessage = { imageMessage: { caption: 'look' } };
		expect(inside({ stanzaId: 'T1', participant: '1@lid', quotedMessage })).toMatchObject({
			replyTo: 'T1',
			repliesToMe: true,
			quoted: {
				...target,
				type: 'image',
				text: 'look',
				media: { ...FILE, mimetype: 'application/octet-stream', size: null },
			},
			isStatusReply: false,
		});
	});

	test('what it answers, where WhatsApp does not say what that said', () => {
		expect(inside({ stanzaId: 'T1', participant: '1@lid' })).toMatchObject({
			quoted: { messageId: 'T1', type: 'unknown', text: null },
		});
	});

	test('that it answers a status', () => {
		expect(inside({ stanzaId: 'T1', remoteJid: 'status@broadcast' })).toMatchObject({
			isStatusReply: true,
		});
	});

	test('the ad that it came by', () => {
		const ad = {
			title: 'Sale',
			body: 'Now',
			mediaType: 1,
			thumbnailUrl: 'https://a.example/t',
			sourceType: 'ad',
			sourceId: '42',
			sourceUrl: 'https://a.example',
			ctwaClid: 'ARB',
			containsAutoReply: true,
			renderLargerThumbnail: true,
			showAdAttribution: true,
		};
		expect(inside({ externalAdReply: ad })?.ad).toEqual(ad);
	});

	test('that it may be seen only once', () => {
		const message = { viewOnceMessageV2: { message: { imageMessage: { viewOnce: true } } } };
		expect(read(message)?.viewOnce).toBe(true);
		expect(read({ viewOnceMessage: { message: interactive() } })?.viewOnce).toBe(false);
	});
});

describe('Nothing is said by', () => {
	const { APP_STATE_SYNC_KEY_SHARE, REVOKE } = proto.Message.ProtocolMessage.Type;
	test.each<[string, proto.IMessage]>([
		['a message without content', {}],
		['keys of the phone', { protocolMessage: { type: APP_STATE_SYNC_KEY_SHARE } }],
		['a deletion', { protocolMessage: { type: REVOKE } }],
		['a keep', { keepInChatMessage: {} }],
		['the key for a group', { senderKeyDistributionMessage: { groupId: 'x@g.us' } }],
		['context alone', { messageContextInfo: {} }],
		['an update of a poll that is no vote', { pollUpdateMessage: {} }],
		[
			'a mention of a group in a status',
			{ groupStatusMentionMessage: { message: { protocolMessage: { type: 25 } } } },
		],
	])('%s', (_what, content) => {
		expect(read(content)).toBeUndefined();
	});
});

describe('A message that is made to do harm', () => {
	test('is cut to what WhatsApp lets people send', () => {
		const options = Array.from({ length: 5_000 }, () => ({ optionName: 'x' }));
		expect(read({ pollCreationMessage: { options } })?.poll?.options).toHaveLength(1_100);
		const cards = Array.from({ length: 5_000 }, () => ({ body: { text: 'x' } }));
		const carousel = { interactiveMessage: { carouselMessage: { cards } } };
		expect(read(carousel)?.carousel?.cards).toHaveLength(30);
	});

	test('is told as unknown where it cannot be read', () => {
		const breaking: ReadContext = {
			...context,
			target: () => {
				throw new Error('not as it should be');
			},
		};
		expect(bodyOf({ reactionMessage: {} }, breaking)).toMatchObject({
			type: 'unknown',
			unknown: { kind: 'reactionMessage', problem: null },
		});
	});

	test('has no time where its time is none', () => {
		const startTime = Number.MAX_SAFE_INTEGER;
		expect(read({ eventMessage: { name: 'x', startTime } })?.eventDetails?.startsAt).toBeNull();
	});
});

test.each<[MessageBody['type'], boolean]>([
	['text', true],
	['poll', true],
	['reaction', false],
	['pollVote', false],
	['eventAnswer', false],
	['pin', false],
	['unavailable', false],
])('A message of type %s can be quoted: %s', (type, standing) => {
	expect(isStanding({ type })).toBe(standing);
});
