import type { ChatChangedEvent, ChatLabelledEvent } from '../../../../engine/gateway/contract';
import { createChatMemory, type ChatMemory } from '../../../../engine/chats/chat-memory';
import { createChats, type Chats } from '../../../../engine/chats/chats';
import { createDirectory } from '../../../../engine/contacts/directory';
import { createFindAddresses, type FindAddresses } from '../../../../engine/contacts/people';
import { messageEvent } from '../../../../engine/content/events';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import { SLICE } from '../../../../engine/store/slice';
import { ALWAYS, type ChatAction, type HistoryChat } from '../../../../engine/whatsapp/index';
import { NO_CONTEXT } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { START } from '../../../support/fake-clock';
import { BOB, BOBS_LID, GROUP, incoming } from '../linked-number';
import { change, deferred, MINUTE, SECOND, socketDouble, useStores } from '../support';

const CAROL = '5511900000003@s.whatsapp.net';

const stores = useStores();
let store: AccountStore;
let memory: ChatMemory;
let chats: Chats;
let told: Array<ChatChangedEvent | ChatLabelledEvent>;
let labelled: unknown[];
let acquainted: boolean;
let unarchives: boolean;
let now: number;

beforeEach(() => {
	store = stores.open();
	told = [];
	labelled = [];
	acquainted = true;
	unarchives = false;
	now = START;
	const addresses: FindAddresses = createFindAddresses({
		lookUp: (jid) => ({
			phone: jid.endsWith('@s.whatsapp.net')
				? (jid.split('@')[0] ?? null)
				: jid === BOBS_LID && acquainted
					? '5511900000002'
					: null,
			lid: jid === BOBS_LID || (jid === BOB && acquainted) ? BOBS_LID : null,
		}),
	});
	memory = createChatMemory(store, addresses, 3);
	chats = createChats({
		...{ store, now: () => now, log: silentLog, addresses },
		auth: { unarchivesChats: () => unarchives },
		directory: createDirectory(store, () => START),
		info: () => ({ id: 'a', phone: '5511900000001', lid: null, name: 'Ana' }),
		wire: () => undefined,
		labels: { nameOf: (id) => (id === '1' ? 'New' : undefined), isNews: ({ isOld }) => !isOld },
		onLabelled: (...label) => void labelled.push(label),
		publish(events) {
			for (const event of events) if (event.event !== 'message.readByMe') told.push(event);
		},
	});
	chats.clear();
});

function come(chat: string, at = START, more: Parameters<typeof incoming>[1] = {}) {
	const message = incoming(`at ${at}`, { chat, sender: chat, at, ...more });
	const place = { id: chat, type: 'direct', phone: null, lid: null, name: null } as const;
	const occasion = { account: { id: 'a', phone: null, lid: null, name: null }, chat: place };
	const from = { phone: null, lid: null, name: null };
	const event = messageEvent(
		{ ...occasion, from, fromMe: message.fromMe, broadcast: false, at },
		message.messageId,
		{ body: { type: 'text', text: 'Hi', ...NO_CONTEXT }, reference: null },
	);
	return store.db.transaction(() => chats.onMessage(message, event));
}

const act = (chat: string, action: ChatAction, more: object = {}) =>
	chats.onAction({ chat, action, at: START + MINUTE, upTo: null, isOld: false, ...more });
const names = () =>
	told.map((event) => (event.event === 'chat.changed' ? event.change : event.labelled));

const history = (more: Partial<HistoryChat> = {}): HistoryChat => ({
	...{ chat: BOB, alt: null, unread: 0, markedUnread: false, archived: false, pinned: false },
	...{ mutedUntil: null, ephemeral: null, last: { at: START, key: null } },
	...more,
});

