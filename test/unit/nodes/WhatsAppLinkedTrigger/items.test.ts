import type { EngineEvent, EventChat } from '../../../../engine/gateway/contract';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { ALL_CHAT_TYPES } from '../../../../nodes/WhatsAppLinkedTrigger/options';

const account = { id: 'credential-1', phone: '5511900000001', name: null };
const envelope = { eventId: 'e1', timestamp: '2026-01-01T00:00:00.000Z', account };

const read = (type: EventChat['type']): EngineEvent => ({
	...envelope,
	event: 'message.read',
	chat: { id: '1@x', type, phone: null, lid: null, name: null },
	messageId: '3EB0',
	status: 'READ',
});
const disconnected: EngineEvent = {
	...envelope,
	event: 'session.disconnected',
	state: 'LINKED',
	reason: 'network',
};

it('makes one item of each event, with the event as it is', () => {
	expect(itemsFrom([read('direct'), read('group')], ALL_CHAT_TYPES)).toEqual([
		{ json: read('direct') },
		{ json: read('group') },
	]);
});

it('leaves out the chats that are not wanted', () => {
	expect(itemsFrom([read('direct'), read('group')], ['group'])).toEqual([{ json: read('group') }]);
	expect(itemsFrom([read('channel')], ['direct'])).toEqual([]);
});

it('lets the events of the session pass every filter', () => {
	expect(itemsFrom([disconnected], ['direct'])).toEqual([{ json: disconnected }]);
});
