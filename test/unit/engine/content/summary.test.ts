import { summarize } from '../../../../engine/content/summary';
import type { SessionStatus } from '../../../../engine/gateway/contract';

const SINCE = '2026-07-01T12:00:00.000Z';
const NOW = Date.parse('2026-07-01T12:24:00.000Z');
const LATER = '2026-07-02T12:24:00.000Z';
const connected: Omit<SessionStatus, 'summary'> = {
	state: 'LINKED',
	connected: true,
	phone: '5511900000001',
	name: 'Ana',
	onlineSince: SINCE,
	lastMessageIn: null,
	lastMessageOut: null,
	queueLength: 0,
	queuePaused: null,
	restrictedUntil: null,
	newChats: null,
	limits: null,
	waiting: [],
	lastError: null,
};
const CHATS = { used: 50, max: 50, until: LATER };
const away = { connected: false, onlineSince: null };
const lastError = {
	code: 'LOGGED_OUT',
	message: 'It is out.',
	hint: 'Link it.',
	retryable: false,
} as const;

describe('A number in one line', () => {
	test.each<[Partial<SessionStatus>, string]>([
		[{}, '+5511900000001 has been connected for 24 min.'],
		[
			{ queueLength: 1 },
			`+5511900000001 has been connected for 24 min. 1 message waits to be sent.`,
		],
		[
			{ queueLength: 2, restrictedUntil: LATER },
			`+5511900000001 has been connected for 24 min. 2 messages wait to be sent. WhatsApp lets it open no new chats for 1 day.`,
		],
		[
			{ restrictedUntil: LATER, newChats: { ...CHATS, status: 'CAPPED' } },
			`+5511900000001 has been connected for 24 min. It has started as many new chats as WhatsApp lets it (50 of 50), and may start no more for 1 day.`,
		],
		[
			{
				restrictedUntil: LATER,
				newChats: { used: null, max: null, until: LATER, status: 'CAPPED' },
			},
			`+5511900000001 has been connected for 24 min. It has started as many new chats as WhatsApp lets it, and may start no more for 1 day.`,
		],
		[
			{ restrictedUntil: LATER, newChats: { ...CHATS, until: SINCE, status: 'CAPPED' } },
			`+5511900000001 has been connected for 24 min. WhatsApp lets it open no new chats for 1 day.`,
		],
		[
			{ newChats: { ...CHATS, used: 45, status: 'SECOND_WARNING' } },
			`+5511900000001 has been connected for 24 min. WhatsApp warns that it has soon started as many new chats as it may (45 of 50).`,
		],
		[
			{ newChats: { ...CHATS, used: 5, status: 'NONE' } },
			`+5511900000001 has been connected for 24 min.`,
		],
		[{ queuePaused: SINCE }, `+5511900000001 has been connected for 24 min. The queue is paused.`],
		[
			{ queuePaused: SINCE, queueLength: 12 },
			`+5511900000001 has been connected for 24 min. The queue is paused; 12 messages wait in it.`,
		],
		[
			{
				queueLength: 41,
				waiting: [
					{ reason: 'NEW_CHAT_LIMIT', count: 40, until: LATER },
					{ reason: 'SCHEDULED', count: 7, until: null },
				],
			},
			`+5511900000001 has been connected for 24 min. 41 messages wait to be sent. 40 of them wait for the limit of new chats. The first of them may leave in 1 day.`,
		],
		[away, '+5511900000001 is connecting.'],
		[{ ...away, lastError }, 'It is out. Link it.'],
		[{ ...away, state: 'WAITING' }, 'A code or QR code waits for the phone.'],
		[{ ...away, state: 'LINKING' }, 'The phone is linking.'],
		[{ ...away, state: 'UNLINKED', phone: null }, 'No number is linked.'],
		[{ ...away, state: 'UNLINKED', phone: null, lastError }, 'It is out. Link it.'],
		[{ ...away, state: 'LOGGED_OUT', lastError }, 'It is out. Link it.'],
		[
			{ ...away, state: 'LOGGED_OUT', lastError, queueLength: 3 },
			'It is out. Link it. 3 messages wait to be sent.',
		],
	])('with %j is "%s"', (more, line) => {
		expect(summarize({ ...connected, ...more }, NOW)).toBe(line);
	});
});
