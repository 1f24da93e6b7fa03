import type {
	EngineEvent,
	IncomingMessageEvent,
	MessagePointer,
} from '../../../../engine/gateway/contract';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { FILE, NOWHERE } from '../../../support/incoming';
import { direct, disconnected, envelope, group, incoming, status } from './events';

/*
 * Against the samples in Z-API's documentation (Z-API/z-api-docs, docs/webhooks), as they are there, but for URLs of files
 * and pictures: those are null.
 */

const bodies = (...events: EngineEvent[]) =>
	itemsFrom(
		events.map((event) => ({ event })),
		'zapi',
	).map(({ json }) => json);
const body = (event: EngineEvent) => bodies(event)[0];

const sample = {
	isStatusReply: false,
	chatLid: '81896604192873@lid',
	senderLid: '81896604192873@lid',
	connectedPhone: '554499999999',
	waitingMessage: false,
	isEdit: false,
	isGroup: false,
	isNewsletter: false,
	instanceId: 'A20',
	messageId: 'A20',
	phone: '5544999999999',
	fromMe: false,
	momment: 1632228638000,
	status: 'RECEIVED',
	chatName: 'name',
	senderPhoto: null,
	senderName: 'name',
	participantPhone: null,
	participantLid: null,
	photo: null,
	broadcast: false,
	forwarded: false,
	type: 'ReceivedCallback',
	fromApi: false,
};

it('A text has the fields of Z-API’s sample, in its order', () => {
	expect(JSON.stringify(body(incoming()))).toBe(
		JSON.stringify({ ...sample, text: { message: 'teste' } }),
	);
});

const place = { ...NOWHERE, latitude: -23.5489, longitude: -46.6388 };
const target: MessagePointer = {
	messageId: '3EB0796DC6B777C0C7CD',
	fromMe: true,
	from: { phone: '554499999999', lid: null },
};
const referencedMessage = {
	messageId: '3EB0796DC6B777C0C7CD',
	fromMe: true,
	phone: '5544999999999',
	participant: null,
};
const business = { phone: '5544999999999', lid: null };
const orderDetails = {
	isUpdate: false,
	type: 'physical-goods',
	currency: 'BRL',
	referenceId: '4N9AVI38VOB',
	orderRequestId: '4N9AVI38VYZ',
	orderStatus: 'pending',
	paymentStatus: 'pending',
	total: 605,
	subTotal: 600,
	discount: 10,
	shipping: 5,
	tax: 10,
	products: [
		{
			productId: 'custom-item-4N9AVI38WI1',
			name: 'order 1',
			quantity: 2,
			price: 150,
			isCustomItem: true,
		},
	],
};
const orderSample = {
	currency: 'BRL',
	referenceId: '4N9AVI38VOB',
	orderRequestId: '4N9AVI38VYZ',
	orderStatus: 'pending',
	paymentStatus: 'pending',
	total: 605,
	subTotal: 600,
	discount: 10,
	shipping: 5,
	tax: 10,
	products: [
		{
			name: 'order 1',
			quantity: 2,
			isCustomItem: true,
			productId: 'custom-item-4N9AVI38WI1',
			value: 150,
		},
	],
};
const card = { title: null, footer: null, header: null };
const templateSample = {
	header: {},
	message: 'texto da mensagem',
	footer: '',
	title: '',
	templateId: '',
};

