import {
	incomingEvent,
	sessionEvent,
	statusEvent,
	type Addresses,
} from '../../../../engine/content/events';
import type { MessageRecord, MessageStatus } from '../../../../engine/gateway/contract';
import { START } from '../../../support/fake-clock';

const account = { id: 'credential1', phone: '5511900000001', name: 'Ana' };
const bob = { phone: '5511900000002', lid: '222@lid' };
const unknown = { phone: null, lid: null };
const AT = '2026-07-01T12:00:00.000Z';

const record: MessageRecord = {
	messageId: '3EB0AAAAAAAAAAAAAAAAAA',
	status: 'READ',
	chat: '5511900000002@s.whatsapp.net',
	queuedAt: AT,
	sentAt: AT,
	receivedAt: AT,
	readAt: AT,
	playedAt: null,
	error: null,
};
const error = { code: 'REJECTED', message: 'No', hint: 'Try', retryable: false } as const;

describe('The event of a status', () => {
	test.each<[MessageStatus, string]>([
		['SENT', 'message.sent'],
		['RECEIVED', 'message.received'],
		['READ', 'message.read'],
		['PLAYED', 'message.played'],
		['FAILED', 'message.failed'],
		['EXPIRED', 'message.failed'],
	])('%s is %s', (status, event) => {
		expect(statusEvent(account, record, status, START, bob)).toEqual({
			event,
			eventId: `credential1:3EB0AAAAAAAAAAAAAAAAAA:${status}`,
			timestamp: AT,
			account,
			chat: { id: record.chat, type: 'direct', ...bob, name: null },
			messageId: '3EB0AAAAAAAAAAAAAAAAAA',
			status,
		});
	});

	test.each<MessageStatus>(['QUEUED', 'SENDING', 'CANCELLED'])(
		'%s does not exist: it is the workflow’s own doing',
		(status) => {
			expect(statusEvent(account, record, status, START, bob)).toBeUndefined();
		},
	);

	test('has the same ID whenever it is made', () => {
		const first = statusEvent(account, record, 'READ', START, bob);
		const second = statusEvent(account, record, 'READ', START + 5_000, unknown);
		expect(second?.eventId).toBe(first?.eventId);
	});

	test.each<MessageStatus>(['FAILED', 'EXPIRED'])('%s says why', (status) => {
		expect(statusEvent(account, { ...record, error }, status, START, bob)).toMatchObject({ error });
	});

	test('says nothing of an error that was before', () => {
		const event = statusEvent(account, { ...record, error }, 'SENT', START, bob);
		expect(event).not.toHaveProperty('error');
	});

	test('of a message to a group names the group', () => {
		const chat = '120363000000000001@g.us';
		expect(statusEvent(account, { ...record, chat }, 'SENT', START, unknown)?.chat).toEqual({
			id: chat,
			type: 'group',
			phone: null,
			lid: null,
			name: null,
		});
	});
});

describe('The event of a status in a group', () => {
	const chat = '120363000000000001@g.us';
	const progress = { participants: 3, deliveredTo: 2, readBy: 1, playedBy: 0 };
	const inGroup = (participant: Addresses) =>
		statusEvent(account, { ...record, chat }, 'READ', START, unknown, { participant, progress });

	test('says whose status it is, and how far the others have come', () => {
		expect(inGroup(bob)).toMatchObject({
			event: 'message.read',
			chat: { id: chat, type: 'group', phone: null },
			participant: bob,
			progress,
		});
	});

	test('has an ID for each participant', () => {
		const eve = { phone: null, lid: '333@lid' };
		const [first, again, other] = [bob, bob, eve].map((who) => inGroup(who)?.eventId);
		expect(first).toBe('credential1:3EB0AAAAAAAAAAAAAAAAAA:READ:222@lid');
		expect(again).toBe(first);
		expect(other).not.toBe(first);
	});
});

describe('The event of an incoming message', () => {
	const message = {
		messageId: 'A1',
		chat: '222@lid',
		pushName: 'Bob',
		at: START,
		type: 'text',
		text: 'hi',
		replyTo: null,
		mentions: [],
	};

	test('says who wrote what where, with both addresses', () => {
		expect(incomingEvent(account, message, bob, bob)).toEqual({
			event: 'message.incoming',
			eventId: 'credential1:222@lid:A1:incoming',
			timestamp: AT,
			account,
			chat: { id: '222@lid', type: 'direct', ...bob, name: 'Bob' },
			messageId: 'A1',
			from: { ...bob, name: 'Bob' },
			type: 'text',
			text: 'hi',
			replyTo: null,
			mentions: [],
		});
	});

	test('in a group tells the group from the sender', () => {
		const chat = '120363000000000001@g.us';
		expect(incomingEvent(account, { ...message, chat }, unknown, bob)).toMatchObject({
			chat: { id: chat, type: 'group', phone: null, lid: null, name: null },
			from: { ...bob, name: 'Bob' },
		});
	});

	test('has null for what WhatsApp hides', () => {
		const hidden = { phone: null, lid: '222@lid' };
		expect(incomingEvent(account, { ...message, pushName: null }, hidden, hidden)).toMatchObject({
			chat: { phone: null, lid: '222@lid', name: null },
			from: { phone: null, lid: '222@lid', name: null },
		});
	});
});

describe('The event of a session', () => {
	test.each(['session.connected', 'session.disconnected', 'session.loggedOut'] as const)(
		'%s says the state and the reason',
		(event) => {
			expect(sessionEvent(account, event, 'LINKED', 'because', START)).toEqual({
				event,
				eventId: expect.stringContaining(`credential1:${event}:`),
				timestamp: AT,
				account,
				state: 'LINKED',
				reason: 'because',
			});
		},
	);

	test('has an ID of its own each time', () => {
		const ids = [START, START + 1].map(
			(at) => sessionEvent(account, 'session.connected', 'LINKED', null, at).eventId,
		);
		expect(new Set(ids).size).toBe(2);
	});
});
