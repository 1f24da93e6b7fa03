import {
	createMessageLookup,
	targetOf,
	type MessageLookup,
} from '../../../../engine/inbox/message-lookup';
import { createIncomingStore, type IncomingStore } from '../../../../engine/inbox/incoming-store';
import { createReferences, type References } from '../../../../engine/inbox/references';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { encodeContent } from '../../../../engine/whatsapp';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, errorOf, SECOND, textTo, useStores } from '../support';

const ME = '5511900000001@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';
const BOBS_LID = '222@lid';
const GROUP = '120363000000000001@g.us';

const stores = useStores();
let clock: FakeClock;
let ledger: Ledger;
let incoming: IncomingStore;
let references: References;
let messageLookup: MessageLookup;

beforeEach(() => {
	const store = stores.open();
	clock = createFakeClock();
	ledger = createLedger(store, clock.now);
	incoming = createIncomingStore(store);
	references = createReferences(store);
	const me = () => ({ jid: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid', name: 'Ana' });
	const addresses = (jid: string) =>
		[BOB, BOBS_LID].includes(jid)
			? { phone: '5511900000002', lid: BOBS_LID }
			: { phone: null, lid: jid };
	messageLookup = createMessageLookup({ auth: { me }, ledger, incoming, references, addresses });
});

const wire = (words: string) => encodeContent({ conversation: words });
const find = (messageId: string, more: object = {}, chat = BOB) =>
	messageLookup.find({ messageId, ...more }, chat);
const inGroup = { chat: GROUP, sender: BOBS_LID, fromMe: false, at: START, wire: wire('hi') };

function sendOne(): void {
	ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
	ledger.markSending('a', BOBS_LID, wire('a'));
	ledger.advance('a', 'SENT', START + SECOND);
}

describe('A message that another one is about', () => {
	test('is one of ours, where it went and when', () => {
		sendOne();
		expect(find('a')).toMatchObject({
			chat: BOBS_LID,
			messageId: 'a',
			fromMe: true,
			sender: ME,
			at: START + SECOND,
			content: { conversation: 'a' },
			isWaiting: false,
		});
	});

	test('may still wait', () => {
		ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		expect(find('a')).toMatchObject({ chat: BOB, at: null, content: null, isWaiting: true });
	});

	test('is none that was taken out of the queue', () => {
		ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		ledger.cancel('a');
		expect(errorOf(() => find('a'))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message a was never sent: its status is CANCELLED.',
		});
	});

	test('is one that came in, as the stanza named its author', () => {
		incoming.add('A1', inGroup);
		expect(find('A1', {}, GROUP)).toMatchObject({
			chat: GROUP,
			messageId: 'A1',
			fromMe: false,
			sender: BOBS_LID,
			at: START,
			content: { conversation: 'hi' },
		});
	});

	test('is the one of the chat that is meant, where somebody else has sent one with its ID', () => {
		const mallory = {
			chat: '111@lid',
			sender: '111@lid',
			fromMe: false,
			at: START,
			wire: wire('no'),
		};
		incoming.add('A1', mallory);
		incoming.add('A1', inGroup);
		expect(find('A1', {}, GROUP)).toMatchObject({ chat: GROUP, content: { conversation: 'hi' } });
		for (const chat of [BOB, '']) {
			expect(errorOf(() => find('A1', {}, chat))).toMatchObject({
				code: 'UNKNOWN_MESSAGE',
				message: expect.stringContaining('Several chats have a message with the ID A1'),
			});
		}
		incoming.add('A1', { ...mallory, chat: BOBS_LID, sender: BOBS_LID, wire: wire('yes') });
		expect(find('A1', {}, BOB)).toMatchObject({
			sender: BOBS_LID,
			content: { conversation: 'yes' },
		});
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		expect(find('A1', { reference }, '')).toMatchObject({ chat: GROUP, sender: BOBS_LID });
	});

	test('is what its reference says, whatever came in under its ID', () => {
		incoming.add('A1', { ...inGroup, chat: '111@lid', sender: '111@lid', wire: wire('no') });
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		expect(find('A1', { reference }, GROUP)).toMatchObject({
			...{ chat: GROUP, sender: BOBS_LID, content: { conversation: 'hi' } },
		});
	});

	test('says what it was edited to, whatever its reference says', () => {
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		incoming.add('A1', inGroup);
		incoming.setContent('A1', GROUP, wire('edited'));
		expect(find('A1', { reference }).content).toEqual({ conversation: 'edited' });

		const sent = { chat: BOBS_LID, messageId: 'a', fromMe: true, sender: ME, at: START };
		sendOne();
		ledger.setContent('a', wire('edited'));
		const own = references.seal({ ...sent, wire: wire('a') });
		expect(find('a', { reference: own }).content).toEqual({ conversation: 'edited' });
	});

	test('is not another one that took its ID when it was forgotten', () => {
		incoming.add('A1', { ...inGroup, sender: '111@lid', wire: wire('no') });
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		expect(find('A1', { reference }).content).toMatchObject({ conversation: 'hi' });
	});

	test('whose content is gone is what the reference says', () => {
		incoming.add('A1', { ...inGroup, wire: null });
		expect(find('A1', {}, GROUP).content).toBeNull();
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		expect(find('A1', { reference }, GROUP).content).toMatchObject({ conversation: 'hi' });
	});

	test('that nobody remembers is what the reference says', () => {
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		expect(find('A1', { reference }, GROUP)).toMatchObject({ sender: BOBS_LID, at: START });
	});

	test('is not what the reference of another message says', () => {
		const reference = references.seal({ ...inGroup, messageId: 'A1' });
		for (const made of [reference, 'nonsense']) {
			expect(errorOf(() => find('A2', { reference: made }, GROUP))).toMatchObject({
				code: 'UNKNOWN_MESSAGE',
				message: 'The reference does not belong to message A2.',
			});
		}
	});

	test('of ours whose content is gone is known by its address', () => {
		sendOne();
		ledger.sweep({ content: START + DAY, undelivered: START + DAY, records: START - DAY });
		expect(find('a')).toMatchObject({ fromMe: true, content: null, isWaiting: false });
	});
});

describe('A message that the engine never saw', () => {
	const unknown = { chat: BOB, messageId: 'X', at: null, content: null, isWaiting: false };

	test('is ours, when the user says so', () => {
		expect(find('X', { fromMe: true })).toEqual({ ...unknown, fromMe: true, sender: ME });
	});

	test('is theirs in a chat with one person, when it is not ours', () => {
		expect(find('X', { fromMe: false })).toEqual({ ...unknown, fromMe: false, sender: BOB });
	});

	test('in a group is of whom the user says', () => {
		expect(find('X', { sender: '+55 11 90000-0002' }, GROUP)).toEqual({
			...unknown,
			chat: GROUP,
			fromMe: false,
			sender: BOB,
		});
	});

	test('may be of a sender whose number is written without the country code of ours', () => {
		expect(find('X', { sender: '(11) 90000-0002' }, GROUP)).toMatchObject({ sender: BOB });
	});

	test.each([
		['nothing is said', BOB, {}],
		['in a group it is only not ours', GROUP, { fromMe: false }],
	])('is unknown when %s', (_what, chat, more) => {
		expect(errorOf(() => find('X', more, chat))).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message X is not known.',
			hint: expect.stringContaining('Options'),
		});
	});
});

