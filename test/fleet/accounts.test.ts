import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createHost } from '../../engine/host/host';
import { MAX_WAITING } from '../../engine/outbox/ledger';
import type { CredentialList } from '../../engine/gateway/contract';
import { BOB, collect, link, OWNER, send, text, untilConnected } from '../engine/support';
import { useFleet, type FleetHost } from './support';

/** Numbers that are kept in Postgres: how they come there, are told apart, and end. */
const bench = useFleet();

const linked = async (process: FleetHost) => await link({ ...process, simulator: bench.simulator });
const other = (process: FleetHost): FleetHost => ({
	...process,
	account: { ...process.account, id: 'credential2' },
});
/** What Postgres has of numbers. */
const rows = async (table: string) =>
	(await bench.postgres.query(`SELECT count(*) FROM ${table}`)).flat().map(Number)[0];
const phones = async () =>
	(await bench.postgres.query('SELECT phone FROM wa_account WHERE phone IS NOT NULL')).flat();
/** WhatsApp cannot be reached any more, and the process has noticed. */
async function cutOff(process: FleetHost): Promise<void> {
	const connection = await collect(process, ['session.disconnected']);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(OWNER);
	await connection.next('session.disconnected');
}
/** As n8n's Retry On Fail does it. Resolves when it has arrived. */
async function untilTaken(process: FleetHost, words: string): Promise<void> {
	const message = text(BOB, words);
	for (;;) {
		const record = await send(process, message).catch((error: unknown) =>
			expect(error).toMatchObject({ code: 'STORE_FAILED' }),
		);
		if (record) return void (await bench.bob.waitForMessage(record.messageId));
	}
}
/** For what is told to nobody: Postgres has it at some time. */
async function until(holds: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 3_000; tries++) if (await holds()) return;
	throw new Error('It has not come about');
}

test('A number goes on in an empty folder: it sends, receives, and nobody has to link it again', async () => {
	const first = bench.start();
	await linked(first);
	const triggered = await collect(first, ['message.incoming'], { durableId: 'workflow:trigger' });
	const { messageId } = await send(first, text(BOB, 'from the first one'));
	await bench.bob.waitForMessage(messageId);
	await bench.bob.sendText(OWNER, 'hello');
	await triggered.next('message.incoming');
	await first.host.close();
	expect(readdirSync(join(first.options.dataDir, 'working-copies'))).toEqual([]);

	const second = bench.start();
	await second.host.resume();
	expect(await untilConnected(second)).toMatchObject({ state: 'LINKED' });
	const resumed = await collect(second, ['message.incoming'], {
		durableId: 'workflow:trigger',
		start: 'resume',
	});
	const theirs = await bench.bob.sendText(OWNER, 'are you still there?');
	await resumed.next('message.incoming', (event) => event.messageId === theirs);
	const again = await send(second, text(BOB, 'from the second one'));
	await bench.bob.waitForMessage(again.messageId);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
});

test('What was queued when the process ended leaves from another folder, once', async () => {
	const first = bench.start();
	await linked(first);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(OWNER);
	const { messageId } = await send(first, text(BOB, 'later'));
	await first.host.close();
	bench.simulator.faults.refuseConnections(false);
	const second = bench.start();
	await second.host.resume();
	await bench.bob.waitForMessage(messageId);
});

test('One whose queue is full is held all the same, and what waits for it is queued when there is room', async () => {
	const first = bench.start();
	await linked(first);
	await cutOff(first);
	const words = Array.from({ length: MAX_WAITING.disconnected + 1 }, (_, nth) => `number ${nth}`);
	const sent = await Promise.allSettled(words.map((each) => send(first, text(BOB, each))));
	expect(sent.filter(({ status }) => status === 'rejected')).toMatchObject([
		{ reason: { code: 'QUEUE_FULL' } },
	]);
	await first.host.close();
	const letter = await bench.start().host.deposit(bench.account, text(BOB, 'the last one'));

	const second = bench.start();
	await second.host.resume();
	expect(await second.host.request(second.account, 'session.status', {})).toMatchObject({
		state: 'LINKED',
	});
	const sentence = 'Messages that wait for the number cannot be queued yet';
	expect(second.log).toContainEqual(expect.objectContaining({ sentence }));
	bench.simulator.faults.refuseConnections(false);
	await until(async () => (await rows('wa_mailbox')) === 0);
	const asked = { messageId: letter?.messageId ?? '' };
	const record = await second.host.request(second.account, 'message.status', asked);
	expect(record).toMatchObject({ ...asked, chat: letter?.chat });
});