describe('The one object of a message', () => {
	it.each<[string, Partial<IncomingMessageEvent>, object]>([
		[
			'text with a link',
			{ text: 'see', link: { url: 'https://', title: 'titulo', description: 'texto' } },
			{
				text: {
					message: 'see',
					description: 'texto',
					title: 'titulo',
					url: 'https://',
					thumbnailUrl: null,
				},
			},
		],
		[
			'image',
			{
				type: 'image',
				text: null,
				viewOnce: true,
				media: { ...FILE, mimetype: 'image/jpeg', width: 600, height: 315 },
			},
			{
				image: {
					mimeType: 'image/jpeg',
					imageUrl: null,
					thumbnailUrl: null,
					downloadError: null,
					caption: '',
					width: 600,
					height: 315,
					viewOnce: true,
				},
			},
		],
		[
			'audio',
			{
				type: 'voice',
				viewOnce: true,
				media: { ...FILE, mimetype: 'audio/ogg; codecs=opus', seconds: 10 },
			},
			{
				audio: {
					ptt: true,
					seconds: 10,
					audioUrl: null,
					mimeType: 'audio/ogg; codecs=opus',
					viewOnce: true,
				},
			},
		],
		[
			'video',
			{
				type: 'video',
				text: null,
				viewOnce: true,
				media: { ...FILE, mimetype: 'video/mp4', seconds: 13 },
			},
			{
				video: { videoUrl: null, caption: '', mimeType: 'video/mp4', seconds: 13, viewOnce: true },
			},
		],
		[
			'GIF',
			{ type: 'gif', text: 'look', media: { ...FILE, mimetype: 'video/mp4' } },
			{
				video: {
					videoUrl: null,
					caption: 'look',
					mimeType: 'video/mp4',
					seconds: 0,
					viewOnce: false,
				},
			},
		],
		[
			'document',
			{
				type: 'document',
				text: null,
				media: { ...FILE, mimetype: 'application/pdf', fileName: 'nome.pdf', pages: 1 },
			},
			{
				document: {
					documentUrl: null,
					mimeType: 'application/pdf',
					title: 'nome',
					pageCount: 1,
					fileName: 'nome.pdf',
				},
			},
		],
		[
			'sticker',
			{ type: 'sticker', media: { ...FILE, mimetype: 'image/webp' } },
			{ sticker: { stickerUrl: null, mimeType: 'image/webp' } },
		],
		[
			'location',
			{ type: 'location', location: place },
			{ location: { longitude: -46.6388, latitude: -23.5489, address: '', url: '' } },
		],
		[
			'contact',
			{
				type: 'contacts',
				contacts: [{ name: 'Cesar Baleco', vcard: 'V', phones: ['5544999999999'] }],
			},
			{ contact: { displayName: 'Cesar Baleco', vCard: 'V', phones: ['5544999999999'] } },
		],
		[
			'reaction',
			{ type: 'reaction', reaction: { emoji: '❤️', target } },
			{
				reaction: {
					value: '❤️',
					time: 1632228638000,
					reactionBy: '5544999999999',
					referencedMessage,
				},
			},
		],
		[
			'pin',
			{ type: 'pin', pin: { pinned: true, seconds: 604800, target } },
			{ pinMessage: { action: 'pin', pinDurationInSecs: 604800, referencedMessage } },
		],
		[
			'poll',
			{
				type: 'poll',
				poll: {
					question: 'Qual a melhor API de WhatsApp?',
					options: ['Z-API', 'Outras'],
					selectable: 0,
				},
			},
			{
				poll: {
					question: 'Qual a melhor API de WhatsApp?',
					pollMaxOptions: 0,
					options: [{ name: 'Z-API' }, { name: 'Outras' }],
				},
			},
		],
		[
			'vote',
			{
				type: 'pollVote',
				pollVote: { pollMessageId: 'ID', question: null, options: ['Z-API'], problem: null },
			},
			{ pollVote: { pollMessageId: 'ID', options: [{ name: 'Z-API' }] } },
		],
		[
			'vote that was taken back',
			{
				type: 'pollVote',
				pollVote: { pollMessageId: 'ID', question: null, options: [], problem: null },
			},
			{ pollVote: { pollMessageId: 'ID', options: [] } },
		],
		[
			'vote that cannot be read',
			{
				type: 'pollVote',
				pollVote: { pollMessageId: 'ID', question: null, options: null, problem: 'not known' },
			},
			{ pollVote: { pollMessageId: 'ID', options: null, problem: 'not known' } },
		],
		[
			'answer to an event that cannot be read',
			{
				type: 'eventAnswer',
				eventAnswer: {
					target,
					eventName: null,
					answer: null,
					extraGuests: 0,
					problem: 'not known',
				},
			},
			{
				eventResponse: {
					response: null,
					responseFrom: '5544999999999',
					time: 1632228638000,
					referencedMessage,
					problem: 'not known',
				},
			},
		],
		[
			'event',
			{
				type: 'event',
				eventDetails: {
					name: 'Nome do evento',
					description: 'Descrição do evento',
					startsAt: '2024-05-28T17:00:53.000Z',
					endsAt: null,
					location: null,
					joinLink: 'https://call.whatsapp.com/video/v9123XNFG50L6iO79NddXNvKQr6bb3',
					canceled: false,
				},
			},
			{
				event: {
					name: 'Nome do evento',
					description: 'Descrição do evento',
					canceled: false,
					joinLink: 'https://call.whatsapp.com/video/v9123XNFG50L6iO79NddXNvKQr6bb3',
					scheduleTime: 1716915653,
					location: {},
				},
			},
		],
		[
			'pressed button',
			{ type: 'buttonAnswer', text: 'Ótimo', buttonAnswer: { id: '1', text: 'Ótimo' } },
			{ buttonsResponseMessage: { buttonId: '1', message: 'Ótimo' } },
		],
		[
			'chosen row',
			{
				type: 'listAnswer',
				listAnswer: { id: '1', title: 'Z-API', description: 'Z-API Asas para sua imaginação' },
			},
			{
				listResponseMessage: {
					message: 'Z-API Asas para sua imaginação',
					title: 'Z-API',
					selectedRowId: '1',
				},
			},
		],
		[
			'plain buttons',
			{
				type: 'buttons',
				text: 'Texto da mensagem',
				buttons: {
					...card,
					style: 'plain',
					templateId: null,
					buttons: [{ type: 'reply', id: '1', text: 'Texto do botão 1' }],
				},
			},
			{
				buttonsMessage: {
					imageUrl: null,
					videoUrl: null,
					message: 'Texto da mensagem',
					buttons: [{ buttonId: '1', type: 1, buttonText: { displayText: 'Texto do botão 1' } }],
				},
			},
		],
		[
			'template with a code to copy',
			{
				type: 'buttons',
				text: 'texto da mensagem',
				buttons: {
					...card,
					style: 'interactive',
					templateId: null,
					buttons: [{ type: 'copy', text: 'Copiar código', code: '123' }],
				},
			},
			{
				hydratedTemplate: {
					...templateSample,
					hydratedButtons: [
						{
							index: 0,
							urlButton: {
								displayText: 'Copiar código',
								url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123',
							},
						},
					],
				},
			},
		],
		[
			'template with a place',
			{
				type: 'buttons',
				text: 'texto da mensagem',
				buttons: {
					title: 'título da mensagem',
					footer: 'rodapé da mensagem',
					style: 'template',
					templateId: '1143940003434066',
					header: {
						type: 'location',
						location: { ...place, name: 'nome do lugar', address: 'nome do enderço' },
					},
					buttons: [],
				},
			},
			{
				hydratedTemplate: {
					header: {
						location: {
							longitude: -46.6388,
							latitude: -23.5489,
							name: 'nome do lugar',
							address: 'nome do enderço',
							url: '',
						},
					},
					message: 'texto da mensagem',
					footer: 'rodapé da mensagem',
					title: 'título da mensagem',
					templateId: '1143940003434066',
					hydratedButtons: [],
				},
			},
		],
		[
			'carousel',
			{
				type: 'carousel',
				text: 'Texto da mensagem',
				carousel: {
					cards: [
						{
							...card,
							text: 'Mensagem do cartão do carrosel',
							header: { type: 'image', media: { ...FILE, mimetype: 'image/jpeg' } },
							buttons: [
								{ type: 'url', text: 'Texto do botão', url: 'https://' },
								{ type: 'reply', text: 'Texto do botão', id: '2' },
							],
						},
					],
				},
			},
			{
				carouselMessage: {
					text: 'Texto da mensagem',
					cards: [
						{
							header: {
								image: {
									imageUrl: null,
									thumbnailUrl: null,
									caption: '',
									mimeType: 'image/jpeg',
									viewOnce: false,
									width: 0,
									height: 0,
								},
							},
							message: 'Mensagem do cartão do carrosel',
							footer: '',
							title: '',
							hydratedButtons: [
								{ index: 0, urlButton: { displayText: 'Texto do botão', url: 'https://' } },
								{ index: 1, quickReplyButton: { displayText: 'Texto do botão', id: '2' } },
							],
						},
					],
				},
			},
		],
		[
			'PIX key',
			{
				type: 'pix',
				pix: {
					key: 'pixkey',
					keyType: 'EVP',
					merchantName: 'Pix',
					currency: 'BRL',
					referenceId: '4PXRAHSIRDA',
				},
			},
			{
				pixKeyMessage: {
					currency: 'BRL',
					referenceId: '4PXRAHSIRDA',
					key: 'pixkey',
					keyType: 'EVP',
					merchantName: 'Pix',
				},
			},
		],
		[
			'product',
			{
				type: 'product',
				product: {
					productId: '99999999999999999999',
					title: 'name',
					description: null,
					currency: 'BRL',
					price: 1,
					salePrice: null,
					url: null,
					retailerId: null,
					firstImageId: null,
					imageCount: 1,
					business,
				},
			},
			{
				product: {
					productImage: null,
					businessOwnerJid: '5544999999999',
					currencyCode: 'BRL',
					productId: '99999999999999999999',
					description: '',
					productImageCount: 1,
					price: 1,
					url: '',
					retailerId: '',
					firstImageId: '',
					title: 'name',
				},
			},
		],
		[
			'cart',
			{
				type: 'order',
				text: null,
				order: {
					orderId: '422508169684569',
					token: 'AR5d',
					title: 'name',
					itemCount: 1,
					currency: 'BRL',
					total: 2,
					seller: business,
					products: [
						{
							productId: '5338924696127051',
							name: 'nameProduct',
							quantity: 1,
							price: 2,
							currency: 'BRL',
							imageUrl: null,
						},
					],
				},
			},
			{
				order: {
					itemCount: 1,
					orderId: '422508169684569',
					message: '',
					orderTitle: 'name',
					sellerJid: '5544999999999',
					thumbnailUrl: null,
					token: 'AR5d',
					currency: 'BRL',
					total: 2000,
					subTotal: 2000,
					products: [
						{
							quantity: 1,
							name: 'nameProduct',
							productId: '5338924696127051',
							retailerId: '',
							price: 2000,
							currencyCode: 'BRL',
						},
					],
				},
			},
		],
		[
			'order to be paid',
			{ type: 'orderDetails', orderDetails },
			{ reviewAndPay: { type: 'physical-goods', ...orderSample } },
		],
		[
			'order that goes on',
			{ type: 'orderDetails', orderDetails: { ...orderDetails, isUpdate: true } },
			{ reviewOrder: orderSample },
		],
		[
			'request to pay',
			{
				type: 'payment',
				payment: {
					kind: 'request',
					amount: 1,
					currency: 'BRL',
					expiresAt: '2021-09-28T13:08:02.000Z',
					requestFrom: business,
				},
			},
			{
				requestPayment: {
					value: 1,
					currencyCode: 'BRL',
					expiration: 1632834482000,
					requestPhone: '5544999999999',
					paymentInfo: {
						receiverPhone: '5544999999999',
						value: 1,
						currencyCode: 'BRL',
						status: null,
						transactionStatus: null,
					},
				},
			},
		],
		[
			'invitation to a channel',
			{
				type: 'channelInvite',
				text: 'Quero convidar',
				channelInvite: {
					channel: '120363166555745933@newsletter',
					name: 'Teste',
					role: 'admin',
					expiresAt: '2024-02-01T17:47:48.000Z',
				},
			},
			{
				newsletterAdminInvite: {
					newsletterId: '120363166555745933@newsletter',
					newsletterName: 'Teste',
					text: 'Quero convidar',
					inviteExpiration: 1706809668,
				},
			},
		],
		[
			'kind that Z-API does not document',
			{ type: 'album', text: null, album: { images: 2, videos: 0 } },
			{ album: { images: 2, videos: 0 } },
		],
	])('%s', (_what, event, object) => {
		expect(JSON.stringify(body(incoming(event)))).toBe(JSON.stringify({ ...sample, ...object }));
	});
});

