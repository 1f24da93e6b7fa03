import { refusal } from '../../../../engine/account/refusals';

describe('WhatsApp’s error on a message', () => {
	test.each([
		['463', 'RESTRICTED', 'start new chats'],
		['479', 'REJECTED', 'malformed'],
		['421', 'REJECTED', 'group is stale'],
		['403', 'REJECTED', 'does not let this number write'],
		['404', 'REJECTED', 'does not exist'],
		['400', 'REJECTED', 'refused the message'],
		['anything', 'REJECTED', 'refused the message'],
	])('%s is %s, in words and with its number', (code, kind, words) => {
		const error = refusal(code);
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
			expect(refusal(code)).toMatchObject({ code: 'REJECTED' });
		},
	);
});
