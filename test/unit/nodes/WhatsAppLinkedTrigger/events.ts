import type {
	EngineEvent,
	EventChat,
	IncomingButtons,
	IncomingMessageEvent,
	MessageStatusEvent,
} from '../../../../engine/gateway/contract';
import { NO_CONTEXT } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { FILE } from '../../../support/incoming';

/** Events as the engine hands them over, for tests of what becomes of them. */

const account = { id: 'A20', phone: '554499999999', lid: '81896604192874@lid', name: 'Ana' };
export const envelope = { eventId: 'e1', timestamp: '2021-09-21T12:50:38.000Z', account };

export const direct: EventChat = {
	id: '5544999999999@s.whatsapp.net',
	type: 'direct',
	phone: '5544999999999',
	lid: '81896604192873@lid',
	name: 'name',
};
export const group: EventChat = {
	id: '120363019502650977@g.us',
	type: 'group',
	phone: null,
	lid: null,
	name: 'group',
};

/** Under a picture. */
export const BUTTONS: IncomingButtons = {
	style: 'plain',
	templateId: null,
	title: null,
	footer: null,
	header: { type: 'image', media: FILE },
	buttons: [],
};

export const incoming = (more: Partial<IncomingMessageEvent> = {}): IncomingMessageEvent => ({
	...envelope,
	event: 'message.incoming',
	chat: direct,
	messageId: 'A20',
	from: { phone: '5544999999999', lid: '81896604192873@lid', name: 'name' },
	fromMe: false,
	broadcast: false,
	type: 'text',
	text: 'teste',
	...NO_CONTEXT,
	reference: 'sealed',
	...more,
});

/** What a customer has put together, as it comes in. */
export const cart = {
	...incoming({ messageId: 'CART', type: 'order', text: null }),
	order: {
		...{ orderId: '422', token: 'AR5d', title: 'Bakery', itemCount: 2, currency: 'BRL' },
		...{ total: 25, seller: { phone: account.phone, lid: account.lid } },
	},
};

export const status = (
	event: MessageStatusEvent['event'],
	more: Partial<MessageStatusEvent> = {},
): MessageStatusEvent => ({
	...envelope,
	event,
	chat: direct,
	messageId: 'M1',
	status: 'READ',
	...more,
});

export const disconnected: EngineEvent = {
	...envelope,
	event: 'session.disconnected',
	state: 'LINKED',
	reason: 'network',
};