describe('A session', () => {
	test('is one for a person, and stays when the phone number becomes known', () => {
		acquainted = false;
		come(BOBS_LID);
		const sessionId = chats.sessionIdOf(BOBS_LID);
		acquainted = true;
		expect(chats.sessionIdOf(BOB)).toBe(sessionId);
		come(BOB, START + SECOND);
		expect(chats.find(BOB)?.sessionId).toBe(sessionId);
		expect(chats.sessionIdOf(BOBS_LID)).toBe(sessionId);
	});

	test('is the same before and after a chat begins, and another one for others', () => {
		const before = chats.sessionIdOf(CAROL);
		come(CAROL);
		expect(chats.sessionIdOf(CAROL)).toBe(before);
		expect(chats.sessionIdOf(BOB)).not.toBe(before);
		expect(chats.sessionIdOf(GROUP)).not.toBe(before);
	});
});

describe('When each side has written last', () => {
	const times = (jid = BOB) => {
		const { lastIncomingAt: incoming, lastOutgoingAt: outgoing } = chats.find(jid) ?? {};
		return { incoming, outgoing };
	};

	test('is known by what comes and goes, in whatever order', () => {
		come(BOB);
		expect(times()).toEqual({ incoming: START, outgoing: null });
		come(BOB, START + MINUTE, { fromMe: true });
		come(BOB, START + SECOND);
		expect(times()).toEqual({ incoming: START + SECOND, outgoing: START + MINUTE });
		come(BOB, START);
		expect(times()).toEqual({ incoming: START + SECOND, outgoing: START + MINUTE });
	});

	test('is known of the last message of the time before', () => {
		chats.learn([
			history({ last: { at: START, key: { id: 'A', fromMe: true, participant: null } } }),
			history({ chat: CAROL }),
		]);
		expect(times()).toEqual({ incoming: null, outgoing: START });
		expect(times(CAROL)).toEqual({ incoming: null, outgoing: null });
	});
});

test('It is known whether the phone has told of its chats, for so long as it may', () => {
	expect(chats.areTold()).toBe(false);
	now += 11 * MINUTE;
	expect(chats.areTold()).toBe(true);
	chats.clear();
	chats.learn([]);
	expect(chats.areTold()).toBe(true);
});

describe('Labels and notes', () => {
	const label = (id: string, labelled = true, messageId: string | null = null): ChatAction => ({
		...{ type: 'label', label: id, labelled, messageId },
	});
	const note = (id: string, text: string): ChatAction => ({ type: 'note', id, text, createdAt: 1 });

	test('are those of a person, whichever address they were given by', () => {
		act(BOBS_LID, label('1'));
		act(BOB, label('1'));
		act(BOB, note('n', 'Tea'));
		const [chat] = [...chats.list()];
		expect(chat).toMatchObject({ labels: [{ id: '1', name: 'New' }], note: 'Tea' });
		expect(names()).toEqual([true]);
		act(BOBS_LID, label('1', false));
		expect(chats.describe(BOB).labels).toEqual([]);
		expect(names()).toEqual([true, false]);
		chats.did(BOB, label('1'), START);
		chats.did(BOB, label('1'), START);
		expect(labelled).toEqual([
			[BOBS_LID, '1', true],
			[BOBS_LID, '1', false],
			[BOB, '1', true],
		]);
	});

	test('are told in an event by their name, where it is known; of messages, too', () => {
		act(BOB, label('9'));
		act(BOB, label('1', true, 'M1'));
		expect(told).toMatchObject([
			{ label: { id: '9', name: null }, ofMessage: null },
			{ label: { id: '1', name: 'New' }, ofMessage: 'M1' },
		]);
		expect(chats.describe(BOB).labels).toEqual([]);
	});

	test('are no event where they were there when the number was linked', () => {
		act(BOB, label('1'), { isOld: true });
		expect(told).toEqual([]);
		expect(chats.describe(BOB).labels).toHaveLength(1);
	});

	test('go with the note that is taken away, not with another one', () => {
		act(BOB, note('a', 'Tea'));
		act(BOB, note('b', 'Coffee'));
		act(BOB, note('a', ''));
		expect(chats.describe(BOB).note).toBe('Coffee');
		act(BOB, note('b', ''));
		expect(chats.describe(BOB).note).toBeNull();
	});

	test('are none of a chat that was written before there were any', () => {
		come(BOB);
		memory.update(BOB, () => ({ labels: undefined as never, note: undefined as never }));
		expect(chats.describe(BOB)).toMatchObject({ labels: [], note: null });
	});
});

