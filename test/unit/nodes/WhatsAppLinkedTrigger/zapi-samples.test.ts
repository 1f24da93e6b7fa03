import type {
	BusinessChangedEvent,
	EngineEvent,
	IncomingButtons,
	IncomingMessageEvent,
	MessagePointer,
	MessageStatusEvent,
	ParticipantChange,
	PresenceState,
} from '../../../../engine/gateway/contract';
import { deleted, waiting } from '../../../../nodes/WhatsAppLinkedTrigger/events/messages';
import type { SentCallback } from '../../../../nodes/WhatsAppLinkedTrigger/events/trigger-event';
import { readByMe } from '../../../../nodes/WhatsAppLinkedTrigger/events/statuses';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { FILE, NOWHERE } from '../../../support/incoming';
import { direct, disconnected, envelope, group, incoming, status } from './events';
import { misfits, NOTIFICATIONS, OF_CHAT, type SampleName, SAMPLES } from './zapi-samples';

/* Each sample in Z-API's documentation beside the event that it is the body of. What zapi.test.ts holds are values. */

type Body = Partial<IncomingMessageEvent>;

const bob = { phone: '5544999999999', lid: '99999999999999@lid', name: 'name' };
const eve = { phone: '5544888888888', lid: '88888888888888@lid', name: 'Eve' };
const target: MessagePointer = { messageId: '3EB0', fromMe: true, from: bob };
const place = { ...NOWHERE, latitude: -23.5, longitude: -46.6, name: 'nome', address: 'rua' };
const media = { ...FILE, width: 600, height: 315, seconds: 10, pages: 1, fileName: 'nome.pdf' };
const link = { url: 'https://example.com', title: 'titulo', description: 'texto' };
const row = { id: '1', title: 'Z-API', description: 'Asas' };
const ad = {
	...{ title: 'Titulo', body: 'texto', mediaType: 1, thumbnailUrl: 'https://example.com' },
	...{ sourceType: 'ad', sourceId: '1', sourceUrl: 'https://example.com', ctwaClid: 'ARB' },
	...{ containsAutoReply: false, renderLargerThumbnail: true, showAdAttribution: true },
};
const card = { title: 'título', footer: 'rodapé', header: null };
const reply = { type: 'reply', id: '1', text: 'Botão' } as const;
const url = { type: 'url', text: 'Botão', url: 'https://example.com' } as const;
const orderDetails = {
	...{ isUpdate: false, type: 'physical-goods', currency: 'BRL', referenceId: 'R1' },
	...{ orderRequestId: 'O1', orderStatus: 'pending', paymentStatus: 'pending', total: 605 },
	...{ subTotal: 600, discount: 10, shipping: 5, tax: 10 },
	products: [
		{ productId: 'custom-item-1', name: 'order 1', quantity: 2, price: 150, isCustomItem: true },
	],
};

const file = (type: 'image' | 'voice' | 'video' | 'videoNote' | 'gif' | 'document' | 'sticker') =>
	incoming({ type, text: null, media });
const buttons = (more: Partial<IncomingButtons>) =>
	incoming({
		...{ type: 'buttons', text: 'texto' },
		buttons: { ...card, style: 'template', templateId: '79', buttons: [], ...more },
	});
const plain = (type: 'image' | 'video') =>
	buttons({ style: 'plain', header: { type, media }, buttons: [reply] });
const payment = (kind: 'request' | 'sent' | 'declined') =>
	incoming({
		type: 'payment',
		text: null,
		payment: {
			...{ kind, amount: 1, currency: 'BRL', expiresAt: '2021-09-28T13:08:02.000Z' },
			requestFrom: bob,
		},
	});
const inGroup = (body: Body) => incoming({ chat: group, from: bob, ...body });
const ofGroup = (more: object) => ({ ...envelope, chat: group, by: bob, ...more }) as EngineEvent;
const call = { callId: 'C1', chat: direct, from: bob, isVideo: false };
const inChannel = (change: 'promoted' | 'demoted'): EngineEvent => ({
	...envelope,
	...{ event: 'channel.adminChanged', change, admin: bob, by: eve, isMe: false },
	chat: { id: '5544999999999@newsletter', type: 'channel', phone: null, lid: null, name: 'name' },
});
const request = (more: object) =>
	ofGroup({ event: 'group.joinRequest', requesters: [bob], method: 'invite_link', ...more });
const sharing = (adminsInvite: boolean) =>
	ofGroup({ event: 'group.changed', change: 'settings', settings: { adminsInvite } });
const participants = (change: ParticipantChange) =>
	ofGroup({ event: 'group.participantsChanged', change, participants: [eve], includesMe: false });
const business = (
	change: BusinessChangedEvent['change'],
	level: BusinessChangedEvent['level'],
): BusinessChangedEvent => ({
	...envelope,
	...{ event: 'contact.businessChanged', chat: direct, contact: bob, change, level },
	...{ verifiedName: 'name', formerName: null, formerLevel: null },
});
const profile = (more: object) =>
	({ ...envelope, event: 'profile.changed', ...more }) as EngineEvent;
