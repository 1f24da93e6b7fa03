import {
	createIncomingStore,
	type IncomingStore,
	type StoredMessage,
} from '../../../../engine/inbox/incoming-store';
import type { AccountStore } from '../../../../engine/store/account-store';
import { START } from '../../../support/fake-clock';
import { DAY, HOUR, useStores } from '../support';

const CHAT = '222@lid';
const GROUP = '120363000000000001@g.us';
const WIRE = 'the bytes of what Bob wrote';
const message: StoredMessage = {
	fromMe: false,
	chat: CHAT,
	sender: CHAT,
	at: START,
	wire: WIRE,
};
/** A message whose content is not to be kept. */
const bare: StoredMessage = { ...message, wire: null };

const stores = useStores();
let store: AccountStore;
let incoming: IncomingStore;

beforeEach(() => {
	store = stores.open();
	incoming = createIncomingStore(store);
});

describe('A message that came in', () => {
	test('is new once: WhatsApp delivers again what it is not sure about', () => {
		expect(incoming.add('A1', message)).toBe(true);
		expect(incoming.add('A1', message)).toBe(false);
	});

	test('is known after a restart', () => {
		incoming.add('A1', message);
		store.close();
		incoming = createIncomingStore(stores.open());
		expect(incoming.add('A1', message)).toBe(false);
		expect(incoming.find('A1')).toEqual(message);
	});

	test('is another one in another chat', () => {
		incoming.add('A1', message);
		expect(incoming.add('A1', { ...message, chat: GROUP })).toBe(true);
	});

	test('is found by its ID', () => {
		incoming.add('A1', { ...message, chat: GROUP });
		expect(incoming.find('A1')).toEqual({ ...message, chat: GROUP });
		expect(incoming.find('A2')).toBeUndefined();
	});

	test('is found in its chat, though another one has the same ID', () => {
		const other = { ...message, chat: GROUP, wire: 'something else' };
		incoming.add('A1', message);
		incoming.add('A1', other);
		expect(incoming.find('A1', CHAT)).toEqual(message);
		expect(incoming.find('A1', GROUP)).toEqual(other);
		expect(incoming.find('A1', '333@lid')).toBeUndefined();
		expect(incoming.find('A1')).toBeUndefined();
		expect(incoming.chatsOf('A1').sort()).toEqual([GROUP, CHAT]);
		expect(incoming.chatsOf('A2')).toEqual([]);
	});

	test('keeps what it said first', () => {
		incoming.add('A1', message);
		incoming.add('A1', { ...message, wire: 'something else' });
		expect(incoming.find('A1')).toEqual(message);
	});

	test('that could not be opened is known once, and may still come, with what it says', () => {
		expect(incoming.addWaiting('A1', bare)).toBe(true);
		expect(incoming.addWaiting('A1', bare)).toBe(false);
		expect(incoming.find('A1')).toEqual(bare);
		expect(incoming.add('A1', message)).toBe(true);
		expect(incoming.find('A1')).toEqual(message);
		expect([incoming.add('A1', message), incoming.addWaiting('A1', bare)]).toEqual([false, false]);
	});

	test('is known although its content is not to be kept', () => {
		expect(incoming.add('A1', bare)).toBe(true);
		expect(incoming.add('A1', bare)).toBe(false);
		expect(incoming.find('A1')).toEqual(bare);
	});

	test('makes its chat a known one', () => {
		incoming.add('A1', bare);
		expect(incoming.hasChat(CHAT)).toBe(true);
		expect(incoming.hasChat(GROUP)).toBe(false);
	});

	test('is the last one by the time that WhatsApp gives', () => {
		expect(incoming.lastAt()).toBeUndefined();
		incoming.add('A1', { ...message, at: START + HOUR });
		incoming.add('A2', message);
		expect(incoming.lastAt()).toBe(START + HOUR);
	});

	test('cannot be read in the file', () => {
		incoming.add('A1', message);
		const row = store.db.get<{ content: Uint8Array }>('SELECT content FROM incoming');
		expect(row?.content.length).toBeGreaterThan(WIRE.length);
		expect(Buffer.from(row?.content ?? []).includes('Bob')).toBe(false);
	});
});

describe('Sweeping', () => {
	test('takes the content, and the message is still known', () => {
		incoming.add('A1', message);
		incoming.add('A2', { ...message, at: START + 1 });
		incoming.sweep(START, START - 30 * DAY);
		expect(incoming.find('A1')).toEqual(bare);
		expect(incoming.find('A2')).toEqual({ ...message, at: START + 1 });
		expect(incoming.add('A1', message)).toBe(false);
	});

	test('leaves what is younger', () => {
		incoming.add('A1', message);
		incoming.sweep(START - 24 * HOUR, START - 30 * DAY);
		expect(incoming.find('A1')).toEqual(message);
	});

	test('forgets the message itself after its time', () => {
		incoming.add('A1', message);
		incoming.sweep(START, START);
		expect(incoming.add('A1', message)).toBe(false);
		incoming.sweep(START, START + 1);
		expect(incoming.add('A1', message)).toBe(true);
	});
});

describe('What a message says', () => {
	test('can change', () => {
		incoming.add('A1', message);
		incoming.setContent('A1', CHAT, 'the new words');
		expect(incoming.find('A1')).toEqual({ ...message, wire: 'the new words' });
	});

	test('does not change with what another chat says under the same ID', () => {
		incoming.add('A1', message);
		incoming.add('A1', { ...message, chat: GROUP });
		incoming.setContent('A1', GROUP, 'forged');
		expect(incoming.find('A1', CHAT)).toEqual(message);
	});

	test('can go', () => {
		incoming.add('A1', message);
		incoming.setContent('A1', CHAT, null);
		expect(incoming.find('A1')).toEqual(bare);
	});

	test('is not kept after a change where it was not kept before', () => {
		incoming.add('A1', bare);
		incoming.setContent('A1', CHAT, 'the new words');
		expect(incoming.find('A1')).toEqual(bare);
	});
});
