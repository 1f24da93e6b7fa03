import { proto } from '@whiskeysockets/baileys';
import { createAccount, type Account } from '../../../../engine/account/account';
import { hasWaitingMessages, lastSettings } from '../../../../engine/account/stored-account';
import type { AccountSettings, EngineEvent } from '../../../../engine/gateway/contract';
import { EngineError, EVENT_TYPES } from '../../../../engine/gateway/contract';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import type { IncomingMessage } from '../../../../engine/whatsapp/incoming';
import {
	decodeContent,
	type OpenedMessage,
	type Receipt,
	type NewChatCap,
	type Standing,
	type WhatsAppEvent,
} from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { fillDiskAtCommit } from '../../../support/full-disk';
import {
	BOB,
	BOBS_LID,
	buried,
	GROUP,
	incoming,
	journalStanza,
	link,
	openStanza,
} from '../linked-number';
import {
	ACCOUNT_ID,
	DAY,
	hasContent,
	HOUR,
	MINUTE,
	SECOND,
	socketDouble,
	textTo,
	useStores,
} from '../support';

const { MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const INFO = { id: ACCOUNT_ID, phone: '5511900000001', lid: '111@lid', name: 'Ana' };

// Before the store is closed.
afterEach(() => account.close());
const stores = useStores();
/** That the chat of the first one starts has tests of its own. */
const OF_MESSAGES = EVENT_TYPES.filter((type) => type !== 'chat.started');

let store: AccountStore;
let clock: FakeClock;
let settings: AccountSettings;
let account: Account;
/** Every connection that was dialled: what WhatsApp can do to it. */
let dialled: { emit: (event: WhatsAppEvent) => void }[];
let relayed: string[];
/** The bytes of what was relayed. */
let wires: string[];
let events: EngineEvent[];
/** What WhatsApp says of the number. */
let restricted: Standing;
let cap: NewChatCap | undefined;

function open(): void {
	account = createAccount({
		id: ACCOUNT_ID,
		settings,
		store,
		clock,
		log: silentLog,
		url: 'ws://127.0.0.1',
		nextDialTurn: () => 0,
		askVersion: async () => undefined,
		erase: () => undefined,
		restart: () => account,
		connect({ onEvent }) {
			const emit = (event: WhatsAppEvent): void => void onEvent(event);
			dialled.push({ emit });
			return socketDouble({
				isOpen: () => true,
				lastFrameAt: () => clock.now(),
				contacts: { resolvePhone: async (phone) => `${phone}@s.whatsapp.net` },
				messages: {
					async relay(_chat, messageId, wire) {
						relayed.push(messageId);
						wires.push(wire);
					},
				},
				chats: { readAll: async () => undefined },
				groups: {
					names: async () => [],
					countParticipants: async () => 2,
					ephemeralSeconds: async () => 0,
				},
				askReachOutTimelock: async () => emit({ type: 'reachOutTimelock', standing: restricted }),
				askNewChatCap: async () => cap,
				presence: { show: async () => undefined },
				close: () => undefined,
			});
		},
		holderOf: () => undefined,
		resumeExecution: async () => 'unknown',
		giveUp: () => undefined,
	});
	account.events.subscribe(
		{ durableId: 'trigger', events: OF_MESSAGES, start: 'resume' },
		async (batch) => void events.push(...batch.events),
	);
}

const last = () => {
	const socket = dialled.at(-1);
	if (!socket) throw new Error('Nothing was dialled');
	return socket;
};

async function goOnline(): Promise<void> {
	account.start();
	await clock.settle();
	last().emit({ type: 'open' });
	await clock.settle();
}

beforeEach(async () => {
	clock = createFakeClock();
	store = await stores.openMade('linked', link);
	settings = { phone: '', minGapMs: 0, maxGapMs: 0, keepContentHours: 24 };
	dialled = [];
	relayed = [];
	wires = [];
	events = [];
	restricted = { isActive: false, until: undefined };
	cap = undefined;
	open();
});
const told = () => events.map(({ event }) => event);

async function send(id: string, more: object = {}): Promise<void> {
	account.ledger.enqueue(id, BOB, textTo(BOB, id, more), true);
	account.sender.wake();
	await clock.settle();
}

/** What the last message that was relayed quotes. */
const lastQuote = () => decodeContent(wires.at(-1) ?? '').extendedTextMessage?.contextInfo;

const receipt = (
	messageIds: string[],
	status: Receipt['status'],
	at: number,
	participant: string | null = null,
): Receipt => ({ messageIds, status, chat: participant ? GROUP : BOB, participant, at });

const openedAs = (message: IncomingMessage): OpenedMessage => ({
	chat: message.chat,
	messageId: message.messageId,
	message,
});

async function receive(message: IncomingMessage): Promise<void> {
	last().emit({ type: 'message', opened: openedAs(message) });
	await clock.settle();
}

/** Messages that were opened and have become no event, by their IDs. */
function journaled(messages: Record<string, proto.IMessage>): Journal {
	const journal = createJournal(store, clock.now);
	for (const [id, message] of Object.entries(messages)) {
		journalStanza(journal, id);
		openStanza(journal, id, message);
	}
	return journal;
}

describe('A linked number', () => {
	test('connects when it is started, and is open when WhatsApp says so', async () => {
		expect(dialled).toEqual([]);
		account.start();
		await clock.settle();
		expect(account.status()).toMatchObject({ state: 'LINKED', connected: false });
		last().emit({ type: 'open' });
		await clock.settle();
		expect(account.status()).toEqual({
			state: 'LINKED',
			connected: true,
			phone: '5511900000001',
			name: 'Ana',
			onlineSince: new Date(START).toISOString(),
			lastMessageIn: null,
			lastMessageOut: null,
			queueLength: 0,
			queuePaused: null,
			limits: null,
			waiting: [],
			restrictedUntil: null,
			newChats: null,
			lastError: null,
			summary: '+5511900000001 has been connected for 1 min.',
		});
		expect(events).toMatchObject([{ event: 'session.connected', account: INFO, state: 'LINKED' }]);
	});

	test('is still linked after a restart', () => {
		account.close();
		store = stores.open();
		open();
		expect(account.status()).toMatchObject({ state: 'LINKED', phone: '5511900000001' });
	});

	test('that loses its connection says so, and comes back by itself', async () => {
		await goOnline();
		last().emit({ type: 'closed', reason: { code: 428 } });
		expect(account.status()).toMatchObject({
			connected: false,
			onlineSince: null,
			lastError: { code: 'DISCONNECTED' },
		});
		await clock.advance(2 * SECOND);
		last().emit({ type: 'open' });
		await clock.settle();
		expect(told()).toEqual(['session.connected', 'session.disconnected', 'session.connected']);
		expect(account.status()).toMatchObject({ connected: true, lastError: null });
	});

	test('says when the last messages came and went, over a restart too', async () => {
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START + SECOND } });
		await receive(incoming('A1', { at: START + 2 * SECOND }));
		const times = {
			lastMessageOut: new Date(START + SECOND).toISOString(),
			lastMessageIn: new Date(START + 2 * SECOND).toISOString(),
		};
		expect(account.status()).toMatchObject(times);
		account.close();
		store = stores.open();
		open();
		expect(account.status()).toMatchObject(times);
	});

	test('that is removed on the phone is LOGGED_OUT; the queue is kept', async () => {
		await goOnline();
		account.ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		last().emit({ type: 'closed', reason: { code: 401 } });
		await clock.advance(HOUR);
		expect(account.status()).toMatchObject({
			state: 'LOGGED_OUT',
			connected: false,
			queueLength: 1,
			lastError: { code: 'LOGGED_OUT' },
		});
		expect(events.at(-1)).toMatchObject({ event: 'session.loggedOut', state: 'LOGGED_OUT' });
		expect(dialled).toHaveLength(1);
	});

	test.each([
		[403, 'session.loggedOut', 'BANNED'],
		[401, 'session.loggedOut', 'LOGGED_OUT'],
	])('that WhatsApp ends with %i says so: %s, %s', async (code, event, state) => {
		await goOnline();
		last().emit({ type: 'closed', reason: { code } });
		await clock.settle();
		expect(events.at(-1)).toMatchObject({ event, state });
	});

	test('that was replaced for good says so', async () => {
		await goOnline();
		for (let round = 0; round < 3; round++) {
			last().emit({ type: 'closed', reason: { code: 440 } });
			await clock.advance(MINUTE);
			last().emit({ type: 'open' });
			await clock.settle();
		}
		last().emit({ type: 'closed', reason: { code: 440 } });
		await clock.settle();
		expect(account.status().state).toBe('REPLACED');
		expect(events.at(-1)).toMatchObject({ event: 'session.disconnected', state: 'REPLACED' });
	});

	test('that is forgotten is UNLINKED, and says whose number it was', async () => {
		await goOnline();
		account.forget();
		await clock.settle();
		expect(account.status()).toMatchObject({ state: 'UNLINKED', connected: false, phone: null });
		expect(events.at(-1)).toMatchObject({ event: 'session.loggedOut', account: INFO });
	});

	test('on a full disk goes on: what cannot be swept stays', async () => {
		await goOnline();
		const run = jest.spyOn(store.db, 'run').mockImplementation(() => {
			throw new EngineError('STORE_FAILED', 'The disk of n8n is full.', 'Free some space.', true);
		});
		const error: unknown = await clock.advance(HOUR).catch((reason: unknown) => reason);
		run.mockRestore();
		expect(error).toBeUndefined();
	});

	test('keeps what a trigger has not taken, however long n8n was off, until the trigger had time to come back', async () => {
		const taken: EngineEvent[] = [];
		const subscription = { durableId: 'late', events: [...EVENT_TYPES] };
		const listener = jest.fn(async () => undefined);
		account.events.subscribe({ ...subscription, start: 'now' }, listener).close();
		await goOnline();
		account.close();
		clock = createFakeClock({ now: START + 8 * DAY });
		store = stores.open();
		open();
		await clock.advance(5 * MINUTE);
		account.events.subscribe({ ...subscription, start: 'resume' }, async (batch) => {
			taken.push(...batch.events);
		});
		await clock.advance(HOUR);
		expect(taken).toMatchObject([{ event: 'session.connected' }, {}]);
		expect(listener).not.toHaveBeenCalled();
	});

	test('that is closed plans nothing any more', async () => {
		await goOnline();
		await send('a');
		account.close();
		expect(clock.due()).toEqual([]);
	});
});

