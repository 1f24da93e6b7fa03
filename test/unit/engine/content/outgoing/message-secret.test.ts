import { withSecret } from '../../../../../engine/content/outgoing';

const SECRET = new Uint8Array(32).fill(7);
const secret = () => SECRET;

test('a message carries a secret', () => {
	expect(withSecret({ conversation: 'hi' }, secret)).toEqual({
		conversation: 'hi',
		messageContextInfo: { messageSecret: SECRET },
	});
});

test('a message with a secret of its own keeps it, and what stands beside it', () => {
	const own = { messageSecret: new Uint8Array(32), messageAddOnDurationInSecs: 5 };
	const poll = { pollCreationMessageV3: { name: 'When?' }, messageContextInfo: own };
	expect(withSecret(poll, secret)).toEqual(poll);
	const pin = { pinInChatMessage: {}, messageContextInfo: { messageAddOnDurationInSecs: 5 } };
	expect(withSecret(pin, secret).messageContextInfo).toEqual({
		messageAddOnDurationInSecs: 5,
		messageSecret: SECRET,
	});
});

test.each([
	'reactionMessage',
	'encReactionMessage',
	'encEventResponseMessage',
	'pollUpdateMessage',
])('a %s has no secret: it is an answer itself', (field) => {
	expect(withSecret({ [field]: {} }, secret)).toEqual({ [field]: {} });
});