test('One that was kept in a folder moves into Postgres, and its folder is not used again', async () => {
	const dataDir = bench.folder();
	const { options } = bench.start(dataDir);
	const before = { ...bench, host: createHost({ ...options, clock: bench.clock }) };
	await link(before);
	const trigger = { durableId: 'workflow:trigger' };
	const events = await collect(before, ['message.incoming'], trigger);
	await before.host.close();
	const missed = await bench.bob.sendText(OWNER, 'while it moves');

	const process = bench.start(dataDir);
	await process.host.resume();
	await untilConnected(process);
	const resumed = await collect(process, ['message.incoming'], { ...trigger, start: 'resume' });
	await resumed.next('message.incoming', (event) => event.messageId === missed);
	expect(events.all).toEqual([]);
	expect(existsSync(join(dataDir, bench.account.id))).toBe(false);
	expect(readdirSync(dataDir)).toContain(`${bench.account.id}.moved-to-postgres`);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
	await process.host.close();

	const elsewhere = bench.start();
	await elsewhere.host.resume();
	expect(await untilConnected(elsewhere)).toMatchObject({ state: 'LINKED' });
});

test('One that a newer version of the package has written is left alone, in words, by an older one', async () => {
	const newer = bench.start();
	await linked(newer);
	await newer.host.close();
	const { logins } = bench.simulator.statistics(OWNER);
	await bench.postgres.query('UPDATE wa_account SET schema = schema + 1');
	const older = bench.start();
	await older.host.resume();
	const asked = older.host.request(older.account, 'session.status', {});
	await expect(asked).rejects.toMatchObject({
		code: 'STORE_FAILED',
		message: expect.stringContaining('newer version'),
		hint: expect.stringContaining('Install the newest'),
	});
	expect(bench.simulator.statistics(OWNER).logins).toBe(logins);
	await bench.postgres.query('UPDATE wa_account SET schema = schema - 1');
	expect(await untilConnected(older)).toMatchObject({ state: 'LINKED' });
});

test('One whose log has grown gets a snapshot while it is used, from which another process goes on', async () => {
	const first = bench.start();
	await linked(first);
	await cutOff(first);
	const snapshot = async () =>
		(await bench.postgres.query('SELECT snapshot_seq FROM wa_account')).flat()[0];
	const before = await snapshot();
	const long = (nth: number) => send(first, text(BOB, `${nth}: ${'A long story. '.repeat(4_600)}`));
	const sent = await Promise.all(Array.from({ length: 150 }, (_, nth) => long(nth)));
	await until(async () => (await snapshot()) !== before);
	await first.host.close();
	const second = bench.start();
	await second.host.resume();
	for (const { messageId } of [...sent.slice(0, 1), ...sent.slice(-1)]) {
		const record = await second.host.request(second.account, 'message.status', { messageId });
		expect(record).toMatchObject({ messageId, status: 'QUEUED' });
	}
});

test('A number that another process holds is in use', async () => {
	const first = bench.start();
	await linked(first);
	const second = bench.start();
	const asked = second.host.request(second.account, 'session.status', {});
	await Promise.all([
		expect(asked).rejects.toMatchObject({ code: 'IN_USE' }),
		expect(send(first, text(BOB, 'meanwhile'))).resolves.toMatchObject({ status: 'QUEUED' }),
	]);
});

test('A number that is linked in another process cannot be linked again', async () => {
	const first = bench.start();
	await linked(first);
	await until(async () => (await phones()).length > 0);
	const second = other(bench.start());
	await expect(second.host.request(second.account, 'session.linkByCode', {})).rejects.toMatchObject(
		{
			code: 'INVALID_SETTING',
			message: expect.stringContaining(bench.account.id),
		},
	);
	expect((await phones())[0]).not.toContain(OWNER.slice(-8));
});

test('One that is forgotten leaves nothing, and can be linked anew, which its triggers get', async () => {
	const process = bench.start();
	await linked(process);
	const events = await collect(process, ['message.incoming'], { durableId: 'workflow:trigger' });
	await send(process, text(BOB, 'a confession'));
	expect(await process.host.request(process.account, 'session.forget', {})).toMatchObject({
		state: 'UNLINKED',
	});
	await linked(process);
	const theirs = await bench.bob.sendText(OWNER, 'to the new one');
	await events.next('message.incoming', (event) => event.messageId === theirs);
	await process.host.close();
	const next = bench.start();
	await next.host.resume();
	expect(await untilConnected(next)).toMatchObject({ state: 'LINKED' });
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
});

