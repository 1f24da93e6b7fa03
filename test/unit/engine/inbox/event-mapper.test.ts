import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import type { Role } from '../../../../engine/inbox/event-mapper';
import type { IncomingMessage } from '../../../../engine/whatsapp/incoming';
import { encodeContent } from '../../../../engine/whatsapp/incoming';
import { seal } from '../../../../engine/whatsapp/secrets';
import { START } from '../../../support/fake-clock';
import { BOB, BOBS_LID, buried, GROUP, incoming, ME } from '../linked-number';
import { SECOND } from '../support';
import { ACCOUNT, useInbox } from './inbox';

const US = '5511900000001@s.whatsapp.net';
const CAROL = '333@lid';
const bob = { phone: '5511900000002', lid: BOBS_LID };
const us = { phone: '5511900000001', lid: '111@lid' };
const ADMIN: Role = { isAdmin: true, isRestricted: false };
const MEMBER: Role = { isAdmin: false, isRestricted: false };

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const { PIN_FOR_ALL } = proto.Message.PinInChatMessage.Type;
const { MESSAGE_EDIT: SEALED_MESSAGE_EDIT } = proto.Message.SecretEncryptedMessage.SecretEncType;

const inbox = useInbox();

/** The event of a message, after it has done to the store what it does. */
function told(message: IncomingMessage, role?: Role) {
	const mapped = inbox.eventMapper.tell(message, role);
	mapped?.effect();
	return mapped?.event;
}

/** A message that came in before, as the inbox keeps it. */
function came(messageId: string, more: Partial<IncomingMessage> = {}): void {
	const message = incoming(messageId, more);
	const { chat, sender, fromMe, at, content } = message;
	const wire = content && encodeContent(content);
	inbox.incoming.add(messageId, { chat, sender, fromMe, at, wire });
}

const said = (wire: string) => proto.Message.decode(Buffer.from(wire, 'base64')).toJSON();
/** What is kept of a message that came in. */
const keptOf = (messageId: string, chat?: string) => {
	const wire = inbox.incoming.find(messageId, chat)?.wire;
	return wire && said(wire);
};
const keptOfOurs = (messageId: string) => {
	const wire = inbox.ledger.wire(messageId);
	return wire && said(wire);
};

const keyOf = (id: string, more: proto.IMessageKey = {}): proto.IMessageKey => ({
	id,
	remoteJid: BOBS_LID,
	fromMe: false,
	...more,
});
const deletion = (id: string, more?: proto.IMessageKey): proto.IMessage => ({
	protocolMessage: { type: REVOKE, key: keyOf(id, more) },
});
const edit = (id: string, editedMessage: proto.IMessage, more?: proto.IMessageKey) => ({
	protocolMessage: { type: MESSAGE_EDIT, key: keyOf(id, more), editedMessage },
});
const reaction = (key: proto.IMessageKey): proto.IMessage => ({
	reactionMessage: { key, text: '👍' },
});
const pin = (id: string): proto.IMessage => ({
	pinInChatMessage: { type: PIN_FOR_ALL, key: keyOf(id, { remoteJid: GROUP }) },
});

interface Sealing {
	secret: Uint8Array;
	creator: string;
	actor: string;
}

/** What is sealed with the secret of a message, as phones do it (whatsmeow, msgsecret.go). */
function sealed(plain: Uint8Array, id: string, { secret, creator, actor }: Sealing, use: string) {
	const key = hkdfSync('sha256', secret, Buffer.alloc(32), `${id}${creator}${actor}${use}`, 32);
	const encIv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), encIv);
	const encPayload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
	return { targetMessageKey: keyOf(id), encPayload, encIv };
}

/** An edit of a text, as newer phones send it. */
function sealedEdit(id: string, by: Sealing, editedMessage: proto.IMessage): proto.IMessage {
	const plain = proto.Message.encode(edit(id, editedMessage)).finish();
	const secretEncType = SEALED_MESSAGE_EDIT;
	return {
		secretEncryptedMessage: { ...sealed(plain, id, by, 'Message Edit'), secretEncType },
	};
}

