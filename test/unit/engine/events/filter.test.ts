import { isWanted, type Wish } from '../../../../engine/events/filter';
import type { EventChat } from '../../../../engine/gateway/contract';
import { EVENTS } from '../../../../nodes/WhatsAppLinkedTrigger/events';

const image = { ...EVENTS['message.incoming'].sample, type: 'image' as const };
const read = EVENTS['message.read'].sample;
const ofGroup = { ...read, chat: { ...read.chat, type: 'group' as const } };

const direct: EventChat['type'][] = ['direct'];
const wish = (filters: Wish['filters']): Wish => ({
	events: ['message.incoming', 'message.read', 'session.connected'],
	filters,
});

describe('An event is wanted', () => {
	it('if its type is asked for', () => {
		expect(isWanted(image, wish(undefined))).toBe(true);
		expect(isWanted(EVENTS['message.sent'].sample, wish(undefined))).toBe(false);
	});

	it('from the chats that are asked for', () => {
		const filters = { 'message.read': { chatTypes: direct } };
		expect(isWanted(read, wish(filters))).toBe(true);
		expect(isWanted(ofGroup, wish(filters))).toBe(false);
	});

	it('of the kinds that are asked for', () => {
		const filters = (messageTypes: ['image' | 'text']) => ({
			'message.incoming': { messageTypes },
		});
		expect(isWanted(image, wish(filters(['image'])))).toBe(true);
		expect(isWanted(image, wish(filters(['text'])))).toBe(false);
	});

	it('whatever the filters of other types say', () => {
		const filters = { 'message.incoming': { chatTypes: direct, messageTypes: ['text' as const] } };
		expect(isWanted(ofGroup, wish(filters))).toBe(true);
	});

	it('if it belongs to no chat, whatever chats are asked for', () => {
		const filters = { 'session.connected': { chatTypes: direct } };
		expect(isWanted(EVENTS['session.connected'].sample, wish(filters))).toBe(true);
	});
});
