import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIncomingStore } from '../../../../engine/inbox/incoming-store';
import { createLedger } from '../../../../engine/outbox/ledger';
import { createFakeClock, START } from '../../../support/fake-clock';
import { HOUR, textTo, useStores } from '../support';

const stores = useStores();
const MESSAGES = 300;

/** Everything that lies in the account's folder, byte by byte. */
function bytes(): Buffer {
	const { path } = stores.folder;
	return Buffer.concat(readdirSync(path).map((name) => readFileSync(join(path, name))));
}

/** What comes and goes beside it moves rows from page to page: copies of them must not stay in between. */
test('What was deleted is in no file any more, sealed or not', () => {
	const store = stores.open();
	const clock = createFakeClock();
	const incoming = createIncomingStore(store);
	const ledger = createLedger(store, clock.now);
	const chatOf = (n: number) =>
		`55119${String(70_000_000 + ((n * 7_919) % 9_999_991))}@s.whatsapp.net`;
	for (let n = 0; n < MESSAGES; n++) {
		const wire = Buffer.alloc(1 + ((n * 331) % 9_000), n).toString('base64');
		const message = { chat: chatOf(n), sender: chatOf(n), fromMe: false, at: START - n, wire };
		incoming.add(`in${n}`, message);
		ledger.enqueue(`out${n}`, chatOf(n), textTo(chatOf(n), `words ${n}`), true);
		ledger.markSending(`out${n}`, chatOf(n), wire);
		ledger.advance(`out${n}`, 'FAILED', START, {
			...{ code: 'REJECTED', message: `Not ${n}`, hint: '', retryable: false },
		});
	}
	const sealed = store.db
		.all<{ blob: Uint8Array }>(
			`SELECT content AS blob FROM incoming UNION ALL SELECT wire FROM message
			 UNION ALL SELECT request FROM message UNION ALL SELECT error FROM message`,
		)
		.map(({ blob }) => Buffer.from(blob).subarray(0, 24));
	expect(sealed).toHaveLength(4 * MESSAGES);
	store.db.scrub();
	const before = bytes();
	expect(sealed.filter((blob) => !before.includes(blob))).toEqual([]);
	expect(before.includes('Not 7')).toBe(false);

	while (incoming.sweep(START, START - 2 * HOUR));
	const times = { content: START, undelivered: START, records: START - 2 * HOUR };
	while (ledger.sweep(times));
	store.db.scrub();
	const contents = bytes();
	expect(sealed.slice(0, 3 * MESSAGES).filter((blob) => contents.includes(blob))).toEqual([]);

	while (incoming.sweep(START + 1, START + 1));
	while (ledger.sweep({ content: START, undelivered: START, records: START + 1 }));
	store.db.scrub();
	const left = bytes();
	expect(sealed.filter((blob) => left.includes(blob))).toEqual([]);
	const numbers = Array.from({ length: MESSAGES }, (_, n) => chatOf(n));
	expect(numbers.filter((chat) => left.includes(chat))).toEqual([]);
});

test('Nobody’s number stands in the clear where it is only looked up', () => {
	const store = stores.open();
	expect(store.seal.digest('a')).toBe(store.seal.digest('a'));
	expect(store.seal.digest('a')).not.toBe(store.seal.digest('b'));
	const other = stores.open({ folder: 'other', accountId: 'another' });
	expect(other.seal.digest('a')).not.toBe(store.seal.digest('a'));
});