describe('A person with two addresses', () => {
	test('has one chat', () => {
		come(BOB);
		come(BOBS_LID, START + SECOND);
		expect([...chats.list()]).toMatchObject([{ id: BOB, lid: BOBS_LID, unread: 2 }]);
	});

	test('has one also where that was learnt later, and nothing of it is lost', () => {
		acquainted = false;
		come(BOBS_LID);
		act(BOBS_LID, { type: 'pin', pinned: true });
		expect([...chats.list()]).toMatchObject([{ id: BOBS_LID, phone: null, unread: 1 }]);
		acquainted = true;
		expect(chats.describe(BOB)).toMatchObject({ id: BOB, unread: 1, pinned: true });
		come(BOB, START + SECOND);
		expect([...chats.list()]).toMatchObject([{ id: BOB, unread: 2, pinned: true }]);
	});
});

test('Of more chats than are kept those that were quiet for longest go, in slices', () => {
	for (let n = 0; n < 3 + SLICE + 1; n++) come(`55119${100_000 + n}@s.whatsapp.net`, START + n);
	expect(memory.sweep()).toBe(true);
	expect(memory.sweep()).toBe(false);
	expect([...memory.all()].map(({ last }) => last.at - START)).toEqual([23, 22, 21]);
});

test('What comes late does not count as the last message', () => {
	come(BOB, START);
	come(BOB, START - MINUTE);
	expect(chats.lastOf(BOB)).toEqual({
		at: START,
		key: { id: `at ${START}`, fromMe: false, participant: null },
	});
	expect(chats.lastOf(CAROL)).toEqual({ at: START, key: null });
});

test('The last message of a group has its author', () => {
	come(GROUP, START, { sender: BOBS_LID });
	expect(chats.lastOf(GROUP).key).toMatchObject({ participant: BOBS_LID });
});

test('Channels and statuses are no chats', () => {
	for (const chat of ['120363000000000001@newsletter', 'status@broadcast']) {
		come(chat);
		act(chat, { type: 'archive', archived: true });
	}
	expect([...chats.list()]).toEqual([]);
	expect(told).toEqual([]);
});

describe('What another device has done', () => {
	test('before the number was linked is no news', () => {
		act(BOB, { type: 'archive', archived: true }, { at: START - 1 });
		act(BOB, { type: 'pin', pinned: true }, { isOld: true });
		expect(told).toEqual([]);
		expect(chats.describe(BOB)).toMatchObject({ archived: true, pinned: true });
	});

	test('is told when it makes a difference', () => {
		come(BOB);
		act(BOB, { type: 'markRead', read: false });
		act(BOB, { type: 'markRead', read: true });
		act(BOB, { type: 'markRead', read: true });
		act(BOB, { type: 'mute', until: START - 1 });
		act(BOB, { type: 'mute', until: null });
		act(BOB, { type: 'mute', until: ALWAYS });
		act(BOB, { type: 'mute', until: START + MINUTE });
		act(BOB, { type: 'delete' });
		expect(names()).toEqual(['read', 'muted', 'muted', 'deleted']);
		expect([...chats.list()]).toEqual([]);
	});

	test('does not archive again what a later message has taken out of the archive', () => {
		unarchives = true;
		act(BOB, { type: 'archive', archived: true });
		come(BOB, START + MINUTE);
		expect(chats.describe(BOB).archived).toBe(false);
		act(BOB, { type: 'archive', archived: true }, { upTo: START });
		expect(chats.describe(BOB).archived).toBe(false);
		act(BOB, { type: 'archive', archived: true }, { upTo: START + MINUTE });
		expect(chats.describe(BOB).archived).toBe(true);
	});

	test('leaves what came after it', () => {
		come(BOB, START + MINUTE);
		act(BOB, { type: 'delete' }, { upTo: START });
		expect([...chats.list()]).toMatchObject([{ id: BOB, unread: 1 }]);
		expect(chats.find(BOB)).toMatchObject({ clearedAt: START, deleted: false });
		act(BOB, { type: 'delete' }, { upTo: START + MINUTE });
		expect([...chats.list()]).toEqual([]);
		come(BOB, START + 2 * MINUTE);
		expect([...chats.list()]).toMatchObject([{ id: BOB, unread: 1 }]);
	});

	test('a message leaves an archived chat where it is, as phones do by default', () => {
		act(BOB, { type: 'archive', archived: true });
		come(BOB, START + MINUTE);
		expect(chats.describe(BOB).archived).toBe(true);
	});
});

