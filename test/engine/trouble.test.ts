import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHost } from '../../engine/host/host';
import {
	BOB,
	collect,
	link,
	meanwhile,
	OWNER,
	said,
	send,
	text,
	untilConnected,
	useBench,
} from './support';

describe('trouble', () => {
	const bench = useBench({ each: true, linked: false });

	const status = () => bench.host.request(bench.account, 'session.status', {});
	const folder = () => join(bench.options.dataDir, bench.account.id);
	const files = () =>
		readdirSync(folder(), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name));

	test('nothing is linked: sending says so', async () => {
		await expect(send(bench, text(BOB, 'x'))).rejects.toMatchObject({ code: 'NOT_LINKED' });
	});

	test('the phone unlinks the device: an event, the queue is kept, the next send says what to do', async () => {
		await link(bench);
		const events = await collect(bench, ['session.loggedOut', 'message.sent']);
		const slow = await send(bench, text(BOB, 'first', { delayAfterMs: 15_000 }));
		await events.next('message.sent');
		const kept = await send(bench, text(BOB, 'second'));
		bench.phone.unlink();
		expect(await events.next('session.loggedOut')).toMatchObject({
			state: 'LOGGED_OUT',
			reason: 'This device was logged out on the phone.',
		});
		expect(await status()).toMatchObject({
			state: 'LOGGED_OUT',
			connected: false,
			queueLength: 1,
			lastError: { code: 'LOGGED_OUT' },
		});
		await expect(send(bench, text(BOB, 'third'))).rejects.toMatchObject({ code: 'LOGGED_OUT' });

		// Nothing is tried again by itself, also not after a restart ...
		bench.clock.skip(60 * 60_000);
		await meanwhile(bench);
		await bench.restart();
		expect(await status()).toMatchObject({ state: 'LOGGED_OUT', queueLength: 1 });
		await meanwhile(bench);
		expect(bench.simulator.statistics(OWNER).refusedLogins).toBe(0);
		// ... and linking anew sends what waited.
		await link(bench);
		const { bob } = bench;
		await bob.waitForMessage(kept.messageId);
		expect(bob.received.filter(({ id }) => id === slow.messageId)).toHaveLength(1);
		await events.close();
	});

	test('a second process with the same account gets IN_USE and opens no connection', async () => {
		await link(bench);
		const other = fork(join(__dirname, 'second-process.cjs'), [], {
			env: { ...process.env, NODE_OPTIONS: '' },
		});
		other.send({ file: join(folder(), 'session.db') });
		const [answer] = (await once(other, 'message')) as [{ errcode: number }];
		expect(answer.errcode).toBe(5);
		await once(other, 'exit');

		// The same from this process: the lock is the file's, whoever asks.
		const second = createHost({ ...bench.options, clock: bench.clock });
		await expect(second.request(bench.account, 'session.status', {})).rejects.toMatchObject({
			code: 'IN_USE',
		});
		expect(bench.simulator.connections(OWNER)).toBe(1);
		expect(bench.simulator.statistics(OWNER)).toMatchObject({ logins: 1, replacedConnections: 0 });
		await second.close();
	});

	test('another encryption key is named as the cause, and the file stays as it is', async () => {
		await link(bench);
		await bench.host.close();
		const contents = () => files().map((file) => [file, readFileSync(file).toString('hex')]);
		const before = contents();
		const wrong = createHost({
			...bench.options,
			encryptionKey: 'another key',
			clock: bench.clock,
		});
		await expect(wrong.request(bench.account, 'session.status', {})).rejects.toMatchObject({
			code: 'WRONG_KEY',
		});
		await wrong.close();
		expect(contents()).toEqual(before);
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('a damaged file is set aside and named; the next call starts anew', async () => {
		await link(bench);
		await bench.host.close();
		const file = join(folder(), 'session.db');
		const bytes = readFileSync(file);
		bytes.fill(0x5a, 0, 8192);
		writeFileSync(file, bytes);
		await bench.restart();
		const error = await status().catch((reason: Error) => reason);
		expect(error).toMatchObject({ code: 'DAMAGED' });
		const kept = readdirSync(folder()).find((name) => name.includes('.damaged-')) ?? '';
		expect((error as Error).message).toContain(kept);
		expect(readFileSync(join(folder(), kept)).equals(bytes)).toBe(true);
		expect(await status()).toMatchObject({ state: 'UNLINKED' });
	});

	test('a damaged file that nobody was told of, as n8n had just started, is told to the next one who asks', async () => {
		await link(bench);
		await bench.host.close();
		writeFileSync(join(folder(), 'session.db'), Buffer.alloc(8192, 0x5a));
		await bench.restart();
		await bench.host.resume();
		const kept = readdirSync(folder()).find((name) => name.includes('.damaged-')) ?? '';
		const told = await status();
		expect(told).toMatchObject({ state: 'UNLINKED', lastError: { code: 'DAMAGED' } });
		expect(told.summary).toContain(`It was kept as ${kept}. Link the number again`);

		await bench.restart();
		expect(await status()).toMatchObject({ lastError: { code: 'DAMAGED' } });
		expect(await link(bench)).toMatchObject({ state: 'LINKED', lastError: null });
	});

	test('at most 1,000 messages wait while the number is disconnected; all go out when it is back', async () => {
		await link(bench);
		const { bob } = bench;
		const events = await collect(bench, ['session.disconnected', 'session.connected']);
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		for (let i = 0; i < 1_000; i++) await send(bench, text(BOB, `waiting ${i}`));
		await expect(send(bench, text(BOB, 'one too many'))).rejects.toMatchObject({
			code: 'QUEUE_FULL',
			message: expect.stringContaining('1000 messages are waiting'),
		});
		expect(await status()).toMatchObject({ connected: false, queueLength: 1_000 });
		bench.simulator.faults.refuseConnections(false);
		bench.clock.skip(10_000);
		await bob.waitForMessage(said('waiting 999'));
		const seen = bob.received.map((message) => message.text);
		expect(seen).toEqual(Array.from({ length: 1_000 }, (_, i) => `waiting ${i}`));
		await events.close();
	});

	test('what waits when n8n stops leaves when it is back, though nobody asks for it', async () => {
		await link(bench);
		const { bob } = bench;
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		const { messageId } = await send(bench, text(BOB, 'over the restart'));
		await bench.host.close();
		bench.simulator.faults.refuseConnections(false);
		await bench.restart();
		await bench.host.resume();
		await bob.waitForMessage(messageId);
	});

	test.each([
		'ws://example.org/ws',
		'ws://127.0.0.1.example.org/ws',
		'ws://10.0.0.1/ws',
		'http://127.0.0.1/',
		'x',
	])('an endpoint that is not this machine is refused: %s', (url) => {
		const endpoint = { ...bench.simulator.endpoint, url };
		expect(() => createHost({ ...bench.options, endpoint, clock: bench.clock })).toThrow(
			expect.objectContaining({ code: 'INVALID_SETTING' }),
		);
	});

	test.each(['', '../escape', 'a/b', 'x'.repeat(65)])(
		'a credential id that is no folder name is refused: %s',
		async (id) => {
			await expect(
				bench.host.request({ ...bench.account, id }, 'session.status', {}),
			).rejects.toMatchObject({ code: 'INVALID_SETTING' });
		},
	);

	test('what is stored is for the owner alone, and holds no words and no keys in the clear', async () => {
		await link(bench);
		const bob = await bench.simulator.contact(BOB, { name: 'Bobby Tables' });
		const events = await collect(bench, ['message.incoming'], { durableId: 'workflow:node' });
		const { messageId } = await send(bench, text(BOB, 'a very private confession'));
		await bob.waitForMessage(messageId);
		await bob.sendText(OWNER, 'an equally private confession');
		await events.next('message.incoming');
		for (const place of [folder(), join(folder(), 'spool')]) {
			expect(statSync(place).mode & 0o777).toBe(0o700);
		}
		expect(files()).toContain(join(folder(), 'session.db'));
		for (const file of files()) {
			expect(statSync(file).mode & 0o777).toBe(0o600);
			const bytes = readFileSync(file);
			for (const secret of ['confession', 'Bobby', 'noiseKey', 'privKey', 'signedIdentityKey']) {
				expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
			}
		}
		await events.close();
	});

	test('content is gone at once when it is to be kept for 0 hours', async () => {
		bench.account.settings.keepContentHours = 0;
		await link(bench);
		const { bob } = bench;
		const events = await collect(bench, ['message.sent', 'message.incoming']);
		const { messageId } = await send(bench, text(BOB, 'forget this'));
		await events.next('message.sent');
		const theirs = await bob.sendText(OWNER, 'and this');
		await events.next('message.incoming');
		for (const replyTo of [messageId, theirs]) {
			await expect(
				send(bench, text(BOB, 'reply', { replyTo: { messageId: replyTo } })),
			).rejects.toMatchObject({
				code: 'UNKNOWN_MESSAGE',
			});
		}
		await events.close();
	});
});
