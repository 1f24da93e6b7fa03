import {
	limitReachedEvent,
	restrictedEvent,
	restrictionLiftedEvent,
} from '../../../../engine/content/restriction-events';

const AT = Date.parse('2026-11-30T12:00:00Z');
const UNTIL = Date.parse('2026-12-03T12:00:00Z');
const account = { id: 'a', phone: '5511900000001', lid: null, name: null };

describe('A restriction', () => {
	test('is told with its end, and what becomes of messages', () => {
		expect(restrictedEvent(account, 'reachOutTimelock', UNTIL, AT)).toEqual({
			event: 'session.restricted',
			eventId: `a:session.restricted:reachOutTimelock:${AT}`,
			timestamp: '2026-11-30T12:00:00.000Z',
			account,
			reason: 'reachOutTimelock',
			until: '2026-12-03T12:00:00.000Z',
			text: 'WhatsApp restricts this number: it may start no new chats until 2026-12-03T12:00:00.000Z. Chats that exist go on; messages that would start a new one wait until then.',
		});
	});

	test('of which WhatsApp says no end says so', () => {
		const { until, text } = restrictedEvent(account, 'newChatCap', null, AT);
		expect(until).toBeNull();
		expect(text).toContain('WhatsApp does not say for how long.');
		expect(text).toContain('for an hour at least');
	});

	test('that is lifted says since when it was there', () => {
		expect(restrictionLiftedEvent(account, 'newChatCap', AT, UNTIL)).toMatchObject({
			event: 'session.restrictionLifted',
			eventId: `a:session.restrictionLifted:newChatCap:${UNTIL}`,
			reason: 'newChatCap',
			since: '2026-11-30T12:00:00.000Z',
		});
	});
});

test('A limit that is reached says how much there may be, and was', () => {
	const reached = { limit: 'messagesPerDay', max: 1000, used: 1000, waiting: 3 } as const;
	const event = limitReachedEvent(account, { ...reached, until: UNTIL, level: 'reached' }, AT);
	expect(event).toEqual({
		event: 'session.limitReached',
		eventId: `a:session.limitReached:messagesPerDay:reached:${AT}`,
		timestamp: '2026-11-30T12:00:00.000Z',
		account,
		...reached,
		until: '2026-12-03T12:00:00.000Z',
		level: 'reached',
	});
});
