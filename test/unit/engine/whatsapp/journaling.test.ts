import { encodeWAMessage, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import { parseIncoming } from '../../../../engine/whatsapp/incoming';
import { fromJournal, toJournal } from '../../../../engine/whatsapp/journaling';
import { hashOf } from '../../../../engine/whatsapp/signal-repository';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const ME = { jid: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid' };
const OWN = '5511900000001@s.whatsapp.net';
const BOB = '222:3@lid';
const CHANNEL = '120363000000000009@newsletter';
const GROUP = '120363000000000001@g.us';

const stores = useStores();
let journal: Journal;
beforeEach(() => {
	journal = createJournal(stores.open(), () => START);
});

const enc = (ciphertext: string, type = 'msg'): BinaryNode => ({
	tag: 'enc',
	attrs: { v: '2', type },
	content: Buffer.from(ciphertext),
});

function stanza(attrs: { [name: string]: string }, ...content: BinaryNode[]): BinaryNode {
	return {
		tag: 'message',
		attrs: { id: 'A1', from: BOB, t: String(START / 1000), notify: 'Bob', type: 'text', ...attrs },
		content,
	};
}

/** The message was opened: its plaintext is in the journal. */
function opened(ciphertext: string, content: proto.IMessage): void {
	const padded = encodeWAMessage(proto.Message.create(content));
	journal.addPlaintext(hashOf(Buffer.from(ciphertext)), Buffer.from(padded).toString('base64'));
}

/** What the journal gives back after a restart. */
async function replay(node: BinaryNode) {
	const entry = toJournal(node, ME);
	if (!entry) throw new Error('The stanza is not journaled');
	journal.add(entry);
	const [left] = journal.pending();
	const message = left && (await fromJournal(left, ME, journal));
	return message && parseIncoming(message, ME);
}

describe('A stanza for the journal', () => {
	test('is known by its chat and ID, with the hashes of its ciphertexts', () => {
		expect(toJournal(stanza({}, enc('one'), enc('two', 'skmsg')), ME)).toMatchObject({
			chat: '222@lid',
			messageId: 'A1',
			ciphertexts: [hashOf(Buffer.from('one')), hashOf(Buffer.from('two'))],
		});
	});

	test('of a group belongs to the group', () => {
		const node = stanza({ from: GROUP, participant: BOB }, enc('one', 'skmsg'));
		expect(toJournal(node, ME)?.chat).toBe(GROUP);
	});

	test('of our own from the phone belongs to the chat it was written in', () => {
		const node = stanza({ from: '5511900000001@s.whatsapp.net', recipient: '222@lid' }, enc('one'));
		expect(toJournal(node, ME)?.chat).toBe('222@lid');
	});

	test.each([
		['a chat with Meta AI', { from: OWN, recipient: '13135550002@bot' }],
		['a business that somebody else hosts', { from: '5511900000002:99@hosted' }],
		['the same by its LID', { from: '222:99@hosted.lid' }],
		['one of them, written on our phone', { from: OWN, recipient: '222:99@hosted.lid' }],
		['a group of ours', { from: GROUP, participant: BOB, recipient: '333@lid' }],
	])('is known by the chat that Baileys will name: %s', async (_what, attrs) => {
		opened('one', { conversation: 'hello' });
		const node = stanza(attrs, enc('one'));
		expect(toJournal(node, ME)?.chat).toBe((await replay(node))?.chat);
	});

	test.each([
		[
			'no ciphertext',
			stanza({}, { tag: 'unavailable', attrs: { type: 'hosted_unavailable_fanout' } }),
		],
		['no content', { tag: 'message', attrs: { id: 'A1', from: BOB } }],
		['a ciphertext without bytes', stanza({}, { tag: 'enc', attrs: {} })],
		['a ciphertext that Baileys passes over', stanza({}, enc('one', 'msmsg'))],
		['no ID', stanza({ id: '' }, enc('one'))],
		['no sender', stanza({ from: '' }, enc('one'))],
		['a recipient, though it is not ours', stanza({ recipient: '333@lid' }, enc('one'))],
	])('is none with %s', (_what, node) => {
		expect(toJournal(node, ME)).toBeUndefined();
	});
});

describe('A message from the journal', () => {
	test('is what Baileys would have made of it', async () => {
		opened('one', { conversation: 'hello' });
		expect(
			await replay(stanza({ sender_pn: '5511900000002@s.whatsapp.net' }, enc('one'))),
		).toMatchObject({
			messageId: 'A1',
			chat: '222@lid',
			sender: '222@lid',
			senderAlt: '5511900000002@s.whatsapp.net',
			fromMe: false,
			pushName: 'Bob',
			at: START,
			content: { conversation: 'hello' },
		});
	});

	test('of a group, with keys and words in one stanza, has the words', async () => {
		opened('keys', { senderKeyDistributionMessage: { groupId: GROUP } });
		opened('words', { conversation: 'hello all' });
		const node = stanza(
			{ from: GROUP, participant: BOB },
			enc('keys', 'pkmsg'),
			enc('words', 'skmsg'),
		);
		expect(await replay(node)).toMatchObject({
			chat: GROUP,
			sender: '222@lid',
			content: { conversation: 'hello all' },
		});
	});

	test('of our own from the phone is ours', async () => {
		opened('one', {
			deviceSentMessage: { destinationJid: '222@lid', message: { conversation: 'from the phone' } },
		});
		const node = stanza({ from: '5511900000001@s.whatsapp.net', recipient: '222@lid' }, enc('one'));
		expect(await replay(node)).toMatchObject({
			chat: '222@lid',
			fromMe: true,
			content: { conversation: 'from the phone' },
		});
	});

	test('of a channel needs not be opened', async () => {
		const content = Buffer.from(proto.Message.encode({ conversation: 'news' }).finish());
		const node = stanza({ from: CHANNEL }, { tag: 'plaintext', attrs: {}, content });
		expect(await replay(node)).toMatchObject({ chat: CHANNEL, content: { conversation: 'news' } });
		expect(journal.pending()).toMatchObject([{ chat: CHANNEL, ciphertexts: [] }]);
	});

	test('to be seen once, of which we are only told, says that it came', async () => {
		const node = stanza({}, { tag: 'unavailable', attrs: { type: 'view_once' } });
		expect(await replay(node)).toMatchObject({ chat: '222@lid', content: null });
	});

	test.each<[string, Record<string, string>, proto.IMessage]>([
		['a key of its sender alone', {}, { senderKeyDistributionMessage: { groupId: GROUP } }],
	])(
		'that is %s is none: if it comes again Baileys has to see it',
		async (_what, attrs, content) => {
			opened('one', content);
			expect(await replay(stanza(attrs, enc('one')))).toBeUndefined();
		},
	);

	test('that was never opened is none: WhatsApp hands it over again', async () => {
		expect(await replay(stanza({}, enc('one')))).toBeUndefined();
	});

	test('that was opened in part is none', async () => {
		opened('keys', { senderKeyDistributionMessage: { groupId: GROUP } });
		const node = stanza(
			{ from: GROUP, participant: BOB },
			enc('keys', 'pkmsg'),
			enc('words', 'skmsg'),
		);
		expect(await replay(node)).toBeUndefined();
	});

	test('that has become an event already is none', async () => {
		opened('one', { conversation: 'hello' });
		const node = stanza({}, enc('one'));
		expect(await replay(node)).toBeDefined();
		journal.complete('222@lid', 'A1');
		expect(await replay(node)).toBeUndefined();
	});
});