const receipt = (word: MessageStatusEvent['status']) =>
	status(`message.${word.toLowerCase()}` as MessageStatusEvent['event'], { status: word });
const presence = (state: PresenceState): EngineEvent => ({
	...envelope,
	...{ event: 'presence.changed', chat: direct, from: bob, presence: state, lastSeen: null },
});

const EVENTS: Record<SampleName, EngineEvent> = {
	texto: incoming({ link }),
	'template de texto': buttons({}),
	reação: incoming({ type: 'reaction', text: null, reaction: { emoji: '❤️', target } }),
	'texto (Lista de Botão)': incoming({
		...{ type: 'buttonAnswer', replyTo: '3EB0', buttonAnswer: { id: '1', text: 'Ótimo' } },
	}),
	'template de botão OTP': buttons({
		...{ style: 'interactive', buttons: [{ type: 'copy', text: 'Copiar', code: '123' }] },
	}),
	'botão de chave pix': incoming({
		type: 'pix',
		pix: {
			...{ key: 'pixkey', keyType: 'EVP', merchantName: 'Pix', currency: 'BRL' },
			referenceId: '4PXRAHSIRDA',
		},
	}),
	'botão com imagem': plain('image'),
	'botão com video': plain('video'),
	'texto (Lista de Opcão)': incoming({ type: 'listAnswer', replyTo: '3EB0', listAnswer: row }),
	carrosel: incoming({
		type: 'carousel',
		carousel: {
			cards: [{ ...card, text: 'cartão', header: { type: 'image', media }, buttons: [url, reply] }],
		},
	}),
	'texto vindos de anúncio': incoming({ ad, link, expiresAfterSeconds: 86_400 }),
	imagem: file('image'),
	'template de imagem': buttons({ header: { type: 'image', media } }),
	áudio: file('voice'),
	vídeo: file('video'),
	'template de vídeo': buttons({ header: { type: 'video', media } }),
	PTV: incoming({ type: 'videoNote', text: null, media, expiresAfterSeconds: 86_400 }),
	contato: incoming({
		...{ type: 'contacts', contacts: [{ name: 'Cesar', vcard: 'V', phones: ['5544999999999'] }] },
	}),
	documento: file('document'),
	'template de documento': buttons({ header: { type: 'document', media } }),
	localização: incoming({ type: 'location', location: place }),
	'template de localização': buttons({ header: { type: 'location', location: place } }),
	sticker: file('sticker'),
	GIF: file('gif'),
	'pagamento feito': payment('request'),
	'pedido de pagamento': payment('declined'),
	'recebimento de pagamento': payment('sent'),
	'ligação recebida': { ...envelope, event: 'call.received', ...call, wasOffline: false },
	'ligação perdida': { ...envelope, event: 'call.missed', ...call },
	'solicitação de entrada em grupo através de um link de convite': request({ change: 'requested' }),
	'solicitação de entrada em grupo revogada pelo usuário': request({ change: 'withdrawn' }),
	'solicitação de entrada em grupo adicionado por um participante': request({
		...{ change: 'requested', method: 'non_admin_add', requesters: [eve] },
	}),
	'admin promovido a um canal': inChannel('promoted'),
	'admin removido de um canal': inChannel('demoted'),
	produto: incoming({
		type: 'product',
		product: {
			...{ productId: '99', title: 'name', description: null, currency: 'BRL', price: 1 },
			...{ salePrice: null, url: null, retailerId: null, firstImageId: null, imageCount: 1 },
			business: bob,
		},
	}),
	carrinho: incoming({
		type: 'order',
		order: {
			...{ orderId: '42', token: 'AR5d', title: 'name', itemCount: 1, currency: 'BRL' },
			...{ total: 2, seller: bob },
			products: [
				{
					...{ productId: '5338924696127051', name: 'nameProduct', quantity: 1, price: 2 },
					...{ currency: 'BRL', imageUrl: null },
				},
			],
		},
	}),
	enquete: incoming({ type: 'poll', poll: { question: '?', options: ['Z-API'], selectable: 0 } }),
	'resposta de enquete': inGroup({
		type: 'pollVote',
		pollVote: { pollMessageId: 'ID', question: null, options: ['Z-API'], problem: null },
	}),
	'envio de pedido': incoming({ type: 'orderDetails', orderDetails }),
	'atualização de pedido': incoming({
		...{ type: 'orderDetails', orderDetails: { ...orderDetails, isUpdate: true } },
	}),
	'convite admin de canal': incoming({
		type: 'channelInvite',
		channelInvite: {
			...{ channel: '120363166555745933@newsletter', name: 'Teste', role: 'admin' },
			expiresAt: '2024-02-01T17:47:48.000Z',
		},
	}),
	'fixar mensagem': incoming({ type: 'pin', pin: { pinned: true, seconds: 604_800, target } }),
	evento: inGroup({
		type: 'event',
		eventDetails: {
			...{ name: 'Nome', description: 'Descrição', startsAt: '2024-05-28T17:00:53.000Z' },
			...{ endsAt: null, location: null, canceled: false },
			joinLink: 'https://call.whatsapp.com/video/v9',
		},
	}),
	'resposta de evento': inGroup({
		type: 'eventAnswer',
		eventAnswer: { target, eventName: null, answer: 'going', extraGuests: 0, problem: null },
	}),
	'aguardando mensagem': incoming({ type: 'unavailable', text: null, viewOnce: true }),
	'alteração do Nome do Whatsapp conectado': profile({ change: 'name', name: 'novo' }),
	'alteração da foto do Whatsapp conectado': profile({ change: 'picture' }),
	'alteração de etiquetas de um chat': {
		...envelope,
		...{ event: 'chat.labelled', chat: direct, label: { id: '1', name: 'novo' } },
		...{ labelled: true, ofMessage: null },
	},
	'resposta de status': incoming({
		...{ isStatusReply: true, replyTo: 'S1', expiresAfterSeconds: 86_400 },
		quoted: { messageId: 'S1', fromMe: true, from: bob, type: 'image', text: null, media },
	}),
	'quando a mensagem é enviada para uma lista de transmissão': {
		...incoming({ expiresAfterSeconds: 86_400 }),
		event: 'message.sentFromPhone',
		...{ fromMe: true, broadcast: true, broadcastRecipients: [bob, eve] },
		chat: { id: '1774895799@broadcast', type: 'status', phone: null, lid: null, name: 'name' },
	},
	'Acesso ao link de convite limitado a administradores': sharing(true),
	'Acesso ao link de convite a todos os membros': sharing(false),
	'on-message-send': status('message.sent'),
	'on-whatsapp-message-status-changes: SENT': receipt('SENT'),
	'on-whatsapp-message-status-changes: RECEIVED': receipt('RECEIVED'),
	'on-whatsapp-message-status-changes: READ': receipt('READ'),
	'on-whatsapp-message-status-changes: READ_BY_ME': readByMe.sample,
	'on-whatsapp-message-status-changes: PLAYED': receipt('PLAYED'),
	'on-chat-presence: UNAVAILABLE': presence('unavailable'),
	'on-chat-presence: AVAILABLE': presence('available'),
	'on-chat-presence: COMPOSING': presence('typing'),
	'on-chat-presence: PAUSED': presence('paused'),
	'on-chat-presence: RECORDING': presence('recording'),
	'on-webhook-connected': {
		...envelope,
		event: 'session.connected',
		state: 'LINKED',
		reason: null,
	},
	'on-whatsapp-disconnected': disconnected,
};