describe('A number that is not linked', () => {
	test('does not connect by itself', async () => {
		account.forget();
		account.close();
		store = stores.open();
		open();
		account.start();
		await clock.advance(HOUR);
		expect(dialled).toEqual([]);
		expect(account.status()).toMatchObject({ state: 'UNLINKED', phone: null });
	});
});

describe('A message of ours', () => {
	test('becomes events as WhatsApp tells of it, with both addresses of the recipient', async () => {
		await goOnline();
		await send('a');
		expect(relayed).toEqual(['a']);
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START + SECOND } });
		last().emit({ type: 'receipts', receipts: [receipt(['a'], 'READ', START + 2 * SECOND)] });
		await clock.settle();
		expect(told()).toEqual([
			'session.connected',
			'message.sent',
			'message.received',
			'message.read',
		]);
		expect(events.at(-1)).toEqual({
			event: 'message.read',
			eventId: `${ACCOUNT_ID}:a:READ`,
			timestamp: new Date(START + 2 * SECOND).toISOString(),
			account: INFO,
			chat: { id: BOB, type: 'direct', phone: '5511900000002', lid: BOBS_LID, name: null },
			messageId: 'a',
			status: 'READ',
		});
	});

	test('of which WhatsApp tells twice becomes events once', async () => {
		await goOnline();
		await send('a');
		for (let times = 0; times < 2; times++) {
			last().emit({ type: 'receipts', receipts: [receipt(['a'], 'READ', START)] });
			await clock.settle();
		}
		expect(told().filter((type) => type === 'message.read')).toHaveLength(1);
	});

	test('that WhatsApp refuses has failed, in words', async () => {
		restricted = { isActive: true, until: START + HOUR };
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: '463', at: START } });
		await clock.settle();
		const failed = events.find(({ event }) => event === 'message.failed');
		expect(failed).toMatchObject({
			event: 'message.failed',
			messageId: 'a',
			status: 'FAILED',
			error: {
				code: 'RESTRICTED',
				message: expect.stringContaining(new Date(START + HOUR).toISOString()),
			},
		});
		expect(account.ledger.get('a')?.status).toBe('FAILED');
	});

	test('and a receipt for it are one thing with others of the same receipt', async () => {
		await goOnline();
		for (const id of ['a', 'b']) {
			await send(id);
			last().emit({ type: 'ack', ack: { messageId: id, error: null, at: START } });
			last().emit({ type: 'receipts', receipts: [receipt([id], 'RECEIVED', START)] });
		}
		const batches: string[][] = [];
		account.events.subscribe({ events: ['message.read'], start: 'now' }, async (batch) => {
			batches.push(batch.events.map(({ eventId }) => eventId));
		});
		last().emit({ type: 'receipts', receipts: [receipt(['a', 'b'], 'READ', START)] });
		await clock.settle();
		expect(batches).toEqual([[`${ACCOUNT_ID}:a:READ`, `${ACCOUNT_ID}:b:READ`]]);
	});

	test('to a group becomes an event for each participant; the message is as far as the last of them', async () => {
		await goOnline();
		account.ledger.enqueue('a', GROUP, textTo(GROUP, 'a'), true);
		account.sender.wake();
		await clock.settle();
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		last().emit({ type: 'receipts', receipts: [receipt(['a'], 'READ', START, BOBS_LID)] });
		await clock.settle();
		const participant = { phone: '5511900000002', lid: BOBS_LID };
		expect(events.at(-1)).toMatchObject({
			event: 'message.read',
			eventId: `${ACCOUNT_ID}:a:READ:${BOBS_LID}`,
			chat: { id: GROUP, type: 'group', phone: null, lid: null },
			participant,
			progress: { participants: 2, deliveredTo: 1, readBy: 1, playedBy: 0 },
		});
		expect(account.ledger.get('a')?.status).toBe('SENT');

		last().emit({ type: 'receipts', receipts: [receipt(['a'], 'RECEIVED', START, '333@lid')] });
		await clock.settle();
		expect(account.ledger.get('a')?.status).toBe('RECEIVED');
		expect(told()).toEqual([
			'session.connected',
			'message.sent',
			'message.received',
			'message.read',
			'message.received',
		]);
	});

	test('that opens a new chat waits while WhatsApp allows none; known chats go on', async () => {
		restricted = { isActive: true, until: START + HOUR };
		await goOnline();
		await receive(incoming('A1'));
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: '463', at: START } });
		await clock.settle();
		expect(account.status().restrictedUntil).toBe(new Date(START + HOUR).toISOString());

		const NEW = '5511900000003@s.whatsapp.net';
		account.ledger.enqueue('new', NEW, textTo(NEW, 'new'), true);
		await send('b');
		expect(relayed).toEqual(['a', 'b']);
		last().emit({ type: 'ack', ack: { messageId: 'b', error: null, at: START } });
		await clock.advance(HOUR);
		expect(relayed).toEqual(['a', 'b', 'new']);
	});

	test('to a group goes on while WhatsApp allows no new chats: a group is none', async () => {
		restricted = { isActive: true, until: START + HOUR };
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: '463', at: START } });
		await clock.settle();
		account.ledger.enqueue('g', GROUP, textTo(GROUP, 'g'), true);
		account.sender.wake();
		await clock.settle();
		expect(relayed).toEqual(['a', 'g']);
	});

	test('of another device is none of our business', async () => {
		await goOnline();
		last().emit({ type: 'ack', ack: { messageId: 'unknown', error: null, at: START } });
		last().emit({ type: 'receipts', receipts: [receipt(['unknown'], 'READ', START)] });
		await clock.settle();
		expect(told()).toEqual(['session.connected']);
		expect(account.status().lastMessageOut).toBeNull();
	});

	test('that nobody acknowledges is sent again over a new connection', async () => {
		await goOnline();
		await send('a');
		await clock.advance(30 * SECOND);
		expect(dialled).toHaveLength(2);
		last().emit({ type: 'open' });
		await clock.settle();
		expect(relayed).toEqual(['a', 'a']);
		expect(wires[1]).toBe(wires[0]);
	});

	test('that answers another of ours quotes it as ours', async () => {
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		await send('b', { replyTo: { messageId: 'a' } });
		expect(lastQuote()).toMatchObject({
			stanzaId: 'a',
			participant: '5511900000001@s.whatsapp.net',
			quotedMessage: { extendedTextMessage: { text: 'a' } },
		});
	});

	test('that answers one that came in quotes it as theirs', async () => {
		await goOnline();
		await receive(incoming('A1'));
		await send('b', { replyTo: { messageId: 'A1' } });
		expect(lastQuote()).toMatchObject({
			stanzaId: 'A1',
			participant: BOBS_LID,
			quotedMessage: { conversation: 'words of A1' },
		});
	});

	test('that answers a group message privately quotes that one, whoever else took its ID', async () => {
		await goOnline();
		await receive(incoming('A1', { chat: GROUP }));
		await receive(incoming('A1', { chat: '333@lid', sender: '333@lid' }));
		const request = textTo(GROUP, 'b', { replyTo: { messageId: 'A1' }, privately: true });
		account.ledger.enqueue('b', BOB, request, true);
		account.sender.wake();
		await clock.settle();
		expect(relayed).toEqual(['b']);
		expect(lastQuote()).toMatchObject({ stanzaId: 'A1', remoteJid: GROUP, participant: BOBS_LID });
	});

	test('that answers one that was written on our phone quotes it as ours', async () => {
		await goOnline();
		await receive(incoming('A1', { fromMe: true, sender: '5511900000001@s.whatsapp.net' }));
		await send('b', { replyTo: { messageId: 'A1' } });
		expect(lastQuote()).toMatchObject({
			stanzaId: 'A1',
			participant: '5511900000001@s.whatsapp.net',
		});
	});

	test('is told of as sent when that is on disk, and not before', async () => {
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		const saving = store.db.saving();
		expect(saving).toBeDefined();
		await Promise.resolve();
		expect(told()).not.toContain('message.sent');
		await saving;
		await clock.settle();
		expect(told()).toContain('message.sent');
	});

	test('goes out again when its acknowledgement could not be written, on a new connection', async () => {
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		const free = fillDiskAtCommit();
		await clock.settle();
		free();
		expect(told()).not.toContain('message.sent');
		expect(account.status()).toMatchObject({
			connected: false,
			queueLength: 1,
			lastError: { code: 'STORE_FAILED' },
		});

		await clock.advance(10 * SECOND);
		expect(dialled).toHaveLength(2);
		last().emit({ type: 'open' });
		await clock.settle();
		expect(relayed).toEqual(['a', 'a']);
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START + SECOND } });
		await clock.settle();
		expect(told().filter((event) => event === 'message.sent')).toHaveLength(1);
		expect(account.status()).toMatchObject({ connected: true, queueLength: 0, lastError: null });
	});

	test('goes out again when it could not be written that it goes out', async () => {
		await goOnline();
		account.ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		await account.ledger.saving();
		const free = fillDiskAtCommit();
		account.sender.wake();
		await clock.settle();
		free();
		expect(account.ledger.get('a')?.status).toBe('QUEUED');
		await clock.advance(10 * SECOND);
		last().emit({ type: 'open' });
		await clock.settle();
		expect(relayed).toEqual(['a', 'a']);
		expect(account.ledger.get('a')?.status).toBe('SENDING');
	});

	test('that could not be queued is not there', async () => {
		await goOnline();
		const free = fillDiskAtCommit();
		account.ledger.enqueue('a', BOB, textTo(BOB, 'a'), true);
		await expect(account.ledger.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		free();
		expect(account.ledger.get('a')).toBeUndefined();
		await clock.advance(10 * SECOND);
		last().emit({ type: 'open' });
		await clock.settle();
		expect(relayed).toEqual([]);
	});

	test('loses its content as soon as it was sent, where none is to be kept', async () => {
		account.configure({ ...settings, keepContentHours: 0 });
		await goOnline();
		await send('a');
		expect(hasContent(store, 'a')).toBe(true);
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		await clock.settle();
		expect(hasContent(store, 'a')).toBe(false);
		expect(account.ledger.get('a')?.status).toBe('SENT');
	});

	test('loses its content a day after its last status, by itself, once it was received', async () => {
		await goOnline();
		await send('a');
		last().emit({ type: 'ack', ack: { messageId: 'a', error: null, at: START } });
		await clock.advance(30 * HOUR);
		expect(hasContent(store, 'a')).toBe(true);
		last().emit({ type: 'receipts', receipts: [receipt(['a'], 'RECEIVED', START)] });
		await clock.advance(24 * HOUR - MINUTE);
		expect(hasContent(store, 'a')).toBe(true);
		await clock.advance(11 * MINUTE);
		expect(hasContent(store, 'a')).toBe(false);
	});

	test('that waits, be it for a time to come, is known after a restart, and the settings are', () => {
		expect(hasWaitingMessages(store)).toBe(false);
		account.ledger.enqueue('a', BOB, textTo(BOB, 'a', { sendAt: '2026-12-24T18:00:00Z' }), false);
		expect(account.status()).toMatchObject({ queueLength: 0 });
		account.configure({ ...settings, minGapMs: 7 });
		account.close();
		store = stores.open();
		expect(hasWaitingMessages(store)).toBe(true);
		expect(lastSettings(store)).toEqual({ ...settings, minGapMs: 7 });
		open();
	});
});