describe('Reading on another device', () => {
	const read = (...messageIds: string[]) => chats.onRead({ chat: BOB, messageIds, at: START });

	test('of some messages leaves the others, of the last one none', () => {
		for (const n of [0, 1, 2]) come(BOB, START + n);
		read(`at ${START}`);
		expect(chats.describe(BOB).unread).toBe(2);
		expect(told).toEqual([]);
		read(`at ${START + 2}`);
		expect(chats.describe(BOB).unread).toBe(0);
		read(`at ${START + 2}`);
		expect(names()).toEqual(['read']);
	});
});

describe('A chat of a number that was just linked', () => {
	it('starts when the phone has told of those that there were, of which there may be none', () => {
		expect(come(BOB)).toBeUndefined();
		chats.learn([]);
		expect(come(CAROL)).toMatchObject({ event: 'chat.started', chat: { id: CAROL } });
		expect(come(BOB)).toBeUndefined();
	});

	it('starts ten minutes later, where the phone tells nothing', () => {
		now += 10 * MINUTE - 1;
		expect(come(BOB)).toBeUndefined();
		now++;
		expect(come(CAROL)).toMatchObject({ event: 'chat.started' });
	});
});

describe('What the phone tells of its chats', () => {
	test('does not undo what has happened since', () => {
		come(BOB, START + MINUTE);
		chats.learn([history({ unread: 9, archived: true })]);
		expect(chats.describe(BOB)).toMatchObject({ unread: 1, archived: false });
		chats.learn([history({ unread: 9, last: { at: START + 2 * MINUTE, key: null } })]);
		expect(chats.describe(BOB)).toMatchObject({ unread: 9 });
	});

	test('is found by the address that it tells beside the first', () => {
		acquainted = false;
		chats.learn([history({ chat: BOBS_LID, alt: BOB, unread: 3 })]);
		expect(chats.find(BOB)).toMatchObject({ jid: BOBS_LID, unread: 3 });
	});
});

test('The later of two disappearing times counts', () => {
	chats.setEphemeral(BOB, { seconds: 86_400, setAt: START });
	chats.setEphemeral(BOB, { seconds: 604_800, setAt: START - SECOND });
	expect(chats.ephemeralOf(BOB)).toEqual({ seconds: 86_400, setAt: START });
	chats.setEphemeral(BOBS_LID, { seconds: 0, setAt: START + SECOND });
	expect(chats.ephemeralOf(BOB)?.seconds).toBe(0);
});

describe('What is lost', () => {
	test('is asked for until WhatsApp has told it, and then never again', async () => {
		change(store, "DELETE FROM setting WHERE name = 'chats-since'");
		const answers = [deferred(), deferred()];
		let asked = 0;
		const socket = socketDouble({
			chats: { readAll: async () => await answers[asked++]?.promise },
		});
		chats.onOpen(socket);
		answers[0]?.reject(new Error('no answer'));
		await answers[0]?.promise.catch(() => undefined);
		await new Promise(setImmediate);
		chats.onOpen(socket);
		act(BOB, { type: 'pin', pinned: true });
		expect(told).toEqual([]);
		answers[1]?.resolve();
		await new Promise(setImmediate);
		chats.onOpen(socket);
		expect(asked).toBe(2);
	});
});