describe('A message', () => {
	it('in a group says who wrote it', () => {
		const from = { phone: '554499999988', lid: '333@lid', name: 'Eve' };
		const answered = {
			type: 'eventAnswer' as const,
			eventAnswer: {
				target: { messageId: 'D2D6', fromMe: false, from },
				eventName: null,
				answer: 'going' as const,
				extraGuests: 0,
				problem: null,
			},
		};
		expect(body(incoming({ chat: group, from, ...answered }))).toMatchObject({
			isGroup: true,
			chatLid: null,
			phone: '120363019502650977-group',
			chatName: 'group',
			participantPhone: '554499999988',
			participantLid: '333@lid',
			eventResponse: {
				response: 'GOING',
				responseFrom: '554499999988',
				time: 1632228638000,
				referencedMessage: {
					messageId: 'D2D6',
					fromMe: false,
					phone: '120363019502650977-group',
					participant: '554499999988',
				},
			},
		});
	});

	it.each([
		['5511999999999-1623281429@g.us', 'group', '5511999999999-1623281429'],
		['120363166555745933@newsletter', 'channel', '120363166555745933@newsletter'],
		['1624901640@broadcast', 'status', '1624901640-broadcast'],
		['status@broadcast', 'status', 'status@broadcast'],
	] as const)('in the chat %s has Z-API’s name of it', (id, type, phone) => {
		const chat = { id, type, phone: null, lid: null, name: null };
		expect(body(incoming({ chat }))).toMatchObject({
			phone,
			isNewsletter: type === 'channel',
		});
	});

	it('to a broadcast list is in the chat with its author, and says so', () => {
		expect(body(incoming({ broadcast: true }))).toEqual({
			...sample,
			broadcast: true,
			text: { message: 'teste' },
		});
	});

	it('from somebody without a known number has his LID', () => {
		expect(body(incoming({ chat: { ...direct, phone: null } }))).toMatchObject({
			phone: '81896604192873@lid',
		});
	});

	it('that answers, disappears, and came by an ad says so', () => {
		const ad = {
			title: 'Titulo',
			body: 'texto do anuncio',
			mediaType: 1,
			thumbnailUrl: 'https://',
			sourceType: 'ad',
			sourceId: '23722824350495506',
			sourceUrl: 'https://',
			ctwaClid: 'ARB',
			containsAutoReply: false,
			renderLargerThumbnail: true,
			showAdAttribution: true,
		};
		const event = incoming({ ad, replyTo: 'Q1', expiresAfterSeconds: 86_400, isStatusReply: true });
		expect(body(event)).toMatchObject({
			externalAdReply: ad,
			referenceMessageId: 'Q1',
			messageExpirationSeconds: 86_400,
			isStatusReply: true,
		});
	});

	it('that answers a status with a picture tells of that', () => {
		const quoted = {
			messageId: 'S1',
			fromMe: true,
			from: target.from,
			type: 'image' as const,
			text: 'sunny',
			media: { ...FILE, mimetype: 'image/jpeg', width: 600, height: 315 },
		};
		expect(body(incoming({ isStatusReply: true, replyTo: 'S1', quoted }))).toMatchObject({
			isStatusReply: true,
			referenceMessageId: 'S1',
			statusImage: {
				imageUrl: null,
				thumbnailUrl: null,
				caption: 'sunny',
				mimetype: 'image/jpeg',
				viewOnce: false,
				width: 600,
				height: 315,
			},
		});
		expect(body(incoming({ replyTo: 'S1', quoted }))).not.toHaveProperty('statusImage');
	});

	it('that only the phone shows is waited for', () => {
		expect(body(incoming({ type: 'unavailable', text: null, viewOnce: true }))).toMatchObject({
			waitingMessage: true,
			viewOnce: true,
		});
	});

	it('that was edited says so', () => {
		const edited = { ...incoming(), event: 'message.edited', editId: 'E1' } as const;
		expect(body(edited)).toMatchObject({ isEdit: true, text: { message: 'teste' } });
	});

	it('that cannot be opened yet is a notification, and is waited for', () => {
		const { chat, messageId, from, fromMe, broadcast } = incoming();
		const written = { ...envelope, chat, messageId, from, fromMe, broadcast };
		expect(body({ event: 'message.waiting', ...written })).toEqual({
			...{ ...sample, waitingMessage: true },
			...{ notification: 'CIPHERTEXT', notificationParameters: [] },
		});
	});

	it('that was deleted is a notification', () => {
		const { chat, from, messageId } = incoming();
		const deleted = {
			...envelope,
			event: 'message.deleted' as const,
			chat,
			messageId,
			from,
			fromMe: false,
			broadcast: false,
			author: { fromMe: false, from },
		};
		expect(JSON.stringify(body(deleted))).toBe(
			JSON.stringify({ ...sample, notification: 'REVOKE', notificationParameters: [] }),
		);
	});

	it.each([
		['image', 'image'],
		['voice', 'audio'],
		['video', 'video'],
		['document', 'document'],
		['sticker', 'sticker'],
	] as const)('says why its file is not there (%s)', (type, name) => {
		const event = incoming({ type, media: FILE });
		const [item] = itemsFrom([{ event, fileError: 'gone' }], 'zapi');
		expect(item?.json).toMatchObject({ [name]: { downloadError: 'gone' } });
	});

	it('comes with its file', () => {
		const file = { mimeType: 'image/png', data: 'aaaa' };
		const [item] = itemsFrom([{ event: incoming({ type: 'image', media: FILE }), file }], 'zapi');
		expect(item?.binary).toEqual({ data: file });
	});
});