describe('A message that came in', () => {
	test('becomes an event, with both addresses of its sender', async () => {
		await goOnline();
		await receive(incoming('A1'));
		expect(events.at(-1)).toMatchObject({
			event: 'message.incoming',
			messageId: 'A1',
			text: 'words of A1',
			chat: { id: BOBS_LID, phone: '5511900000002', lid: BOBS_LID, name: 'Bob' },
			from: { phone: '5511900000002', lid: BOBS_LID, name: 'Bob' },
		});
	});

	test('from a stranger has the number that the stanza names', async () => {
		await goOnline();
		await receive(
			incoming('A1', {
				chat: '333@lid',
				sender: '333@lid',
				senderAlt: '5511900000003@s.whatsapp.net',
			}),
		);
		expect(events.at(-1)).toMatchObject({ from: { phone: '5511900000003', lid: '333@lid' } });
	});

	test('in a group tells the group from the sender', async () => {
		await goOnline();
		await receive(incoming('A1', { chat: GROUP }));
		expect(events.at(-1)).toMatchObject({
			chat: { id: GROUP, type: 'group', phone: null, lid: null, name: null },
			from: { phone: '5511900000002', lid: BOBS_LID },
		});
	});

	test('twice is one event', async () => {
		await goOnline();
		await receive(incoming('A1'));
		await receive(incoming('A1'));
		expect(told()).toEqual(['session.connected', 'message.incoming']);
	});

	test('from our own phone is an event of its own', async () => {
		await goOnline();
		await receive(incoming('A1', { fromMe: true }));
		expect(told()).toEqual(['session.connected', 'message.sentFromPhone']);
	});

	test('and is one that we sent ourselves is no event', async () => {
		await goOnline();
		await send('a');
		await receive(incoming('a', { fromMe: true }));
		expect(told()).toEqual(['session.connected']);
	});

	test('and was opened, but became no event before the process died, becomes one before it connects', async () => {
		const journal = journaled({ A1: { conversation: 'before the crash' } });
		account.start();
		await clock.settle();
		expect(events).toMatchObject([{ event: 'message.incoming', text: 'before the crash' }]);
		expect(journal.pending()).toEqual([]);
		expect(dialled).toHaveLength(1);
	});

	test('and is for Baileys alone keeps its words, for when it comes again', async () => {
		const key = { senderKeyDistributionMessage: { groupId: GROUP } };
		const journal = journaled({ A1: key });
		const [stanza] = journal.pending();
		await goOnline();
		expect(journal.pending()).toEqual([]);
		expect(journal.plaintext(stanza?.ciphertexts[0] ?? '')).toEqual(expect.any(String));
	});

	test('and was left under another name of its chat is left no more', async () => {
		const journal = journaled({ A1: { conversation: 'hello' } });
		const [stanza] = journal.pending();
		journal.remove(BOBS_LID, 'A1');
		if (stanza) journal.add({ ...stanza, chat: '222:99@hosted.lid' });
		await goOnline();
		expect(events).toMatchObject([{ messageId: 'A1' }, { event: 'session.connected' }]);
		expect(journal.pending()).toEqual([]);
	});

	test('and that nobody can read is an event, too, and holds up no other', async () => {
		const journal = journaled({ A1: buried(), A2: { conversation: 'behind it' } });
		await goOnline();
		await receive(incoming('A3', { content: buried() }));
		await receive(incoming('A4'));
		expect(events).toMatchObject([
			{ messageId: 'A1', type: 'unknown', reference: null },
			{ messageId: 'A2', text: 'behind it' },
			{ event: 'session.connected' },
			{ messageId: 'A3', type: 'unknown', unknown: { kind: 'ephemeralMessage' } },
			{ messageId: 'A4', text: 'words of A4' },
		]);
		expect(journal.pending()).toEqual([]);
	});

	test('and cannot be read leaves nothing behind but that it came', async () => {
		await goOnline();
		await receive(incoming('A1'));
		const key = { id: 'A1', remoteJid: BOBS_LID, fromMe: false };
		const edit = { type: MESSAGE_EDIT, key, editedMessage: buried() };
		await receive(incoming('A2', { content: { protocolMessage: edit } }));
		expect(events.at(-1)).toMatchObject({ event: 'message.incoming', type: 'unknown' });
		await send('b', { replyTo: { messageId: 'A1' } });
		expect(lastQuote()).toMatchObject({ quotedMessage: { conversation: 'words of A1' } });
	});

	test('and could not be stored waits in the journal until there is space', async () => {
		await goOnline();
		const journal = journaled({ A1: { conversation: 'no space' } });
		const free = fillDiskAtCommit();
		last().emit({ type: 'message', opened: openedAs(incoming('A1')) });
		await clock.settle();
		expect(journal.pending()).toHaveLength(1);
		free();
		await clock.advance(2 * SECOND);
		await clock.settle();
		expect(dialled).toHaveLength(2);
		expect(journal.pending()).toEqual([]);
		const told = events.filter(({ event }) => event === 'message.incoming');
		expect(told).toMatchObject([{ messageId: 'A1', text: 'no space' }]);
	});
});
