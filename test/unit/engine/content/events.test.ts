import {
	deletedEvent,
	editedEvent,
	eventChat,
	messageEvent,
	sessionEvent,
	statusEvent,
} from '../../../../engine/content/events';
import type {
	MessageRecord,
	MessageStatus,
	PersonAddress,
} from '../../../../engine/gateway/contract';
import { START } from '../../../support/fake-clock';
import { NO_CONTEXT } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';

const account = { id: 'credential1', phone: '5511900000001', lid: null, name: 'Ana' };
const bob = { phone: '5511900000002', lid: '222@lid' };
const unknown = { phone: null, lid: null };
const AT = '2026-07-01T12:00:00.000Z';

const record: MessageRecord = {
	messageId: '3EB0AAAAAAAAAAAAAAAAAA',
	status: 'READ',
	chat: '5511900000002@s.whatsapp.net',
	queuedAt: AT,
	sendAt: null,
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

	test('FAILED says why', () => {
		const event = statusEvent(account, { ...record, error }, 'FAILED', START, bob);
		expect(event).toMatchObject({ error });
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
	const inGroup = (participant: PersonAddress) =>
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

const body = { type: 'text' as const, text: 'hi', ...NO_CONTEXT };
const occasion = {
	account,
	chat: eventChat('222@lid', bob, 'Bob'),
	from: { ...bob, name: 'Bob' },
	fromMe: false,
	broadcast: false,
	at: START,
};
const written = {
	timestamp: AT,
	account,
	chat: { id: '222@lid', type: 'direct', ...bob, name: 'Bob' },
	from: { ...bob, name: 'Bob' },
	fromMe: false,
	broadcast: false,
};

describe('The event of a message', () => {
	test('says who wrote what where, with both addresses', () => {
		expect(messageEvent(occasion, 'A1', { body, reference: 'sealed' })).toEqual({
			event: 'message.incoming',
			eventId: 'credential1:222@lid:A1:incoming',
			...written,
			messageId: 'A1',
			...body,
			reference: 'sealed',
		});
	});

	test('that the number itself wrote is one of its own', () => {
		const own = messageEvent({ ...occasion, fromMe: true }, 'A1', { body, reference: null });
		expect(own).toMatchObject({ event: 'message.sentFromPhone', fromMe: true });
	});

	test('holds what WhatsApp said only where that is asked for', () => {
		const raw = { conversation: 'hi' };
		expect(messageEvent(occasion, 'A1', { body, reference: null, raw })).toMatchObject({ raw });
		expect(messageEvent(occasion, 'A1', { body, reference: null })).not.toHaveProperty('raw');
	});
});

describe('The event of an edit', () => {
	const edited = (editId: string) => editedEvent(occasion, 'A1', editId, { body, reference: null });

	test('names the message, and says how it reads now', () => {
		expect(edited('E1')).toEqual({
			event: 'message.edited',
			eventId: 'credential1:222@lid:E1:edited',
			...written,
			messageId: 'A1',
			editId: 'E1',
			...body,
			reference: null,
		});
	});

	test('has an ID for each edit', () => {
		expect(edited('E2').eventId).not.toBe(edited('E1').eventId);
	});
});

test('The event of a deletion says who did it, and who had written', () => {
	const author = { fromMe: true, from: unknown };
	expect(deletedEvent(occasion, 'A1', 'D1', author)).toEqual({
		event: 'message.deleted',
		eventId: 'credential1:222@lid:D1:deleted',
		...written,
		messageId: 'A1',
		author,
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
