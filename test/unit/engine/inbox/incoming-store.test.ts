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
const content: StoredMessage = {
	fromMe: false,
	chat: CHAT,
	sender: CHAT,
	wire: 'the bytes of what Bob wrote',
};

const stores = useStores();
let store: AccountStore;
let incoming: IncomingStore;

beforeEach(() => {
	store = stores.open();
	incoming = createIncomingStore(store);
});

describe('A message that came in', () => {
	test('is new once: WhatsApp delivers again what it is not sure about', () => {
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(true);
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(false);
	});

	test('is known after a restart', () => {
		incoming.add(CHAT, 'A1', START, content);
		store.close();
		incoming = createIncomingStore(stores.open());
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(false);
		expect(incoming.find('A1')).toEqual(content);
	});

	test('is another one in another chat', () => {
		incoming.add(CHAT, 'A1', START, content);
		expect(incoming.add(GROUP, 'A1', START, { ...content, chat: GROUP })).toBe(true);
	});

	test('is found by its ID', () => {
		incoming.add(GROUP, 'A1', START, { ...content, chat: GROUP });
		expect(incoming.find('A1')).toEqual({ ...content, chat: GROUP });
		expect(incoming.find('A2')).toBeUndefined();
	});

	test('keeps what it said first', () => {
		incoming.add(CHAT, 'A1', START, content);
		incoming.add(CHAT, 'A1', START, { ...content, wire: 'something else' });
		expect(incoming.find('A1')).toEqual(content);
	});

	test('is known although its content is not to be kept', () => {
		expect(incoming.add(CHAT, 'A1', START, undefined)).toBe(true);
		expect(incoming.add(CHAT, 'A1', START, undefined)).toBe(false);
		expect(incoming.find('A1')).toBeUndefined();
	});

	test('makes its chat a known one', () => {
		incoming.add(CHAT, 'A1', START, undefined);
		expect(incoming.hasChat(CHAT)).toBe(true);
		expect(incoming.hasChat(GROUP)).toBe(false);
	});

	test('is the last one by the time that WhatsApp gives', () => {
		expect(incoming.lastAt()).toBeUndefined();
		incoming.add(CHAT, 'A1', START + HOUR, content);
		incoming.add(CHAT, 'A2', START, content);
		expect(incoming.lastAt()).toBe(START + HOUR);
	});

	test('cannot be read in the file', () => {
		incoming.add(CHAT, 'A1', START, content);
		const row = store.db.get<{ content: Uint8Array }>('SELECT content FROM incoming');
		expect(row?.content.length).toBeGreaterThan(content.wire.length);
		expect(Buffer.from(row?.content ?? []).includes('Bob')).toBe(false);
	});
});

describe('Sweeping', () => {
	test('takes the content, and the message is still known', () => {
		incoming.add(CHAT, 'A1', START, content);
		incoming.add(CHAT, 'A2', START + 1, content);
		incoming.sweep(START, START - 30 * DAY);
		expect(incoming.find('A1')).toBeUndefined();
		expect(incoming.find('A2')).toEqual(content);
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(false);
	});

	test('leaves what is younger', () => {
		incoming.add(CHAT, 'A1', START, content);
		incoming.sweep(START - 24 * HOUR, START - 30 * DAY);
		expect(incoming.find('A1')).toEqual(content);
	});

	test('forgets the message itself after its time', () => {
		incoming.add(CHAT, 'A1', START, content);
		incoming.sweep(START, START);
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(false);
		incoming.sweep(START, START + 1);
		expect(incoming.add(CHAT, 'A1', START, content)).toBe(true);
	});
});