const secret = new Uint8Array(32).fill(7);
const withSecret = (words: string): proto.IMessage => ({
	conversation: words,
	messageContextInfo: { messageSecret: secret },
});
const poll = (name: string): proto.IMessage => ({
	pollCreationMessageV3: { name, options: [{ optionName: 'Soup' }, { optionName: 'Pie' }] },
	messageContextInfo: { messageSecret: secret },
});
const vote = (pollId: string, creator: string, actor: string): proto.IMessage => ({
	pollUpdateMessage: {
		pollCreationMessageKey: keyOf(pollId),
		vote: seal.vote({ messageId: pollId, secret, creator, actor }, ['Pie']),
	},
});

describe('A message', () => {
	test('is told with who wrote it where and when', () => {
		expect(told(incoming('A1', { at: START + SECOND }))).toMatchObject({
			event: 'message.incoming',
			messageId: 'A1',
			timestamp: new Date(START + SECOND).toISOString(),
			account: ACCOUNT,
			chat: { id: BOBS_LID, type: 'direct', ...bob, name: 'Bob' },
			from: { ...bob, name: 'Bob' },
			fromMe: false,
			broadcast: false,
			type: 'text',
			text: 'words of A1',
		});
		expect(told(incoming('A2', { broadcast: true }))).toMatchObject({ broadcast: true });
	});

	test('from somebody new has the other addresses that its stanza names, of the sender and of the chat', () => {
		const stranger = { chat: CAROL, chatAlt: '5511900000003@s.whatsapp.net' };
		const message = incoming('A1', { ...stranger, sender: CAROL, senderAlt: stranger.chatAlt });
		expect(told(message)).toMatchObject({
			chat: { phone: '5511900000003', lid: CAROL },
			from: { phone: '5511900000003', lid: CAROL },
		});
	});

	test('of a group belongs to the group, by its name, and to no person', () => {
		inbox.directory.learnGroups([{ id: GROUP, name: 'Team' }]);
		// What a stanza names beside the group is an address of the sender.
		expect(told(incoming('A1', { chat: GROUP, chatAlt: BOB }))).toMatchObject({
			chat: { id: GROUP, type: 'group', phone: null, lid: null, name: 'Team' },
			from: { ...bob, name: 'Bob' },
		});
	});

	test('from our own phone is told as ours, in the chat of whom it was written to', () => {
		inbox.directory.learn([{ ...bob, name: 'Robert' }]);
		const message = incoming('A1', { fromMe: true, sender: US, pushName: 'whoever' });
		expect(told(message)).toMatchObject({
			event: 'message.sentFromPhone',
			chat: { id: BOBS_LID, ...bob, name: 'Robert' },
			from: { ...us, name: ME.name },
			fromMe: true,
		});
	});

	test('that we sent ourselves is none that came in', () => {
		inbox.sent('a', BOBS_LID, { conversation: 'ours' });
		expect(told(incoming('a', { fromMe: true, sender: US }))).toBeUndefined();
		// Somebody else has chosen the same ID.
		expect(told(incoming('a'))).toMatchObject({ event: 'message.incoming' });
	});

	test('that devices tell one another is none', () => {
		expect(told(incoming('A1', { content: { protocolMessage: { type: 5 } } }))).toBeUndefined();
	});

	test('that sets how long the messages of a chat are there is told, and remembered', () => {
		const content = { protocolMessage: { type: 3, ephemeralExpiration: 86_400 } };
		const mapped = inbox.eventMapper.tell(incoming('A1', { content }));
		expect(mapped).toMatchObject({
			event: {
				event: 'chat.changed',
				change: 'ephemeralChanged',
				ephemeralSeconds: 86_400,
				by: { lid: BOBS_LID, name: 'Bob' },
			},
			wire: null,
		});
		mapped?.effect();
		expect(inbox.chats.ephemeralOf(BOBS_LID)).toEqual({ seconds: 86_400, setAt: START });
		const enveloped = { ephemeralMessage: { message: { protocolMessage: { type: 3 } } } };
		expect(told(incoming('A2', { content: enveloped }))).toMatchObject({ ephemeralSeconds: 0 });
		expect(told(incoming('A3', { content, chat: GROUP, sender: BOBS_LID }))).toBeUndefined();
	});

	test('that only the phone is given is told as that', () => {
		const mapped = inbox.eventMapper.tell(incoming('A1', { content: null }));
		expect(mapped?.event).toMatchObject({ type: 'unavailable', viewOnce: true, reference: null });
		expect(mapped?.wire).toBeNull();
	});

	test('that nobody can read is told as that', () => {
		expect(() => inbox.eventMapper.tell(incoming('A1', { content: buried() }))).toThrow();
		const { event, wire } = inbox.eventMapper.tellUnreadable(incoming('A1', { content: buried() }));
		expect(event).toMatchObject({
			messageId: 'A1',
			type: 'unknown',
			unknown: { kind: 'ephemeralMessage', problem: expect.any(String) },
			reference: null,
		});
		expect(wire).toBeNull();
		const { event: empty } = inbox.eventMapper.tellUnreadable(incoming('A2', { content: null }));
		expect(empty).toMatchObject({ unknown: { kind: 'unknown' } });
	});
});

