import {
	createUnfinishedStanzas,
	type UnfinishedStanzas,
} from '../../../../engine/inbox/unfinished-stanzas';
import { createJournal, type Journal } from '../../../../engine/inbox/journal';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { DAY, useStores } from '../support';

const CHAT = '5511900000001@s.whatsapp.net';

const stores = useStores();
let clock: FakeClock;
let store: AccountStore;
let unfinishedStanzas: UnfinishedStanzas;
let journal: Journal;

function open(): void {
	store = stores.open();
	unfinishedStanzas = createUnfinishedStanzas(store, clock.now);
	journal = createJournal(store, clock.now);
}

beforeEach(() => {
	clock = createFakeClock();
	open();
});

const stanza = (messageId: string, ...ciphertexts: string[]) => ({
	chat: CHAT,
	messageId,
	stanza: `the stanza of ${messageId}`,
	ciphertexts,
});

const ids = () => unfinishedStanzas.take().map(({ messageId }) => messageId);

describe('An unfinished stanza', () => {
	test('is left until it is done, over a restart too', async () => {
		unfinishedStanzas.add(stanza('A1', 'c1'));
		await clock.advance(1);
		unfinishedStanzas.add(stanza('A2'));
		store.close();
		open();
		expect(unfinishedStanzas.take()).toEqual([stanza('A1', 'c1'), stanza('A2')]);
		unfinishedStanzas.done(CHAT, 'A1');
		expect(ids()).toEqual(['A2']);
	});

	test('that is done leaves nothing of what it said, but that it was opened', () => {
		unfinishedStanzas.add(stanza('A1', 'c1'));
		journal.addPlaintext('c1', 'keys');
		unfinishedStanzas.done(CHAT, 'A1');
		expect(journal.plaintext('c1')).toBeNull();
	});

	test('is tried five times, also when WhatsApp hands it over again meanwhile', () => {
		for (let i = 0; i < 5; i++) {
			unfinishedStanzas.add(stanza('A1'));
			expect(ids()).toEqual(['A1']);
		}
		unfinishedStanzas.add(stanza('A1'));
		expect(ids()).toEqual([]);
	});

	test('that comes again is what came last, and as old as it was', async () => {
		unfinishedStanzas.add(stanza('A1', 'c1'));
		await clock.advance(DAY);
		unfinishedStanzas.add(stanza('A1', 'c2'));
		expect(unfinishedStanzas.take()).toEqual([stanza('A1', 'c2')]);
		unfinishedStanzas.sweep(clock.now());
		expect(ids()).toEqual([]);
	});
});