describe('What to set for a message that nobody knows', () => {
	test.each([
		['react', { type: 'reaction', emoji: '' }, 'who sent it: Sender, or Sent by Me'],
		['forward', { type: 'forward' }, 'set Original Message under Options'],
	] as const)('is an option of the operation: %s', (_what, content, words) => {
		const work = () => targetOf({ ...content, target: { messageId: 'X' } }, BOB, messageLookup);
		expect(errorOf(work)).toMatchObject({ hint: expect.stringContaining(words) });
	});

	test.each([
		['action', 'Set Chat to the chat that it is in, or Original Message under'],
		['content', 'Set Original Message under'],
		['reply', 'Set To to the chat that it is in, or Reply to Original Message under'],
	] as const)('is said too where several chats have its ID: %s', (purpose, words) => {
		for (const chat of [GROUP, '111@lid']) incoming.add('A1', { ...inGroup, chat });
		expect(errorOf(() => messageLookup.find({ messageId: 'A1' }, '', purpose))).toMatchObject({
			message: expect.stringContaining('Several chats'),
			hint: expect.stringMatching(`^${words}`),
		});
	});

	test('of a reply is Reply to Original Message', () => {
		expect(errorOf(() => messageLookup.find({ messageId: 'X' }, BOB, 'reply'))).toMatchObject({
			hint: expect.stringContaining('set Reply to Original Message under Options'),
		});
	});
});

describe('The target of a content', () => {
	test('is the message that it names', () => {
		sendOne();
		const content = { type: 'delete' as const, target: { messageId: 'a' } };
		expect(targetOf(content, BOB, messageLookup).messageId).toBe('a');
	});

	test('of a new message is a mistake of ours', () => {
		expect(errorOf(() => targetOf({ type: 'text', text: 'hi' }, BOB, messageLookup))).toMatchObject(
			{
				code: 'INTERNAL',
			},
		);
	});
});