describe('What is kept of a message', () => {
	const wireOf = (content: proto.IMessage) =>
		inbox.eventMapper.tell(incoming('A1', { content }))?.wire;

	test('is all of it', () => {
		expect(said(wireOf({ conversation: 'hi' }) ?? '')).toEqual({
			conversation: 'hi',
		});
	});

	test('is nothing where it is only put on another one', () => {
		expect(wireOf(reaction(keyOf('A0')))).toBeNull();
		expect(wireOf(pin('A0'))).toBeNull();
	});
});

describe('The reference of a message', () => {
	const referenceIn = (content: proto.IMessage) => {
		const event = inbox.eventMapper.tell(incoming('A1', { content }))?.event;
		return event && 'reference' in event ? event.reference : undefined;
	};

	test('holds the message', () => {
		expect(inbox.references.open(referenceIn({ conversation: 'hi' }) ?? '')).toEqual({
			chat: BOBS_LID,
			messageId: 'A1',
			fromMe: false,
			sender: BOBS_LID,
			at: START,
			wire: encodeContent({ conversation: 'hi' }),
		});
	});

	test('holds nothing that is heavy', () => {
		const picture = { caption: 'look', jpegThumbnail: new Uint8Array(9_000) };
		const { wire = '' } = inbox.references.open(referenceIn({ imageMessage: picture }) ?? '') ?? {};
		expect(said(wire)).toEqual({ imageMessage: { caption: 'look' } });
	});

	test('is none for what nothing can be done to', () => {
		expect(referenceIn(reaction(keyOf('A0')))).toBeNull();
	});

	test('is none for a huge message: 128 KiB in base64', () => {
		// Two bytes of the field, and three that say how long it is.
		const longest = (128 * 1024 * 3) / 4 - 4;
		expect(referenceIn({ conversation: 'x'.repeat(longest) })).toEqual(expect.any(String));
		expect(referenceIn({ conversation: 'x'.repeat(longest + 1) })).toBeNull();
	});
});

test('WhatsApp’s own message comes along where it is asked for', () => {
	expect(told(incoming('A1'))).not.toHaveProperty('raw');
	inbox.wantsRaw = true;
	expect(told(incoming('A2'))).toMatchObject({ raw: { conversation: 'words of A2' } });
});

describe('The message that another one is about', () => {
	const targetOf = (key: proto.IMessageKey, more: Partial<IncomingMessage> = {}) => {
		const event = told(incoming('A9', { content: reaction(key), ...more }));
		return event && 'reaction' in event ? event.reaction?.target : undefined;
	};

	test('is by whom it came from, whatever the key says', () => {
		came('A1', { chat: GROUP });
		expect(targetOf(keyOf('A1', { participant: CAROL }), { chat: GROUP })).toEqual({
			messageId: 'A1',
			fromMe: false,
			from: bob,
		});
	});

	test('is found under the other address of the chat', () => {
		came('A1', { chat: BOB, sender: '5511900000003@s.whatsapp.net' });
		expect(targetOf(keyOf('A1'), { chatAlt: BOB })).toMatchObject({
			from: { phone: '5511900000003' },
		});
		expect(targetOf(keyOf('A1'))).toMatchObject({ from: bob });
	});

	test('is by whom the key names where it is not known, else by whom the chat is with', () => {
		expect(targetOf(keyOf('A1', { participant: '333:5@lid' }), { chat: GROUP })).toMatchObject({
			from: { phone: null, lid: CAROL },
		});
		expect(targetOf(keyOf('A1'))).toMatchObject({ fromMe: false, from: bob });
	});

	test('is ours when we sent it, when the key says so, or when its author is us', () => {
		inbox.sent('a', BOBS_LID, { conversation: 'ours' });
		for (const key of [keyOf('a'), keyOf('A0', { fromMe: true })]) {
			expect(targetOf(key)).toEqual({ messageId: key.id, fromMe: true, from: us });
		}
		came('A1', { fromMe: true, sender: US });
		expect(targetOf(keyOf('A1'))).toMatchObject({ fromMe: true, from: { phone: us.phone } });
	});

	test('is none where the key names none', () => {
		expect(targetOf({})).toEqual({ messageId: '', fromMe: false, from: bob });
	});
});

