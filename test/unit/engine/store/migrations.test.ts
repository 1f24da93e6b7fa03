import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createDirectory } from '../../../../engine/contacts/directory';
import { createUnfinishedStanzas } from '../../../../engine/inbox/unfinished-stanzas';
import { createIncomingStore } from '../../../../engine/inbox/incoming-store';
import { createJournal } from '../../../../engine/inbox/journal';
import { createMessageSecrets } from '../../../../engine/inbox/message-secrets';
import { createGroupReceipts } from '../../../../engine/outbox/group-receipts';
import { createLedger } from '../../../../engine/outbox/ledger';
import { createRecipients } from '../../../../engine/outbox/recipients';
import { DATABASE_FILE } from '../../../../engine/store/account-store';
import { createKeyStore } from '../../../../engine/store/keys';
import { MIGRATIONS } from '../../../../engine/store/migrations';
import { createSeal } from '../../../../engine/store/seal';
import { START } from '../../../support/fake-clock';
import { ACCOUNT_ID, ENCRYPTION_KEY, textTo, useStores } from '../support';

const stores = useStores();
const CHAT = '5511900000002@s.whatsapp.net';
const ERROR = { code: 'TIMEOUT', message: 'No answer.', hint: 'Wait.', retryable: true };
/** Of these versions on, rows are written in another way. */
const UNFINISHED_STANZAS = 4;
const HIDDEN_IDS = 5;
const NAMED_FOR_CONTENT = 11;

