import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAccountStore } from '../../engine/store/account-store';
import { BOB, collect, link, OWNER, send, text, useBench } from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Statements that read a whole table, each for a reason. */
const WHOLE: readonly { sql: RegExp; why: string }[] = [
	{ sql: /FROM subscription/, why: 'as many rows as there are triggers' },
	{ sql: /^UPDATE unfinished_stanza SET tries/, why: 'all of them are tried' },
	{
		sql: /FROM unfinished_stanza WHERE tries < \? ORDER BY at$/,
		why: 'all that are left are tried',
	},
	{ sql: /^DELETE FROM contact WHERE id IN/, why: 'an index of 20,000 rows at most' },
	{ sql: /^DELETE FROM chat WHERE id IN/, why: 'an index of 10,000 rows at most' },
	{ sql: /^SELECT id, body FROM chat ORDER BY at DESC$/, why: 'a person lists them' },
	{ sql: /^SELECT id FROM media$/, why: 'once, at the start' },
	{
		sql: /^SELECT chat, id, ciphertexts, body FROM stanza ORDER BY seq$/,
		why: 'all of them are replayed',
	},
	{ sql: /^SELECT id, names FROM contact$/, why: 'names are sealed, and a person searches them' },
	{ sql: /FROM album_part GROUP BY album/, why: 'those that are not whole, for minutes' },
	{ sql: /FROM collected_message GROUP BY/, why: 'those that are not over, for seconds' },
	{
		sql: /FROM question UNION ALL SELECT 1 FROM waiting_execution LIMIT 1$/,
		why: 'one row of them',
	},
	{ sql: /FROM dropped/, why: 'never more than a thousand rows' },
];

const bench = useBench({ linked: false });

/** What SQLite itself says of how it finds the rows of every statement that a number at work runs. */
test('No statement that runs often reads a whole table', async () => {
	const prepared = new Set<string>();
	const { prepare } = DatabaseSync.prototype;
	const spy = jest.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (
		this: DatabaseSync,
		...call
	) {
		prepared.add(call[0].replace(/\s+/g, ' ').trim());
		return prepare.apply(this, call);
	});
	try {
		const events = await collect(bench, undefined, { durableId: 'w:n' });
		await bench.host.subscribe(
			bench.account,
			{
				...{ start: 'now', events: ['message.incoming'] },
				filters: { 'message.incoming': { collect: { quietMs: 1_000, longestMs: 1_000, most: 2 } } },
			},
			async () => undefined,
		);
		await link(bench);
		const { bob } = bench;
		const { messageId } = await send(bench, text(BOB, 'hello'));
		await bob.waitForMessage(messageId);
		await bob.read(messageId);
		await events.next('message.read');
		await bob.sendText(OWNER, 'hi');
		await events.next('message.incoming', (event) => event.text === 'hi');
		await bench.host.request(bench.account, 'message.status', { messageId });
		await bench.host.request(bench.account, 'queue.getMany', { limit: 10 });
		await bench.host.request(bench.account, 'queue.clear', {});
		await bench.host.request(bench.account, 'chat.search', { query: 'b', limit: 10 });
		await bench.host.request(bench.account, 'chat.getMany', { limit: 10 });
		await bench.host.request(bench.account, 'chat.getMessages', { chat: BOB, limit: 10 });
		const swept = bench.clock.timerOf(10 * MINUTE);
		bench.clock.skip(HOUR);
		await swept;
		await bench.restart();
		await bench.host.request(bench.account, 'session.status', {});
	} finally {
		spy.mockRestore();
	}

	const folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-plans-'));
	const { db, close } = openAccountStore(folder, 'a', 'key', Date.now);
	// Without those that brought over a file of before, once.
	const statements = [...prepared].filter(
		(sql) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql) && !/_plain|typeof\(error\)/.test(sql),
	);
	const scans = statements.flatMap((sql) =>
		db
			.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
			.filter(({ detail }) => /^SCAN (?!json_each|CONSTANT|\(subquery)/.test(detail))
			// One end of an index, or an index that holds nothing but what is wanted.
			.filter(
				({ detail }) =>
					!/USING (COVERING )?INDEX (message_waiting|message_scheduled|message_sent|campaign_paused|incoming_at|incoming_to_read)/.test(
						detail,
					),
			)
			.filter(() => !WHOLE.some((whole) => whole.sql.test(sql)))
			.map(({ detail }) => `${detail}: ${sql}`),
	);
	close();
	rmSync(folder, { recursive: true });
	expect(statements.length).toBeGreaterThan(60);
	expect(scans).toEqual([]);
}, 60_000);