describe('An answer to a poll', () => {
	const readVote = () => {
		const event = told(incoming('A9', { content: vote('A1', BOBS_LID, BOBS_LID) }));
		return event && 'pollVote' in event ? event.pollVote : undefined;
	};

	test('is read with what was kept of the poll, also when its content is gone', () => {
		told(incoming('A1', { content: poll('Lunch?') }));
		expect(readVote()).toMatchObject({ question: 'Lunch?', options: ['Pie'], problem: null });
	});

	test('to one that is not known says so', () => {
		expect(readVote()).toMatchObject({ question: null, options: null });
	});

	test('is read by the first poll of an ID: nobody puts another in its place', () => {
		told(incoming('A1', { content: poll('Lunch?') }));
		told(incoming('A1', { chat: CAROL, sender: CAROL, content: poll('Forged?') }));
		expect(readVote()).toMatchObject({ question: 'Lunch?' });
	});

	test('is read by the last one of our own', () => {
		const ours = { fromMe: true, sender: US };
		told(incoming('A1', { ...ours, content: poll('Lunch?') }));
		told(incoming('A1', { ...ours, content: poll('Dinner?') }));
		expect(inbox.messageSecrets.find('A1')).toMatchObject({ name: 'Dinner?', creator: US });
	});
});

describe('What opens edits of a message', () => {
	test('is kept by itself where nothing else of the message is', () => {
		inbox.keepsContent = false;
		told(incoming('A1', { content: withSecret('helo') }));
		expect(inbox.messageSecrets.find('A1')).toMatchObject({ creator: BOBS_LID, options: [] });
		told(incoming('A2', { content: { conversation: 'no secret' } }));
		expect(inbox.messageSecrets.find('A2')).toBeUndefined();
	});

	test('is not kept a second time where the message is', () => {
		told(incoming('A1', { content: withSecret('helo') }));
		expect(inbox.messageSecrets.find('A1')).toBeUndefined();
	});

	test('is found in the message that is kept', () => {
		came('A1', { content: withSecret('helo') });
		const content = sealedEdit(
			'A1',
			{ secret, creator: BOBS_LID, actor: BOBS_LID },
			{ conversation: 'hello' },
		);
		expect(told(incoming('A2', { content }))).toMatchObject({
			event: 'message.edited',
			messageId: 'A1',
			text: 'hello',
		});
	});

	test('is found in what we have sent', () => {
		inbox.sent('a', BOBS_LID, withSecret('helo'));
		const content = sealedEdit('a', { secret, creator: US, actor: US }, { conversation: 'hello' });
		expect(told(incoming('A2', { fromMe: true, sender: US, content }))).toMatchObject({
			event: 'message.edited',
			messageId: 'a',
			text: 'hello',
		});
	});
});

test('A reaction that is sealed is told as what it says', () => {
	came('A1', { chat: GROUP, content: withSecret('news') });
	const by = { secret, creator: BOBS_LID, actor: CAROL };
	const plain = proto.Message.ReactionMessage.encode({ text: '🎉' }).finish();
	const encReactionMessage = sealed(plain, 'A1', by, 'Enc Reaction');
	const from = { chat: GROUP, sender: CAROL };
	expect(told(incoming('A2', { ...from, content: { encReactionMessage } }))).toMatchObject({
		event: 'message.reaction',
		reaction: { emoji: '🎉', target: { messageId: 'A1', from: bob } },
	});
});