/** Notifications that Z-API names and shows no body of. */
const WITHOUT_SAMPLE: Record<string, EngineEvent> = {
	GROUP_CREATE: ofGroup({ event: 'group.joined', isNew: true }),
	GROUP_PARTICIPANT_ADD: participants('added'),
	GROUP_PARTICIPANT_REMOVE: participants('removed'),
	GROUP_PARTICIPANT_LEAVE: participants('left'),
	CALL_MISSED_VIDEO: { ...envelope, event: 'call.missed', ...call, isVideo: true },
	REVOKE: deleted.sample,
	CIPHERTEXT: waiting.sample,
};

/** The same of those in a chat with one person. */
const IN_CHAT: Record<string, EngineEvent> = {
	E2E_ENCRYPTED: {
		...envelope,
		event: 'chat.started',
		chat: direct,
		messageId: 'A20',
		fromMe: false,
	},
	BLUE_MSG_SELF_PREMISE_UNVERIFIED: business('registered', 'unknown'),
	BLUE_MSG_SELF_PREMISE_VERIFIED: business('verified', 'high'),
	BIZ_MOVE_TO_CONSUMER_APP: business('removed', null),
};

const bodyOf = (event: EngineEvent, sentAs: SentCallback = 'messageStatusCallback') =>
	itemsFrom([{ event }], 'zapi', sentAs)[0]?.json;

test.each(Object.entries(IN_CHAT))('%s', (notification, event) => {
	const body = bodyOf(event);
	expect(misfits(body, OF_CHAT)).toEqual([]);
	expect(body).toMatchObject({ notification, phone: direct.phone, messageId: 'e1' });
});

test('Every notification that Z-API documents comes out', () => {
	const told = [EVENTS, WITHOUT_SAMPLE, IN_CHAT]
		.flatMap((events) => Object.values<EngineEvent>(events))
		.flatMap((event) => bodyOf(event)?.notification ?? []);
	expect([...new Set(told)].sort()).toEqual([...NOTIFICATIONS].sort());
});

test('What a business has lost is told as what it is now, and another name as it is', () => {
	expect(bodyOf(business('unverified', 'low'))).toMatchObject({
		notification: 'BLUE_MSG_SELF_PREMISE_UNVERIFIED',
	});
	const renamed = business('renamed', 'high');
	expect(bodyOf(renamed)).toEqual(renamed);
});

test.each(Object.entries(EVENTS))('%s', (name, event) => {
	const sentAs = name === 'on-message-send' ? 'deliveryCallback' : 'messageStatusCallback';
	expect(misfits(bodyOf(event, sentAs), SAMPLES[name as SampleName])).toEqual([]);
});