/*
 * Of what is no message each sample has fields of its own. `messageId` is the ID of the event: theirs is one that nobody can use,
 * either.
 */
describe('The callback of what is no message', () => {
	const bob = { phone: '5544999999999', lid: '99999999999999@lid', name: 'name' };
	const eve = { phone: '5544888888888', lid: null, name: 'Eve' };
	const timestamp = '2023-04-20T19:12:50.000Z';
	const notice = (more: object) =>
		({ ...envelope, timestamp, chat: group, by: bob, ...more }) as EngineEvent;
	const text = (event: EngineEvent) => JSON.stringify(body(event));

	const ofGroup = {
		isGroup: true,
		isNewsletter: false,
		instanceId: 'A20',
		messageId: 'e1',
		phone: '120363019502650977-group',
		connectedPhone: '554499999999',
		fromMe: false,
		momment: 1682017970000,
		expiresAt: null,
		status: 'RECEIVED',
		chatName: 'group',
		senderPhoto: null,
		senderName: 'name',
		photo: null,
		broadcast: false,
		participantPhone: '5544999999999',
	};
	const told = (notification: string) => ({
		referenceMessageId: null,
		externalAdReply: null,
		forwarded: false,
		type: 'ReceivedCallback',
		notification,
	});
	const NOTHING = { callId: null, code: null };

	describe('a request to join', () => {
		const request = (more: object) =>
			notice({ event: 'group.joinRequest', change: 'requested', requesters: [bob], ...more });

		it.each([
			[{ method: 'invite_link' }, ['5544999999999']],
			[{ method: 'non_admin_add', requesters: [eve] }, ['5544999999999', '5544888888888']],
		])('has the fields of their sample, in its order (%j)', (more, notificationParameters) => {
			expect(text(request(more))).toBe(
				JSON.stringify({
					...ofGroup,
					...told('MEMBERSHIP_APPROVAL_REQUEST'),
					...{ notificationParameters, ...NOTHING, requestMethod: more.method },
				}),
			);
		});

		it.each(['withdrawn', 'rejected'])('that is over, too (%s)', (change) => {
			expect(text(request({ change, method: null }))).toBe(
				JSON.stringify({
					...ofGroup,
					...told('REVOKED_MEMBERSHIP_REQUESTS'),
					...{ notificationParameters: ['5544999999999'], ...NOTHING },
				}),
			);
		});
	});

	const ofGroupWithLids = (notification: string, notificationParameters: string[]) => ({
		chatLid: null,
		...ofGroup,
		participantLid: '99999999999999@lid',
		...told(notification),
		...{ notificationParameters, ...NOTHING },
	});

	it.each([
		[true, 'ADMIN_LINK'],
		[false, 'ALL_MEMBER_LINK'],
	])('says whether only admins share the link of a group (%s)', (adminsInvite, linkMode) => {
		const event = { event: 'group.changed', change: 'settings', settings: { adminsInvite } };
		expect(text(notice(event))).toBe(
			JSON.stringify({ ...ofGroupWithLids('GROUP_MEMBER_LINK_PROPERTY_UPDATE', []), linkMode }),
		);
	});

	it('says that there is a new group, or that the number was added to one', () => {
		const joined = { event: 'group.joined', how: 'added', size: 3, reason: null };
		expect(text(notice({ ...joined, isNew: true }))).toBe(
			JSON.stringify(ofGroupWithLids('GROUP_CREATE', ['group'])),
		);
		expect(text(notice({ ...joined, isNew: false }))).toBe(
			JSON.stringify(ofGroupWithLids('GROUP_PARTICIPANT_ADD', ['554499999999'])),
		);
	});

	it.each([
		['added', 'GROUP_PARTICIPANT_ADD'],
		['removed', 'GROUP_PARTICIPANT_REMOVE'],
		['left', 'GROUP_PARTICIPANT_LEAVE'],
		['promoted', 'GROUP_PARTICIPANT_PROMOTE'],
		['demoted', 'GROUP_PARTICIPANT_DEMOTE'],
	])('says who was %s, and by whom', (change, notification) => {
		const event = notice({ event: 'group.participantsChanged', change, participants: [eve] });
		expect(text(event)).toBe(JSON.stringify(ofGroupWithLids(notification, ['5544888888888'])));
		expect(body({ ...event, by: null } as EngineEvent)).toMatchObject({
			senderName: null,
			participantPhone: null,
			participantLid: null,
			fromMe: false,
		});
		expect(body({ ...event, by: envelope.account } as EngineEvent)).toMatchObject({ fromMe: true });
	});

	it.each([
		[false, false, 'CALL_VOICE'],
		[true, false, 'CALL_VIDEO'],
		[false, true, 'CALL_MISSED_VOICE'],
		[true, true, 'CALL_MISSED_VIDEO'],
	])('says that there was a call (video %s, offline %s)', (isVideo, wasOffline, notification) => {
		const call = { event: 'call.received', chat: direct, callId: 'C1', from: bob };
		expect(text(notice({ ...call, isVideo, wasOffline }))).toBe(
			JSON.stringify({
				isStatusReply: false,
				senderLid: '99999999999999@lid',
				connectedPhone: '554499999999',
				waitingMessage: false,
				isEdit: false,
				isGroup: false,
				isNewsletter: false,
				instanceId: 'A20',
				messageId: 'C1',
				phone: '5544999999999',
				fromMe: false,
				momment: 1682017970000,
				status: 'RECEIVED',
				chatName: 'name',
				senderPhoto: null,
				senderName: 'name',
				photo: null,
				broadcast: false,
				...told(notification),
				...{ notificationParameters: [], callId: 'C1' },
			}),
		);
	});

	it('says that a call was missed, as of one that rang before', () => {
		const call = { chat: direct, callId: 'C1', from: bob, isVideo: true };
		const missed = notice({ event: 'call.missed', ...call });
		const before = notice({ event: 'call.received', ...call, wasOffline: true });
		expect(text(missed)).toBe(text(before));
	});

	it.each([
		[{ change: 'name', name: 'novo' }, 'PROFILE_NAME_UPDATED', { profileName: 'novo' }],
		[{ change: 'picture' }, 'PROFILE_PICTURE_UPDATED', { updatedPhoto: null }],
	])('says what has changed of the profile (%j)', (change, notification, last) => {
		expect(text(notice({ event: 'profile.changed', ...change }))).toBe(
			JSON.stringify({
				isGroup: false,
				isNewsletter: false,
				instanceId: 'A20',
				phone: '554499999999',
				connectedPhone: '554499999999',
				fromMe: true,
				momment: 1682017970000,
				expiresAt: null,
				status: 'RECEIVED',
				chatName: null,
				senderPhoto: null,
				senderName: 'Ana',
				photo: null,
				broadcast: false,
				...told(notification),
				...NOTHING,
				...last,
			}),
		);
	});

	it.each([
		['available', 'AVAILABLE'],
		['unavailable', 'UNAVAILABLE'],
		['typing', 'COMPOSING'],
		['recording', 'RECORDING'],
		['paused', 'PAUSED'],
	])('says what somebody does (%s)', (presence, status) => {
		const event = { event: 'presence.changed', chat: direct, from: bob, presence };
		const callback = {
			type: 'PresenceChatCallback',
			...{ phone: '5544999999999', status, lastSeen: null, instanceId: 'A20' },
		};
		expect(text(notice({ ...event, lastSeen: null }))).toBe(JSON.stringify(callback));
		expect(body(notice({ ...event, lastSeen: timestamp }))).toMatchObject({
			lastSeen: 1682017970000,
		});
	});

	it.each([
		{ event: 'group.changed', change: 'name', name: 'Duo' },
		{ event: 'community.groupsChanged', change: 'linked', groups: [], reason: null },
		{ event: 'contact.changed', change: 'about', contact: bob, about: 'Away' },
		{ event: 'blocklist.changed', blocked: [bob], unblocked: [] },
		{ event: 'profile.changed', change: 'about' },
	])('of what Z-API knows nothing is the event itself (%j)', (more) => {
		const event = notice(more);
		expect(body(event)).toEqual(event);
	});
});