describe('An edit', () => {
	const hello = (id: string, more?: proto.IMessageKey) => edit(id, { conversation: 'hello' }, more);

	test('is told, with both IDs, and what it says now is kept and referred to', () => {
		came('A1', { content: { conversation: 'helo' } });
		const event = told(incoming('A2', { content: hello('A1'), at: START + SECOND }));
		expect(event).toMatchObject({
			event: 'message.edited',
			messageId: 'A1',
			editId: 'A2',
			timestamp: new Date(START + SECOND).toISOString(),
			from: bob,
			text: 'hello',
		});
		expect(keptOf('A1')).toEqual({ conversation: 'hello' });
		const reference = event && 'reference' in event ? event.reference : null;
		expect(inbox.references.open(reference ?? '')).toMatchObject({
			messageId: 'A1',
			wire: encodeContent({ conversation: 'hello' }),
		});
	});

	test('is no message by itself', () => {
		came('A1');
		expect(inbox.eventMapper.tell(incoming('A2', { content: hello('A1') }))?.wire).toBeNull();
	});

	test('of a caption leaves the file as it was', () => {
		came('A1', { content: { imageMessage: { caption: 'lok', mimetype: 'image/png' } } });
		told(incoming('A2', { content: edit('A1', { imageMessage: { caption: 'look' } }) }));
		expect(keptOf('A1')).toEqual({ imageMessage: { caption: 'look', mimetype: 'image/png' } });
	});

	test('of ours on our phone changes what we have sent', () => {
		inbox.sent('a', BOBS_LID, { imageMessage: { caption: 'helo', mimetype: 'image/png' } });
		const content = edit('a', { imageMessage: { caption: 'hello' } }, { fromMe: true });
		expect(told(incoming('A2', { fromMe: true, sender: US, content }))).toMatchObject({
			event: 'message.edited',
			fromMe: true,
			text: 'hello',
		});
		expect(keptOfOurs('a')).toEqual({
			imageMessage: { caption: 'hello', mimetype: 'image/png' },
		});
	});

	test('of ours on our phone is one under either address of ours', () => {
		came('A1', { fromMe: true, sender: US });
		const message = incoming('A2', { fromMe: true, sender: '111@lid', content: hello('A1') });
		expect(told(message)).toMatchObject({ text: 'hello' });
	});

	test('changes the message under the other address of the chat', () => {
		came('A1', { chat: BOB, sender: BOB });
		told(incoming('A2', { chatAlt: BOB, content: hello('A1') }));
		expect(keptOf('A1')).toEqual({ conversation: 'hello' });
	});

	test('of a message that nobody remembers is told all the same', () => {
		expect(told(incoming('A2', { content: hello('A1') }))).toMatchObject({ text: 'hello' });
		expect(inbox.incoming.find('A1')).toBeUndefined();
	});

	test('changes the message of its chat alone', () => {
		came('A1', { content: { conversation: 'helo' } });
		came('A1', { chat: CAROL, sender: CAROL, content: { conversation: 'of Carol' } });
		told(incoming('A2', { content: hello('A1') }));
		expect(keptOf('A1', CAROL)).toEqual({ conversation: 'of Carol' });
	});

	test('by its author under either address is one', () => {
		came('A1', { chat: GROUP, sender: BOB });
		const message = incoming('A2', { chat: GROUP, content: hello('A1') });
		expect(told(message)).toMatchObject({ text: 'hello' });
		came('A3', { chat: GROUP, sender: '5511900000003@s.whatsapp.net' });
		const named = { sender: CAROL, senderAlt: '5511900000003@s.whatsapp.net' };
		expect(told(incoming('A4', { ...named, chat: GROUP, content: hello('A3') }))).toBeDefined();
	});

	test('by anybody else changes nothing and is not told', () => {
		came('A1', { chat: GROUP });
		inbox.sent('a', GROUP, { conversation: 'ours' });
		for (const content of [hello('A1'), hello('a')]) {
			expect(told(incoming('A2', { chat: GROUP, sender: CAROL, content }))).toBeUndefined();
		}
		const ours = { chat: GROUP, sender: US, fromMe: true };
		expect(told(incoming('A3', { ...ours, content: hello('A1') }))).toBeUndefined();
		expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
		expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
	});

	test('changes nothing of ours in another chat, though it has an ID of ours', () => {
		inbox.sent('a', BOBS_LID, { conversation: 'ours' });
		came('a', { chat: GROUP, sender: CAROL });
		const message = incoming('A2', { chat: GROUP, sender: CAROL, content: hello('a') });
		expect(told(message)).toMatchObject({ fromMe: false, text: 'hello' });
		expect(keptOf('a', GROUP)).toEqual({ conversation: 'hello' });
		expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
	});

	test('to nothing that a person says is not told', () => {
		came('A1');
		const content = edit('A1', { protocolMessage: { type: 3 } });
		expect(told(incoming('A2', { content }))).toBeUndefined();
		expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
	});

	test('that cannot be opened is told as one, and changes nothing', () => {
		came('A1');
		const by = { secret: new Uint8Array(32), creator: BOBS_LID, actor: BOBS_LID };
		const content = sealedEdit('A1', by, { conversation: 'hello' });
		const mapped = inbox.eventMapper.tell(incoming('A2', { content }));
		mapped?.effect();
		expect(mapped?.wire).toBeNull();
		expect(mapped?.event).toMatchObject({
			event: 'message.edited',
			messageId: 'A1',
			editId: 'A2',
			type: 'unknown',
			unknown: { kind: 'secretEncryptedMessage', problem: expect.any(String) },
			reference: null,
		});
		expect(mapped?.event).not.toHaveProperty('raw');
		expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
		inbox.wantsRaw = true;
		expect(told(incoming('A3', { content }))).toMatchObject({
			raw: { secretEncryptedMessage: { targetMessageKey: { id: 'A1' } } },
		});
	});
});