/** A file as the version wrote it, with a row in every table that it had. */
function write(version: number): void {
	mkdirSync(stores.folder.path, { recursive: true });
	const sqlite = new DatabaseSync(join(stores.folder.path, DATABASE_FILE));
	for (const step of MIGRATIONS.slice(0, version)) sqlite.exec(step);
	sqlite.exec(`PRAGMA user_version = ${version}`);
	const salt = Buffer.alloc(32, 7);
	const seal = createSeal(ENCRYPTION_KEY, salt, ACCOUNT_ID);
	const json = (value: unknown, place: string) => seal.encrypt(JSON.stringify(value), place);
	const put = (table: string, row: Record<string, string | number | Uint8Array | null>) => {
		const names = Object.keys(row);
		sqlite
			.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`)
			.run(...Object.values(row));
	};
	put('setting', { name: 'salt', value: salt });
	put('setting', { name: 'check', value: seal.encrypt('ok', 'check') });
	put('setting', { name: 'link', value: json({ state: 'LINKED' }, 'setting/link') });
	const isHidden = version >= HIDDEN_IDS;
	const hidden = (place: string) =>
		isHidden ? seal.digest(place) : (place.split('/').at(-1) ?? '');
	put('auth', {
		type: 'session',
		id: hidden('auth/session/5511900000002.0'),
		value: seal.encrypt('ratchet', 'auth/session/5511900000002.0'),
	});
	put('auth', { type: 'creds', id: '', value: seal.encrypt('{}', 'auth/creds/') });
	const recipient = hidden('recipient/5511900000002');
	put('recipient', {
		phone: recipient,
		jid: isHidden ? seal.encrypt(CHAT, `recipient/${recipient}`) : CHAT,
		checked_at: START,
	});
	const contact = hidden(`contact/${CHAT}`);
	put('contact', {
		id: contact,
		at: START,
		names: json({ ...(isHidden && { id: CHAT }), notify: 'Bob' }, `contact/${contact}`),
	});
	put('message', {
		...{
			id: 'sent',
			chat: CHAT,
			status: 'SENT',
			queued_at: START,
			sent_at: START,
			changed_at: START,
		},
		request: json(textTo(CHAT, 'words'), 'message/sent/request'),
		wire: seal.encrypt('d2lyZQ==', 'message/sent/wire'),
	});
	put('message', {
		...{ id: 'failed', chat: CHAT, status: 'FAILED', queued_at: START, changed_at: START },
		error: isHidden ? json(ERROR, 'message/failed/error') : JSON.stringify(ERROR),
	});
	put('receipt', { message: 'sent', participant: CHAT, status: 'READ', at: START });
	put('incoming', {
		...{ chat: CHAT, id: 'in', sender: CHAT, from_me: 0, at: START },
		content: seal.encrypt('aW4=', `incoming/${CHAT}/in`),
	});
	const question = { creator: CHAT, name: 'Q', options: ['a'], secret: 's' };
	const isNamed = version >= NAMED_FOR_CONTENT;
	put(isNamed ? 'message_secret' : 'question', {
		id: 'poll',
		at: START,
		body: json(question, 'question/poll'),
	});
	const stanza = { chat: CHAT, id: 'stanza', at: START, ciphertexts: '["hash"]' };
	put('stanza', { ...stanza, body: seal.encrypt('{}', `stanza/${CHAT}/stanza`) });
	put('plaintext', { ciphertext: 'hash', at: START, body: seal.encrypt('p', 'plaintext/hash') });
	if (version >= UNFINISHED_STANZAS)
		put(isNamed ? 'unfinished_stanza' : 'errand', {
			...stanza,
			body: seal.encrypt('{}', `errand/${CHAT}/stanza`),
		});
	put('media', { id: 'file', message: 'sent', stored_at: START, body: json({}, 'media/file') });
	put('subscription', { id: 'trigger:w:n', events: '["message.read"]', raw: 0, seen_at: START });
	put('batch', { seq: 1, id: 'b', type: 'message.read', at: START, events: json([], 'batch/b') });
	put('delivery', { subscription: 'trigger:w:n', batch: 1 });
	put('batch', {
		seq: 2,
		id: 'orphan',
		type: 'message.read',
		at: START,
		events: json([], 'batch/orphan'),
	});
	sqlite.close();
}

const versions = Array.from({ length: MIGRATIONS.length }, (_, index) => index + 1);

test.each(versions)('What version %d has written is there in the newest', async (version) => {
	write(version);
	const store = stores.open();
	const now = () => START;
	expect(store.settings.get('link')).toEqual({ state: 'LINKED' });
	expect(createKeyStore(store).get('session', '5511900000002.0')).toBe('ratchet');
	expect(createKeyStore(store).get('creds', '')).toBe('{}');
	expect(store.db.all("SELECT id FROM auth WHERE type = 'session'")).toHaveLength(1);
	const nobody = () => Promise.reject(new Error('It was known'));
	expect(await createRecipients(store, now, () => true).resolve(CHAT, nobody)).toBe(CHAT);
	const directory = createDirectory(store, now);
	expect(directory.nameOf(CHAT)).toBe('Bob');
	expect(directory.people()).toMatchObject([{ chat: CHAT, name: 'Bob' }]);
	const ledger = createLedger(store, now);
	expect(ledger.get('sent')).toMatchObject({ status: 'SENT', error: null });
	expect(ledger.wire('sent')).toBe('d2lyZQ==');
	expect(ledger.get('failed')).toMatchObject({ status: 'FAILED', error: ERROR });
	expect(createGroupReceipts(store).progress('sent')).toMatchObject({ readBy: 1 });
	expect(createIncomingStore(store).find('in')).toMatchObject({ chat: CHAT, wire: 'aW4=' });
	expect(createMessageSecrets(store, now).find('poll')).toMatchObject({ name: 'Q' });
	const journal = createJournal(store, now);
	expect(journal.pending()).toMatchObject([{ messageId: 'stanza', stanza: '{}' }]);
	expect(journal.plaintext('hash')).toBe('p');
	expect(createUnfinishedStanzas(store, now).take()).toHaveLength(
		version >= UNFINISHED_STANZAS ? 1 : 0,
	);
	expect(store.db.all('SELECT id, message FROM media')).toEqual([{ id: 'file', message: 'sent' }]);
	expect(store.db.all('SELECT batch FROM delivery')).toEqual([{ batch: 1 }]);
	store.db.run('DELETE FROM subscription');
	expect(store.db.all("SELECT id FROM batch WHERE id <> 'orphan'")).toEqual([]);
	// Every row may stand where the schema says, and no table of before is left.
	expect(store.db.all('PRAGMA foreign_key_check')).toEqual([]);
	expect(store.db.all("SELECT name FROM sqlite_schema WHERE name LIKE '%_plain'")).toEqual([]);
});

test('What version 1 held in the clear is in no file any more', () => {
	write(1);
	const store = stores.open();
	const ids = store.db.all<{ id: string }>(
		'SELECT id FROM auth UNION SELECT id FROM contact UNION SELECT phone FROM recipient',
	);
	expect(ids.filter(({ id }) => id.includes('5511900000002'))).toEqual([]);
});

describe('Every row has a key that is never null, as its changes are captured by it (store/patchsets.ts)', () => {
	/** Tables of which SQLite's session extension does not capture all: https://sqlite.org/sessionintro.html#_limitations */
	function notCaptured(sqlite: DatabaseSync): string[] {
		return sqlite
			.prepare(
				`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND (
					sql LIKE 'CREATE VIRTUAL%'
					OR NOT EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) WHERE pk > 0)
					-- The key of a table with rowid may be null, unless it is the rowid itself.
					OR EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name)
						WHERE pk > 0 AND "notnull" = 0 AND type <> 'INTEGER'))`,
			)
			.all()
			.map(({ name }) => String(name));
	}

	test('in the newest schema', () => {
		stores.open().close();
		using sqlite = new DatabaseSync(join(stores.folder.path, DATABASE_FILE));
		expect(notCaptured(sqlite)).toEqual([]);
	});

	test.each([
		['CREATE TABLE t (a, b)', ['t']],
		['CREATE TABLE t (a TEXT PRIMARY KEY, b)', ['t']],
		['CREATE TABLE t (a TEXT NOT NULL, b TEXT, PRIMARY KEY (a, b))', ['t']],
		['CREATE VIRTUAL TABLE t USING fts5 (a)', expect.arrayContaining(['t'])],
		['CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID', []],
		['CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)', []],
		['CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY, b)', []],
	])('which would be seen: %s', (sql, found) => {
		using sqlite = new DatabaseSync(':memory:');
		sqlite.exec(sql);
		expect(notCaptured(sqlite)).toEqual(found);
	});
});
