import { StatementSync } from 'node:sqlite';
import type { proto } from '@whiskeysockets/baileys';
import { createEventLog, type EventLog } from '../../../../engine/events/event-log';
import { EVENT_TYPES, type EngineEvent, type LogLine } from '../../../../engine/gateway/contract';
import { createAlbumParts } from '../../../../engine/inbox/album-parts';
import { createAlbums } from '../../../../engine/inbox/albums';
import type { Role } from '../../../../engine/inbox/event-mapper';
import { createLogs, silentLog } from '../../../../engine/log';
import { createInbound, type Inbound } from '../../../../engine/inbox/inbound';
import {
	createUnfinishedStanzas,
	type UnfinishedStanzas,
} from '../../../../engine/inbox/unfinished-stanzas';
import { decodeContent, type IncomingMessage } from '../../../../engine/whatsapp/incoming';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { fillDiskAtCommit } from '../../../support/full-disk';
import { BOBS_LID, buried, GROUP, incoming, journalStanza, ME, openStanza } from '../linked-number';
import { deferred, errorOf, SECOND, type Deferred } from '../support';
import { ACCOUNT, useInbox } from './inbox';

const CAROL = '333@lid';
const ADMIN: Role = { isAdmin: true, isRestricted: false };
const IN_GROUP = { from: GROUP, participant: BOBS_LID };

const inbox = useInbox();
let clock: FakeClock;
let events: EventLog;
let unfinished: UnfinishedStanzas;
let inbound: Inbound;
/** What a trigger has got. */
let heard: EngineEvent[];
/** What n8n's log is told. */
let told: LogLine[];
/** What WhatsApp was asked for the roles of, and its answers. */
let asked: { message: IncomingMessage; answer: Deferred<Role> }[];

beforeEach(() => {
	clock = createFakeClock();
	heard = [];
	told = [];
	asked = [];
	events = createEventLog({
		store: inbox.store,
		log: silentLog,
		now: clock.now,
		after: clock.after,
		account: () => ACCOUNT,
	});
	// That the chat of the first one starts has tests of its own.
	const ofMessages = EVENT_TYPES.filter((type) => type !== 'chat.started');
	events.subscribe({ events: ofMessages, start: 'now' }, async (batch) => {
		heard.push(...batch.events);
	});
	unfinished = createUnfinishedStanzas(inbox.store, clock.now);
	open();
});
afterEach(() => {
	jest.restoreAllMocks();
	events.close();
});

/** As after a restart. */
function open(): void {
	const { store, journal, auth, eventMapper, chats } = inbox;
	inbound = createInbound({
		...{ store, journal, events, auth, eventMapper, chats, incoming: inbox.incoming },
		autoRead: { onMessage: () => undefined },
		optOuts: { onMessage: () => undefined },
		onIncoming: () => undefined,
		conversations: { take: (event) => event, flush: () => undefined },
		questions: { take: (event) => event, flush: () => undefined },
		unfinishedStanzas: unfinished,
		albums: createAlbums({
			store,
			clock,
			log: silentLog,
			albumParts: createAlbumParts(store, clock.now),
			events,
		}),
		log: createLogs((line) => void told.push(line), clock.now).of(),
		roleOf: async (message) => {
			const answer = deferred<Role>();
			asked.push({ message, answer });
			return await answer.promise;
		},
		keepsContent: () => inbox.keepsContent,
	});
}

const onMessage = (messageId: string, more: Partial<IncomingMessage> = {}) => {
	const message = incoming(messageId, more);
	inbound.onMessage({ chat: message.chat, messageId, message });
};
const left = () => inbox.journal.pending().map(({ messageId }) => messageId);
const heardIds = () => heard.map((event) => 'messageId' in event && event.messageId);
/** Messages of Bob that were opened, and of which nobody has made an event. */
function journaled(messages: Record<string, proto.IMessage>, attrs?: typeof IN_GROUP): void {
	for (const [id, message] of Object.entries(messages)) {
		journalStanza(inbox.journal, id, attrs);
		openStanza(inbox.journal, id, message);
	}
}
/** SQLite answers as it does when the disk does not give what it asks for, once. */
function failToRead(method: 'get' | 'all', sql: string): void {
	const read = StatementSync.prototype[method];
	const spy = jest.spyOn(StatementSync.prototype, method).mockImplementation(function (
		this: StatementSync,
		...values: unknown[]
	) {
		if (!this.sourceSQL.includes(sql)) return Reflect.apply(read, this, values) as never;
		spy.mockRestore();
		throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
	});
}
const deletionOf = (id: string): proto.IMessage => ({
	protocolMessage: { type: 0, key: { id, remoteJid: GROUP, participant: CAROL } },
});
const textOf = (messageId: string) => {
	const wire = inbox.incoming.find(messageId)?.wire;
	return wire && decodeContent(wire).conversation;
};