describe('A deletion', () => {
	test('by the author is told, and what the message said goes', () => {
		came('A1');
		const mapped = inbox.eventMapper.tell(incoming('A2', { content: deletion('A1') }));
		mapped?.effect();
		expect(mapped?.event).toMatchObject({
			event: 'message.deleted',
			messageId: 'A1',
			eventId: expect.stringContaining(':A2:deleted'),
			from: bob,
			author: { fromMe: false, from: bob },
		});
		expect(mapped?.event).not.toHaveProperty('unconfirmed');
		expect(mapped?.wire).toBeNull();
		expect(keptOf('A1')).toBeNull();
	});

	test('of ours on our phone takes what we have sent', () => {
		inbox.sent('a', BOBS_LID, { conversation: 'ours' });
		const content = deletion('a', { fromMe: true });
		expect(told(incoming('A2', { fromMe: true, sender: US, content }))).toMatchObject({
			author: { fromMe: true, from: us },
		});
		expect(keptOfOurs('a')).toBeUndefined();
	});

	test('takes the message under the other address of the chat', () => {
		came('A1', { chat: BOB, sender: BOB });
		told(incoming('A2', { chatAlt: BOB, content: deletion('A1') }));
		expect(keptOf('A1')).toBeNull();
	});

	test('in a chat of two of what the other one wrote is none', () => {
		inbox.sent('a', BOBS_LID, { conversation: 'ours' });
		expect(told(incoming('A2', { content: deletion('a') }), ADMIN)).toBeUndefined();
		expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
	});

	describe('in a group of what somebody else wrote', () => {
		const byCarol = (id: string) =>
			incoming('A2', { chat: GROUP, sender: CAROL, content: deletion(id) });

		test('is one by an admin', () => {
			came('A1', { chat: GROUP });
			const event = told(byCarol('A1'), ADMIN);
			expect(event).toMatchObject({ from: { lid: CAROL }, author: { from: bob } });
			expect(event).not.toHaveProperty('unconfirmed');
			expect(keptOf('A1')).toBeNull();
		});

		test('is none by a member', () => {
			came('A1', { chat: GROUP });
			expect(told(byCarol('A1'), MEMBER)).toBeUndefined();
			expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
		});

		test('is unconfirmed where WhatsApp does not tell, and takes nothing', () => {
			came('A1', { chat: GROUP });
			inbox.sent('a', GROUP, { conversation: 'ours' });
			for (const id of ['A1', 'a']) {
				expect(told(byCarol(id))).toMatchObject({ messageId: id, unconfirmed: true });
			}
			expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
			expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
		});

		test('on our own phone is one: it does only what it may', () => {
			came('A1', { chat: GROUP });
			const ours = { chat: GROUP, sender: US, fromMe: true };
			const event = told(incoming('A2', { ...ours, content: deletion('A1') }));
			expect(event).toMatchObject({ fromMe: true, author: { from: bob } });
			expect(event).not.toHaveProperty('unconfirmed');
			expect(keptOf('A1')).toBeNull();
		});

		test('is none where the message is in another chat, of ours or of theirs', () => {
			came('A1');
			inbox.sent('a', BOBS_LID, { conversation: 'ours' });
			for (const id of ['A1', 'a']) expect(told(byCarol(id), ADMIN)).toBeUndefined();
			expect(keptOf('A1')).toEqual({ conversation: 'words of A1' });
			expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
		});

		test('takes the one in the group, though another chat has one with its ID', () => {
			came('A1');
			came('A1', { chat: GROUP });
			expect(told(byCarol('A1'), ADMIN)).toBeDefined();
			expect(keptOf('A1', GROUP)).toBeNull();
			expect(keptOf('A1', BOBS_LID)).toEqual({ conversation: 'words of A1' });
		});

		test('takes nothing of ours in another chat, though it has an ID of ours', () => {
			inbox.sent('a', BOBS_LID, { conversation: 'ours' });
			came('a', { chat: GROUP, sender: CAROL });
			for (const role of [ADMIN, MEMBER]) {
				expect(told(byCarol('a'), role)).toMatchObject({
					messageId: 'a',
					author: { fromMe: false, from: { lid: CAROL } },
				});
			}
			expect(keptOf('a', GROUP)).toBeNull();
			expect(keptOfOurs('a')).toEqual({ conversation: 'ours' });
		});

		test('is one of a message that nobody remembers', () => {
			expect(told(byCarol('A1'), ADMIN)).toMatchObject({ messageId: 'A1' });
		});
	});
});