test('One whose credential is gone is unlinked, whoever holds it, and deleted after seven days', async () => {
	const first = bench.start();
	await first.host.resume();
	await linked(first);
	const list: CredentialList = { ids: [], database: 'owner', newestExecution: 1 };
	await first.host.compareCredentials({ ...list, ids: [bench.account.id] });
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
	await first.host.close();
	const second = bench.start();
	const unlinked = bench.simulator.traffic.waitFor(({ stanza }) =>
		JSON.stringify(stanza).includes('remove-companion-device'),
	);
	await second.host.compareCredentials(list);
	await unlinked;
	expect(await rows('wa_account')).toBe(1);
	bench.clock.skip(7 * 24 * 60 * 60_000);
	await second.host.compareCredentials(list);
	await until(async () => (await rows('wa_account')) === 0);
	expect([await rows('wa_log'), await rows('wa_file')]).toEqual([0, 0]);
});

test.each([
	['a row of its log', 'DELETE FROM wa_log WHERE seq = (SELECT max(seq) - 1 FROM wa_log)'],
	['a part of its snapshot', 'DELETE FROM wa_file'],
])(
	'One of which Postgres has lost %s is not used any more, says so, and can be linked anew',
	async (_what, loss) => {
		const first = bench.start();
		await linked(first);
		await first.host.close();
		await bench.postgres.query(loss);
		const { logins } = bench.simulator.statistics(OWNER);
		const second = bench.start();
		await second.host.resume();
		expect(await second.host.request(second.account, 'session.status', {})).toMatchObject({
			state: 'UNLINKED',
			lastError: { code: 'DAMAGED', hint: expect.stringContaining('Link the number again') },
		});
		expect(bench.simulator.statistics(OWNER).logins).toBe(logins);
		await linked(second);
		await second.host.close();
		const third = bench.start();
		await third.host.resume();
		expect(await untilConnected(third)).toMatchObject({ state: 'LINKED', lastError: null });
	},
);

test('What a process that was killed has left on the disk is deleted by the next one', async () => {
	const dataDir = bench.folder();
	const left = join(dataDir, 'working-copies', 'a-process-of-before', bench.account.id);
	mkdirSync(left, { recursive: true });
	const process = bench.start(dataDir);
	await process.host.resume();
	expect(existsSync(left)).toBe(false);
});

test('One of whose log Postgres has lost the end goes on from where it was, not from where Postgres is', async () => {
	let complaints = 0;
	bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
		if (tag === 'receipt' && attrs.type === 'retry') complaints++;
	});
	const first = bench.start();
	await linked(first);
	await first.host.close();
	const second = bench.start();
	await second.host.resume();
	await untilConnected(second);
	await bench.bob.waitForMessage((await send(second, text(BOB, 'before'))).messageId);
	// As a standby that did not have the newest data: more is gone than is kept to be written again.
	const lost = 'SELECT snapshot_seq FROM wa_account';
	await bench.postgres.query(
		`DELETE FROM wa_log WHERE seq > (${lost}); UPDATE wa_account SET seq = snapshot_seq`,
	);
	await untilTaken(second, 'after');
	expect(second.log).toContainEqual(expect.objectContaining({ facts: { loss: 'behind' } }));
	await second.host.close();
	const third = bench.start();
	await third.host.resume();
	await untilConnected(third);
	await bench.bob.waitForMessage((await send(third, text(BOB, 'in another folder'))).messageId);
	expect(complaints).toBe(0);
});

test('One that Postgres gave to a process whose answer was lost does not stay with nobody', async () => {
	const process = bench.start();
	await process.host.resume();
	await bench.postgres.query(
		`INSERT INTO wa_account (id, owner, epoch, claimed_at, wanted)
		 SELECT 'credential3', id, 1, now() - interval '1 minute', true FROM wa_process`,
	);
	await until(async () => {
		const [row] = await bench.postgres.query(
			"SELECT epoch FROM wa_account WHERE id = 'credential3'",
		);
		return row?.[0] === '2';
	});
});

test('What is to be forgotten of one that nobody uses is forgotten, and nobody holds it afterwards', async () => {
	const settings = { ...bench.account.settings, stayConnected: false };
	const process = { ...bench.start(), account: { ...bench.account, settings } };
	await process.host.resume();
	await linked(process);
	const events = await collect(process, ['message.incoming']);
	const id = await bench.bob.sendText(OWNER, 'forget me');
	await events.next('message.incoming', ({ messageId }) => messageId === id);
	await events.close();
	await process.host.close();
	await bench.postgres.query(
		"UPDATE wa_account SET wanted = false, released_at = now() - interval '25 hours'",
	);
	const another = { ...bench.start(), account: process.account };
	await another.host.resume();
	bench.clock.skip(16 * 60_000);
	await until(async () => {
		const isFree = `owner IS NULL AND released_at > now() - interval '1 hour'`;
		const [row] = await bench.postgres.query(`SELECT ${isFree} FROM wa_account`);
		return row?.[0] === 't';
	});
	await expect(
		send(another, text(BOB, 'reply', { replyTo: { messageId: id } })),
	).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
});
