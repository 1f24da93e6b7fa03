import { kindOfNack, notLetIn, nackError, nackedForTooLong } from '../../../../engine/outbox/nacks';

const GROUP = '120363000000000001@g.us';
const BOB = '5511900000002@s.whatsapp.net';

test.each<[code: string, chat: string | undefined, kind: string]>([
	['421', GROUP, 'outdated'],
	['421', BOB, 'final'],
	['421', undefined, 'final'],
	['463', BOB, 'restricted'],
	['475', BOB, 'capped'],
	...['408', '425', '429', '500', '502', '503', '504', '552'].map(
		(code): [string, string, string] => [code, BOB, 'passing'],
	),
	...['400', '403', '404', '479', '499', '550', '551', 'anything', ''].map(
		(code): [string, string, string] => [code, GROUP, 'final'],
	),
])('A refusal with %s in %s is %s', (code, chat, kind) => {
	expect(kindOfNack(String(code), chat)).toBe(kind);
});

test('An hour of passing refusals ends in words that say what to do', () => {
	expect(nackedForTooLong('503')).toMatchObject({
		code: 'TIMEOUT',
		message: expect.stringContaining('(WhatsApp error 503)'),
		hint: expect.stringContaining('pause between messages'),
		retryable: true,
	});
});

describe('WhatsApp’s error on a message', () => {
	test.each([
		['463', 'RESTRICTED', 'start new chats'],
		['479', 'REJECTED', 'malformed'],
		['421', 'REJECTED', 'group is stale'],
		['403', 'REJECTED', 'does not let this number write'],
		['404', 'REJECTED', 'does not exist'],
		['475', 'RESTRICTED', 'as many new chats'],
		['400', 'REJECTED', 'refused the message'],
		['anything', 'REJECTED', 'refused the message'],
	])('%s is %s, in words and with its number', (code, kind, words) => {
		const error = nackError(code);
		expect(error).toMatchObject({
			code: kind,
			message: expect.stringContaining(words),
			// Sending it again by itself is never right: 463 would only last longer.
			retryable: false,
		});
		expect(error.message).toContain(`(WhatsApp error ${code})`);
		expect(error.hint).not.toBe('');
	});

	test.each(['toString', 'constructor', '__proto__'])(
		'%s is no known one, although every object has such a member',
		(code) => {
			expect(nackError(code)).toMatchObject({ code: 'REJECTED' });
		},
	);
});

describe('A message that would have started a chat (463)', () => {
	const until = Date.UTC(2026, 10, 25, 12);

	test.each([
		['the number is restricted', { isActive: true, until }, 'RESTRICTED', 'until 2026-11-25T12:00'],
		['it is this contact', { isActive: false, until: undefined }, 'REJECTED', 'with this person'],
		['it says no end', { isActive: true, until: undefined }, 'RESTRICTED', 'for now'],
		['it does not say', undefined, 'RESTRICTED', 'for now'],
	])('is refused in the words for it: %s', (_why, standing, code, words) => {
		const error = notLetIn(standing);
		expect(error).toMatchObject({ code, retryable: false });
		expect(error.message).toContain(words);
		expect(error.message).toContain('(WhatsApp error 463)');
	});
});