describe('A pin', () => {
	const inGroup = (role?: Role) =>
		told(incoming('A2', { chat: GROUP, content: pin('A1') }), role)?.event;

	test.each<[string, Role, boolean]>([
		['a member', MEMBER, true],
		[
			'a member, where admins keep the settings to themselves',
			{ ...MEMBER, isRestricted: true },
			false,
		],
		['an admin there', { ...ADMIN, isRestricted: true }, true],
		['somebody of whom WhatsApp does not tell', undefined, true],
	])('by %s', (_who, role, isTold) => {
		expect(inGroup(role)).toBe(isTold ? 'message.incoming' : undefined);
	});

	test('is all that admins keep to themselves', () => {
		const role = { ...MEMBER, isRestricted: true };
		expect(told(incoming('A2', { chat: GROUP }), role)).toBeDefined();
	});
});

describe('The role of a sender is asked for', () => {
	const asked = (content: proto.IMessage | null, more: Partial<IncomingMessage> = {}) =>
		inbox.eventMapper.needsRole(incoming('A9', { chat: GROUP, content, ...more }));

	test('with a pin, and with a deletion of what somebody else wrote', () => {
		came('A1', { chat: GROUP, sender: CAROL });
		expect(asked(pin('A1'))).toBe(true);
		expect(asked(deletion('A1'))).toBe(true);
	});

	test('with nothing else', () => {
		came('A1', { chat: GROUP });
		came('A2', { chat: GROUP, sender: CAROL });
		expect(asked({ conversation: 'hi' })).toBe(false);
		expect(asked(deletion('A1'))).toBe(false);
		expect(asked(edit('A2', { conversation: 'hello' }))).toBe(false);
		expect(asked(null)).toBe(false);
	});

	test('in no chat of two, and not of us', () => {
		came('A1', { sender: CAROL });
		expect(asked(deletion('A1'), { chat: BOBS_LID })).toBe(false);
		expect(asked(pin('A1'), { chat: BOBS_LID })).toBe(false);
		expect(asked(pin('A1'), { fromMe: true, sender: US })).toBe(false);
	});
});
