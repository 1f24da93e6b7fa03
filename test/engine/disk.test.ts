import { fillDisk, fillDiskAtCommit } from '../support/full-disk';
import { BOB, collect, linkAnother, OWNER, send, text, untilConnected, useBench } from './support';

describe('a full disk', () => {
	// Before the bench is closed.
	afterEach(() => jest.restoreAllMocks());
	const bench = useBench({ each: true });

	const status = () => bench.host.request(bench.account, 'session.status', {});

	test('a send is refused in words, and accepted when there is space again', async () => {
		const { bob } = bench;
		const free = fillDisk();
		await expect(send(bench, text(BOB, 'no space'))).rejects.toMatchObject({
			code: 'STORE_FAILED',
			message: 'The disk of n8n is full.',
			retryable: true,
		});
		free();
		const { messageId } = await send(bench, text(BOB, 'space'));
		await bob.waitForMessage(messageId);
		expect(bob.received.map((message) => message.text)).toEqual(['space']);
	});

	test('what was queued before stops in front of the wire, and leaves when there is space again', async () => {
		const { bob } = bench;
		const events = await collect(bench, ['message.sent']);
		const first = await send(bench, text(BOB, 'first', { delayAfterMs: 5_000 }));
		await events.next('message.sent');
		const second = await send(bench, text(BOB, 'second'));
		const free = fillDisk();
		bench.clock.skip(5_000);
		await bench.clock.timerOf(10_000);
		expect(bob.received.map(({ id }) => id)).toEqual([first.messageId]);
		expect(await status()).toMatchObject({ lastError: { code: 'STORE_FAILED' }, queueLength: 1 });
		free();
		bench.clock.skip(10_000);
		await bob.waitForMessage(second.messageId);
		await events.close();
	});

	test('a send whose commit fails is refused, and is not sent', async () => {
		const { bob } = bench;
		await bob.waitForMessage((await send(bench, text(BOB, 'hello'))).messageId);
		const free = fillDiskAtCommit();
		const request = text(BOB, 'no space');
		await expect(send(bench, request)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		free();
		bench.clock.skip(10_000);
		await untilConnected(bench);
		const { messageId } = await send(bench, text(BOB, 'space'));
		await bob.waitForMessage(messageId);
		expect(bob.received.map((message) => message.text)).toEqual(['hello', 'space']);
	});

	test('of one number: another one whose file can be written goes on', async () => {
		const { bob } = bench;
		const other = await linkAnother(bench, '5511900000005');
		const heard = await collect(other, ['message.incoming', 'session.disconnected']);
		const free = fillDiskAtCommit((file) => file.includes(bench.account.id));
		await expect(send(bench, text(BOB, 'no space'))).rejects.toMatchObject({
			code: 'STORE_FAILED',
		});
		const { messageId } = await send(other, text(BOB, 'space'));
		await bob.waitForMessage(messageId);
		const answer = await bob.sendText('5511900000005', 'answer');
		await heard.next('message.incoming', (event) => event.messageId === answer);
		expect(heard.all).toHaveLength(1);
		free();
		await heard.close();
	});

	test('what is sealed already does not leave without its keys on disk, and is sealed anew when there is space', async () => {
		const { bob } = bench;
		jest.spyOn(bench.clock, 'random').mockReturnValue(0); // Of the pause before it connects again.
		const events = await collect(bench, ['message.sent']);
		const first = await send(bench, text(BOB, 'first', { delayAfterMs: 5_000 }));
		await events.next('message.sent');
		const second = await send(bench, text(BOB, 'second'));
		const third = await send(bench, text(BOB, 'third'));
		const left = new Set<string>();
		bench.simulator.traffic.subscribe(({ direction, stanza: { tag, attrs } }) => {
			if (direction === 'in' && tag === 'message') left.add(attrs.id ?? '');
		});

		const free = fillDiskAtCommit();
		bench.clock.skip(5_000);
		await bench.clock.timerOf(1_000);
		expect(await status()).toMatchObject({
			connected: false,
			queueLength: 2,
			lastError: { code: 'STORE_FAILED' },
		});
		expect(left.size).toBe(0);
		free();

		bench.clock.skip(10_000);
		for (const { messageId } of [second, third]) {
			await bob.waitForMessage(messageId);
			await events.next('message.sent', (event) => event.messageId === messageId);
		}
		expect(bob.received.map(({ id }) => id)).toEqual(
			[first, second, third].map(({ messageId }) => messageId),
		);
		expect(left).toEqual(new Set([second.messageId, third.messageId]));
		await events.close();
	});

	test('while it logs in, it logs in when there is space again', async () => {
		jest.spyOn(bench.clock, 'random').mockReturnValue(0); // Of the pauses before it connects again.
		const events = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		await events.close();
		const free = fillDisk(([type]) => type === 'creds');
		const pause = bench.clock.timerOf(2_000);
		bench.clock.skip(1_000);
		await pause;
		expect(await status()).toMatchObject({ lastError: { code: 'STORE_FAILED' } });
		free();
		bench.clock.skip(10_000);
		expect(await untilConnected(bench)).toMatchObject({ connected: true, lastError: null });
	});

	test('what comes in meanwhile is not acknowledged, and comes again', async () => {
		const { bob } = bench;
		jest.spyOn(bench.clock, 'random').mockReturnValue(0); // Of the pause before it connects again.
		const events = await collect(bench, ['message.incoming']);
		const free = fillDisk();
		const pause = bench.clock.timerOf(1_000);
		const id = await bob.sendText(OWNER, 'can you store this?');
		await pause;
		free();
		bench.clock.skip(10_000);
		expect(await events.next('message.incoming')).toMatchObject({ messageId: id });
		expect(events.all).toHaveLength(1);
		expect(await untilConnected(bench)).toMatchObject({ connected: true });
		await events.close();
	});
});
