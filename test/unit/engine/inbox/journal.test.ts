import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { DAY, useStores } from '../support';

const CHAT = '222@lid';

const stores = useStores();
let clock: FakeClock;
let store: AccountStore;
let journal: Journal;

beforeEach(() => {
	clock = createFakeClock();
	store = stores.open();
	journal = createJournal(store, clock.now);
});

const stanza = (messageId: string, ...ciphertexts: string[]) => ({
	chat: CHAT,
	messageId,
	stanza: `the stanza of ${messageId}`,
	ciphertexts,
});

function restart(): void {
	store.close();
	store = stores.open();
	journal = createJournal(store, clock.now);
}

describe('A stanza that came in', () => {
	test('is left until it has become an event, over a restart too', () => {
		journal.add(stanza('A1', 'c1', 'c2'));
		restart();
		expect(journal.pending()).toEqual([stanza('A1', 'c1', 'c2')]);
		journal.complete(CHAT, 'A1');
		expect(journal.pending()).toEqual([]);
	});

	test('is found while it is left', () => {
		journal.add(stanza('A1', 'c1'));
		expect(journal.find(CHAT, 'A1')).toEqual(stanza('A1', 'c1'));
		journal.complete(CHAT, 'A1');
		expect(journal.find(CHAT, 'A1')).toBeUndefined();
	});

	test('is left in the order in which it came', () => {
		for (const id of ['A2', 'A1', 'A3']) journal.add(stanza(id));
		expect(journal.pending().map(({ messageId }) => messageId)).toEqual(['A2', 'A1', 'A3']);
	});

	test('is there once when it is handed over again, as it is now', () => {
		journal.add(stanza('A1', 'c1'));
		journal.add(stanza('A1', 'c2'));
		expect(journal.pending()).toEqual([stanza('A1', 'c2')]);
	});

	test('says since when it waits: the oldest counts', async () => {
		expect(journal.oldest(0)).toBeUndefined();
		journal.add(stanza('A1'));
		await clock.advance(DAY);
		journal.add(stanza('A2'));
		expect(journal.oldest(0)).toBe(START);
		expect(journal.oldest(START + 1)).toBe(START + DAY);
		journal.complete(CHAT, 'A1');
		expect(journal.oldest(0)).toBe(START + DAY);
	});

	test('is closed in its own chat only', () => {
		journal.add(stanza('A1'));
		journal.complete('333@lid', 'A1');
		expect(journal.pending()).toHaveLength(1);
	});

	test('cannot be read in the file', () => {
		journal.add(stanza('A1', 'c1'));
		journal.addPlaintext('c1', 'the words of Bob');
		const row = store.db.get<{ stanza: Uint8Array; plaintext: Uint8Array }>(
			'SELECT stanza.body AS stanza, plaintext.body AS plaintext FROM stanza, plaintext',
		);
		expect(Buffer.from(row?.stanza ?? []).length).toBeGreaterThan(20);
		expect(Buffer.from(row?.stanza ?? []).includes('the stanza')).toBe(false);
		expect(Buffer.from(row?.plaintext ?? []).length).toBeGreaterThan(20);
		expect(Buffer.from(row?.plaintext ?? []).includes('Bob')).toBe(false);
	});
});

describe('A ciphertext', () => {
	test('that was never opened is unknown', () => {
		expect(journal.plaintext('c1')).toBeUndefined();
	});

	test('that was opened is known with its words, over a restart too', () => {
		journal.addPlaintext('c1', 'words');
		restart();
		expect(journal.plaintext('c1')).toBe('words');
	});

	test('whose message became an event is known without its words', () => {
		journal.add(stanza('A1', 'c1', 'c2'));
		journal.addPlaintext('c1', 'words');
		journal.addPlaintext('c2', 'more words');
		journal.addPlaintext('c3', 'of another message');
		journal.complete(CHAT, 'A1');
		expect(journal.plaintext('c1')).toBeNull();
		expect(journal.plaintext('c2')).toBeNull();
		expect(journal.plaintext('c3')).toBe('of another message');
	});
});

describe('Closing', () => {
	test('is undone with the transaction it belongs to', () => {
		journal.add(stanza('A1', 'c1'));
		journal.addPlaintext('c1', 'words');
		expect(() =>
			store.db.transaction(() => {
				journal.complete(CHAT, 'A1');
				throw new Error('the event could not be stored');
			}),
		).toThrow('could not be stored');
		expect(journal.pending()).toHaveLength(1);
		expect(journal.plaintext('c1')).toBe('words');
	});

	test('what is not there does nothing', () => {
		expect(() => journal.complete(CHAT, 'A1')).not.toThrow();
	});
});

test('Forgetting a stanza keeps what of it was opened: it comes again', () => {
	journal.add(stanza('A1', 'c1', 'c2'));
	journal.addPlaintext('c1', 'the key of a group');
	journal.remove(CHAT, 'A1');
	expect(journal.pending()).toEqual([]);
	expect(journal.plaintext('c1')).toBe('the key of a group');
});

test('Sweeping forgets what is too old for WhatsApp to hand over again', async () => {
	journal.add(stanza('old', 'c1'));
	journal.addPlaintext('c1', 'words');
	await clock.advance(DAY);
	journal.add(stanza('new', 'c2'));
	journal.addPlaintext('c2', 'words');
	journal.sweep(clock.now());
	expect(journal.pending()).toEqual([stanza('new', 'c2')]);
	expect(journal.plaintext('c1')).toBeUndefined();
	expect(journal.plaintext('c2')).toBe('words');
});