describe('The callback of a status', () => {
	it('says that a message was sent', () => {
		expect(JSON.stringify(body(status('message.sent')))).toBe(
			'{"phone":"5544999999999","zaapId":"M1","messageId":"M1","type":"DeliveryCallback","instanceId":"A20"}',
		);
	});

	it('says that messages were sent as those of receipts do, where that is chosen', () => {
		const sent = (messageId: string) =>
			status('message.sent', { status: 'SENT', eventId: messageId, messageId });
		const deliveries = [sent('M1'), sent('M2')].map((event) => ({ event }));
		const items = itemsFrom(deliveries, 'zapi', 'messageStatusCallback');
		expect(items.map(({ json }) => JSON.stringify(json))).toEqual([
			'{"instanceId":"A20","status":"SENT","ids":["M1","M2"],"momment":1632228638000,"phoneDevice":0,"phone":"5544999999999","type":"MessageStatusCallback","isGroup":false}',
		]);
	});

	it('says why a message was not sent', () => {
		const error = { code: 'REJECTED', message: 'No.', hint: '', retryable: false } as const;
		expect(body(status('message.failed', { error }))).toMatchObject({
			type: 'DeliveryCallback',
			error: 'No.',
		});
	});

	it('says that a message was read', () => {
		expect(JSON.stringify(body(status('message.read')))).toBe(
			'{"instanceId":"A20","status":"READ","ids":["M1"],"momment":1632228638000,"phoneDevice":0,"phone":"5544999999999","type":"MessageStatusCallback","isGroup":false}',
		);
	});

	it('says what the number itself has read, in one for all messages', () => {
		const read = (messageId: string): EngineEvent => ({
			...{ ...envelope, event: 'message.readByMe', eventId: messageId, messageId },
			...{ chat: direct, status: 'READ_BY_ME' },
		});
		expect(bodies(read('M1'), read('M2')).map((one) => JSON.stringify(one))).toEqual([
			'{"instanceId":"A20","status":"READ_BY_ME","ids":["M1","M2"],"momment":1632228638000,"phoneDevice":0,"phone":"5544999999999","type":"MessageStatusCallback","isGroup":false}',
		]);
	});

	it('is one for all messages of a receipt', () => {
		const read = (messageId: string, more = {}) =>
			status('message.read', { eventId: messageId, messageId, ...more });
		const eve = { participant: { phone: '1', lid: null } };
		expect(bodies(read('M1'), read('M2'), read('M3', eve))).toMatchObject([
			{ ids: ['M1', 'M2'] },
			{ ids: ['M3'] },
		]);
	});
});

describe('The callback of the connection', () => {
	it('says that it is there', () => {
		const event = {
			...envelope,
			event: 'session.connected',
			state: 'LINKED',
			reason: null,
		} as const;
		expect(JSON.stringify(body(event))).toBe(
			'{"type":"ConnectedCallback","connected":true,"momment":1632228638000,"instanceId":"A20","phone":"554499999999"}',
		);
	});

	it('says that it is gone, and why', () => {
		expect(JSON.stringify(body(disconnected))).toBe(
			'{"momment":1632228638,"error":"network","disconnected":true,"type":"DisconnectedCallback","instanceId":"A20"}',
		);
	});
});