describe('A message that was opened', () => {
	test('is an event, is remembered, and waits for nothing any more', async () => {
		journalStanza(inbox.journal, 'A1');
		const [stanza] = inbox.journal.pending();
		if (stanza) unfinished.add(stanza);
		onMessage('A1', { at: START + SECOND });
		await clock.settle();
		expect(heard).toMatchObject([{ event: 'message.incoming', messageId: 'A1' }]);
		expect(inbox.incoming.find('A1')).toMatchObject({
			...{ chat: BOBS_LID, sender: BOBS_LID, fromMe: false, at: START + SECOND },
		});
		expect(textOf('A1')).toBe('words of A1');
		expect(left()).toEqual([]);
		expect(unfinished.take()).toEqual([]);
	});

	test('by the phone to a broadcast list says to whom, over a restart too', async () => {
		const list = '1774895799@broadcast';
		const people = [BOBS_LID, CAROL].map((jid) => ({ tag: 'to', attrs: { jid } }));
		const extras = [{ tag: 'participants', attrs: {}, content: people }];
		for (const id of ['A1', 'A2']) {
			journalStanza(inbox.journal, id, { from: list, participant: ME.lid }, extras);
			openStanza(inbox.journal, id, { conversation: 'News' });
		}
		onMessage('A1', { chat: list, sender: ME.lid, fromMe: true, broadcast: true });
		await inbound.replay();
		await clock.settle();
		const broadcastRecipients = [
			{ phone: '5511900000002', lid: BOBS_LID },
			{ phone: null, lid: CAROL },
		];
		expect(heard).toMatchObject(
			['A1', 'A2'].map((messageId) => ({
				...{ event: 'message.sentFromPhone', messageId, broadcast: true, broadcastRecipients },
				chat: { id: list },
			})),
		);
	});

	test('is remembered without its words where none are to be kept', () => {
		inbox.keepsContent = false;
		onMessage('A1');
		expect(inbox.incoming.find('A1')).toMatchObject({ wire: null });
	});

	test('that says nothing to people is no event and is not remembered, and waits no longer', async () => {
		journalStanza(inbox.journal, 'A1');
		onMessage('A1', { content: { protocolMessage: { type: 5 } } });
		await clock.settle();
		expect(heard).toEqual([]);
		expect(inbox.incoming.find('A1')).toBeUndefined();
		expect(left()).toEqual([]);
	});

	test('that comes again is told once, waits no longer, and does nothing a second time', async () => {
		const edit = (editId: string, words: string) =>
			onMessage(editId, {
				content: {
					protocolMessage: {
						type: 14,
						key: { id: 'A1', remoteJid: BOBS_LID },
						editedMessage: { conversation: words },
					},
				},
			});
		onMessage('A1');
		edit('A2', 'first');
		edit('A3', 'second');
		journalStanza(inbox.journal, 'A2');
		edit('A2', 'first');
		await clock.settle();
		expect(heardIds()).toHaveLength(3);
		expect(textOf('A1')).toBe('second');
		expect(left()).toEqual([]);
	});

	test('of which Baileys could make nothing is waited for and closes its stanza, and is not done with what is left to do of it', async () => {
		journalStanza(inbox.journal, 'A1');
		const [stanza] = inbox.journal.pending();
		if (stanza) unfinished.add(stanza);
		inbound.onMessage({ chat: BOBS_LID, messageId: 'A1', message: undefined });
		await clock.settle();
		expect(heard).toMatchObject([{ event: 'message.waiting', messageId: 'A1' }]);
		expect(left()).toEqual([]);
		expect(unfinished.take()).toHaveLength(1);
	});

	test('and is larger than n8n could take is told as unreadable, and nothing of it is kept', async () => {
		onMessage('A1', { content: { conversation: 'x'.repeat(2_000_001) } });
		onMessage('A2');
		await clock.settle();
		expect(heard).toMatchObject([
			{ messageId: 'A1', type: 'unknown', unknown: { kind: 'conversation' } },
			{ messageId: 'A2', type: 'text' },
		]);
		expect(inbox.incoming.find('A1')).toMatchObject({ wire: null });
	});

	test('and that nobody can read is told as that, in a group too', async () => {
		onMessage('A1', { content: buried() });
		onMessage('A2', { chat: GROUP, content: buried() });
		await clock.settle();
		expect(heard).toMatchObject([
			{ messageId: 'A1', type: 'unknown' },
			{ messageId: 'A2', type: 'unknown' },
		]);
		const line = { level: 'warn', sentence: 'A message could not be read' };
		expect(told).toMatchObject([line, line]);
	});

	test('and cannot be stored is all as it was: it is told when there is space, once', async () => {
		journaled({ A1: { conversation: 'no space' } });
		let isFull = true;
		const free = fillDiskAtCommit(() => isFull && !(isFull = false));
		onMessage('A1');
		await expect(inbox.store.db.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		free();
		await clock.settle();
		expect(heard).toEqual([]);
		expect(inbox.incoming.find('A1')).toBeUndefined();
		expect(inbound.lastAt()).toBeUndefined();
		expect(left()).toEqual(['A1']);
		await inbound.replay();
		await clock.settle();
		expect(heard).toMatchObject([{ messageId: 'A1', text: 'no space' }]);
	});
});

describe('A message that cannot be opened', () => {
	const waiting = (messageId: string) => inbound.onUnopened(BOBS_LID, messageId);

	test('is waited for, once over a restart too, until it comes', async () => {
		journalStanza(inbox.journal, 'A1');
		waiting('A1');
		waiting('A1');
		open();
		waiting('A1');
		expect(left()).toEqual(['A1']);
		onMessage('A1');
		waiting('A1');
		await clock.settle();
		expect(heard).toMatchObject([
			{
				...{ event: 'message.waiting', messageId: 'A1', fromMe: false },
				...{ from: { name: 'Bob', lid: BOBS_LID }, timestamp: new Date(START).toISOString() },
			},
			{ event: 'message.incoming', messageId: 'A1' },
		]);
		expect(textOf('A1')).toBe('words of A1');
	});

	test('is not waited for where it came before, nor where nothing is known of it', async () => {
		onMessage('A1');
		journalStanza(inbox.journal, 'A1');
		waiting('A1');
		waiting('A2');
		await clock.settle();
		expect(heard).toMatchObject([{ event: 'message.incoming' }]);
	});

	test('and was written at no time that there is harms nobody', async () => {
		journalStanza(inbox.journal, 'A1', { t: '99999999999999' });
		waiting('A1');
		await clock.settle();
		expect(heard).toEqual([]);
		expect(told).toMatchObject([{ sentence: 'A message could not be read' }]);
	});
});

describe('The time of the last message', () => {
	test('is the latest that WhatsApp gave, over a restart too', () => {
		expect(inbound.lastAt()).toBeUndefined();
		onMessage('A1', { at: START + SECOND });
		onMessage('A2', { at: START });
		expect(inbound.lastAt()).toBe(START + SECOND);
		open();
		expect(inbound.lastAt()).toBe(START + SECOND);
	});

	test('is not that of what says nothing to people', () => {
		onMessage('A1', { content: { protocolMessage: { type: 5 } } });
		expect(inbound.lastAt()).toBeUndefined();
	});
});

describe('What WhatsApp has to be asked about', () => {
	beforeEach(async () => {
		onMessage('A0', { chat: GROUP, sender: CAROL });
		await clock.settle();
		heard = [];
		journaled({ A1: deletionOf('A0') }, IN_GROUP);
	});

	const deletion = (id: string) => ({ chat: GROUP, content: deletionOf(id) });

	test('is told when it has answered', async () => {
		onMessage('A1', deletion('A0'));
		await clock.settle();
		expect(asked).toEqual([]);
		const handled = inbound.onHandled(GROUP, 'A1');
		await clock.settle();
		expect(asked).toMatchObject([{ message: { messageId: 'A1', sender: BOBS_LID, chat: GROUP } }]);
		expect(heard).toEqual([]);
		expect(left()).toEqual(['A1']);
		asked[0]?.answer.resolve(ADMIN);
		await handled;
		await clock.settle();
		expect(heard).toMatchObject([{ event: 'message.deleted', messageId: 'A0' }]);
		expect(heard[0]).not.toHaveProperty('unconfirmed');
		expect(left()).toEqual([]);
	});

	test('is told as unreadable where what it is about is damaged', async () => {
		inbox.store.db.run("UPDATE incoming SET content = X'00' WHERE id = 'A0'");
		onMessage('A1', deletion('A0'));
		await clock.settle();
		expect(heard).toMatchObject([{ messageId: 'A1', type: 'unknown' }]);
		expect(left()).toEqual([]);
	});

	test('waits where the disk does not give what it is about', async () => {
		failToRead('all', 'FROM incoming');
		expect(errorOf(() => onMessage('A1', deletion('A0')))).toMatchObject({ code: 'STORE_FAILED' });
		expect(left()).toEqual(['A1']);
	});

	test('is told without an answer by what makes up for it after a restart', async () => {
		await inbound.replay();
		await clock.settle();
		expect(asked).toEqual([]);
		expect(heard).toMatchObject([{ event: 'message.deleted', unconfirmed: true }]);
	});

	test('stays in the journal when the account is closed meanwhile', async () => {
		const handled = inbound.onHandled(GROUP, 'A1');
		await clock.settle();
		inbound.close();
		asked[0]?.answer.resolve(ADMIN);
		await handled;
		await clock.settle();
		expect(heard).toEqual([]);
		expect(left()).toEqual(['A1']);
	});

	test('is not asked when the account was closed before', async () => {
		const handled = inbound.onHandled(GROUP, 'A1');
		inbound.close();
		await handled;
		expect(asked).toEqual([]);
		expect(left()).toEqual(['A1']);
	});
});

describe('A stanza that Baileys is done with', () => {
	test('and has made no message of is told from the journal', async () => {
		journaled({ A1: { conversation: 'refused by Baileys' } });
		await inbound.onHandled(BOBS_LID, 'A1');
		await clock.settle();
		expect(heard).toMatchObject([{ messageId: 'A1', text: 'refused by Baileys' }]);
		expect(asked).toEqual([]);
		expect(left()).toEqual([]);
	});

	test('and that was told is not told again', async () => {
		journaled({ A1: { conversation: 'hi' } });
		onMessage('A1');
		await inbound.onHandled(BOBS_LID, 'A1');
		await clock.settle();
		expect(heardIds()).toEqual(['A1']);
	});

	test('and could not open is left to WhatsApp, which hands it over again', async () => {
		journalStanza(inbox.journal, 'A1');
		await inbound.onHandled(BOBS_LID, 'A1');
		await clock.settle();
		expect(heard).toEqual([]);
		expect(left()).toEqual([]);
		expect(inbox.incoming.find('A1')).toBeUndefined();
	});

	test('is the one of its chat: no other that waits is touched', async () => {
		journaled({ A1: { conversation: 'one' }, A2: { conversation: 'two' } });
		await inbound.onHandled(BOBS_LID, 'A1');
		await inbound.onHandled(CAROL, 'A2');
		expect(left()).toEqual(['A2']);
	});

	test('of a number that is not linked any more is nothing', async () => {
		journaled({ A1: { conversation: 'hi' } });
		inbox.auth.reset();
		await inbound.onHandled(BOBS_LID, 'A1');
		await clock.settle();
		expect(heard).toEqual([]);
		expect(left()).toEqual([]);
	});

	test('that the disk does not give is not given up', async () => {
		journaled({ A1: { conversation: 'hi' } });
		failToRead('get', 'FROM plaintext');
		await expect(inbound.onHandled(BOBS_LID, 'A1')).rejects.toMatchObject({
			code: 'STORE_FAILED',
		});
		expect(left()).toEqual(['A1']);
	});
});

describe('What is left of a connection', () => {
	test('becomes events in the order in which it came', async () => {
		const ids = ['A3', 'A1', 'A2'];
		journaled(Object.fromEntries(ids.map((id) => [id, { conversation: id }])));
		await inbound.replay();
		await clock.settle();
		expect(heardIds()).toEqual(ids);
		expect(left()).toEqual([]);
	});

	test('and was not opened goes at once: the next connection may hand it over any moment', async () => {
		journalStanza(inbox.journal, 'unopened');
		journaled({ A1: { conversation: 'opened' } });
		const replayed = inbound.replay();
		expect(left()).toEqual(['A1']);
		// It came again.
		journalStanza(inbox.journal, 'unopened');
		await replayed;
		expect(left()).toEqual(['unopened']);
	});

	test('and nobody can read holds up nothing behind it', async () => {
		journaled({ A1: buried(), A2: { conversation: 'behind it' } });
		await inbound.replay();
		await clock.settle();
		expect(heard).toMatchObject([{ messageId: 'A1', type: 'unknown' }, { text: 'behind it' }]);
	});

	test('and is no stanza that Baileys knows holds up nothing behind it either', async () => {
		const stanza = JSON.stringify({ tag: 'message', attrs: {} });
		inbox.journal.add({ chat: BOBS_LID, messageId: 'A1', stanza, ciphertexts: [] });
		journaled({ A2: { conversation: 'behind it' } });
		await inbound.replay();
		await clock.settle();
		expect(heard).toMatchObject([{ text: 'behind it' }]);
		expect(left()).toEqual([]);
	});

	test('stays when the account is closed', async () => {
		journaled({ A1: { conversation: 'one' }, A2: { conversation: 'two' } });
		const replayed = inbound.replay();
		inbound.close();
		await replayed;
		expect(left()).toEqual(['A1', 'A2']);
	});
});
