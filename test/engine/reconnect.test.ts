import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	send,
	text,
	type Collected,
	untilAcked,
	useBench,
} from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a connection that ends', () => {
	const bench = useBench({
		each: true,
		// The shortest pauses of the table: chance is out of the game.
		engineClock: (clock) => ({ ...clock, random: () => 0 }),
		giveUp: () => void givenUp++,
	});
	let events: Collected;
	let givenUp: number;

	beforeEach(async () => {
		givenUp = 0;
		events = await collect(bench, [
			'session.connected',
			'session.disconnected',
			'session.loggedOut',
			'message.sent',
		]);
	});

	const status = () => bench.host.request(bench.account, 'session.status', {});
	const logins = () => bench.simulator.statistics(OWNER).logins;

	/** The next try is planned for `ms` after the connection was ended, and is the only one. */
	async function reconnectsAfter(ms: number, end: () => void): Promise<void> {
		const before = logins();
		const planned = bench.clock.timerOf(ms);
		end();
		await events.next('session.disconnected');
		await planned;
		bench.clock.skip(ms);
		await events.next('session.connected');
		expect(await status()).toMatchObject({ connected: true, state: 'LINKED' });
		await meanwhile(bench);
		expect(logins()).toBe(before + 1);
		expect(bench.simulator.connections(OWNER)).toBe(1);
	}

	test('dropped by the network: back after a second', async () => {
		await reconnectsAfter(1_000, () => bench.simulator.faults.dropConnections(OWNER));
	});

	test.each([
		['restart required', 515, 0],
		['unavailable', 503, 10_000],
		['something unknown', 500, 1_000],
	])('%s (%i): back in its time', async (_, code, ms) => {
		await reconnectsAfter(ms, () => bench.simulator.faults.streamError(OWNER, code));
	});

	test('the version is refused (405): tried again after five minutes', async () => {
		bench.simulator.faults.failure(OWNER, 405);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		const planned = bench.clock.timerOf(5 * MINUTE);
		bench.clock.skip(1_000);
		await planned;
		await meanwhile(bench);
		expect(logins()).toBe(1);
		bench.clock.skip(5 * MINUTE);
		await events.next('session.connected');
	});

	test('banned for a day (402): the status says until when, and it is tried then', async () => {
		bench.simulator.faults.failure(OWNER, 402, 1, { code: '101', expire: '86400' });
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		const planned = bench.clock.timerOf(24 * HOUR);
		bench.clock.skip(1_000);
		await planned;
		const end = new Date(bench.clock.now() + 24 * HOUR).toISOString();
		const told = await status();
		expect(told).toMatchObject({
			state: 'LINKED',
			connected: false,
			lastError: { code: 'BANNED' },
		});
		expect(told.summary).toContain(`banned this number until ${end.slice(0, 13)}`);
		bench.clock.skip(24 * HOUR);
		await events.next('session.connected');
		expect(await status()).toMatchObject({ connected: true, lastError: null });
	});

	test.each([
		['logged out', 401, 'LOGGED_OUT'],
		['locked', 403, 'BANNED'],
		['banned', 406, 'BANNED'],
	])('%s (%i) is final and says what to do', async (_, code, state) => {
		bench.simulator.faults.failure(OWNER, code, 100);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		bench.clock.skip(1_000);
		expect(await events.next('session.loggedOut')).toMatchObject({ state });
		bench.clock.skip(24 * HOUR);
		await meanwhile(bench);
		expect(await status()).toMatchObject({ state, connected: false, lastError: { code: state } });
		expect(bench.simulator.statistics(OWNER).refusedLogins).toBe(1);
	});

	test('used elsewhere (440): three tries at half a minute, then it stops and can be started again', async () => {
		for (let i = 0; i < 3; i++) {
			const back = nextConnected();
			bench.simulator.faults.conflict(OWNER);
			await disconnected(i + 1);
			bench.clock.skip(30_000);
			await back;
		}
		bench.simulator.faults.conflict(OWNER);
		await disconnected(4);
		expect(await status()).toMatchObject({ state: 'REPLACED', lastError: { code: 'REPLACED' } });
		const before = logins();
		bench.clock.skip(24 * HOUR);
		await meanwhile(bench);
		expect(logins()).toBe(before);
		await expect(send(bench, text(BOB, 'x'))).rejects.toMatchObject({ code: 'REPLACED' });
		const again = await bench.host.request(bench.account, 'session.reconnect', {});
		expect(again).toMatchObject({ state: 'LINKED', connected: true });
	});

	test('a day without network ends connected within ten seconds of its return, and the queue goes out', async () => {
		const { bob } = bench;
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		const { messageId } = await send(bench, text(BOB, 'from the outage'));
		for (let minutes = 0; minutes < 24 * 60; minutes++) {
			bench.clock.skip(MINUTE);
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await status()).toMatchObject({ connected: false, state: 'LINKED', queueLength: 1 });
		// The network returns right after a try: the next one is as far away as it can be.
		const pause = bench.clock.timerOf(8_000);
		bench.clock.skip(MINUTE);
		await pause;
		const back = nextConnected();
		bench.simulator.faults.refuseConnections(false);
		bench.clock.skip(10_000);
		await back;
		await bob.waitForMessage(messageId);
	});

	test('half-open: nothing is heard for 45 seconds, and the connection is replaced without waiting for it', async () => {
		bench.simulator.faults.silence(OWNER);
		bench.clock.skip(56_000);
		await events.next('session.disconnected');
		await events.next('session.connected');
		expect(await status()).toMatchObject({ connected: true });
	});

	describe('deaf', () => {
		let incoming: Collected;
		let frames = 0;

		beforeEach(async () => {
			incoming = await collect(bench, ['message.incoming']);
			// What the phone tells a new device is opened before this is.
			await heard(await bench.bob.sendText(OWNER, 'hello'));
		});
		afterEach(() => incoming.close());

		const heard = (id: string) =>
			incoming.next('message.incoming', ({ messageId }) => messageId === id);

		/** Before Baileys opens what somebody new has written it asks for that person's LID; nobody answers, and all wait. */
		function makeDeaf(connections = 1): void {
			bench.simulator.faults.withholdOtherAddress();
			bench.simulator.faults.silenceUsync(connections);
		}

		/** Time goes by; frames come in and are answered, as on a connection that is well. */
		async function secondsWithFrames(seconds: number): Promise<void> {
			const { simulator } = bench;
			for (let second = 0; second < seconds; second += 10) {
				const id = `frame-${frames++}`;
				simulator.script(OWNER, {
					tag: 'notification',
					attrs: { id, from: 's.whatsapp.net', type: 'of another time' },
					content: [],
				});
				await untilAcked(simulator, { id });
				bench.clock.skip(10_000);
			}
		}

		/** What is sent to the companion from here on comes after it. */
		async function handedOver(id: string): Promise<void> {
			await bench.simulator.traffic.waitFor(
				({ direction, stanza }) =>
					direction === 'out' && stanza.tag === 'message' && stanza.attrs.id === id,
			);
		}

		async function backAfterTheClose(): Promise<void> {
			bench.simulator.traffic.clear();
			await events.next('session.disconnected');
			const back = nextConnected();
			bench.clock.skip(1_000);
			await back;
		}

		test('messages are not opened, though frames come in: the connection is replaced after a minute and a half', async () => {
			makeDeaf();
			const stranger = await bench.simulator.contact('5511900000003');
			const first = await stranger.sendText(OWNER, 'anybody there?');
			const second = await bench.bob.sendText(OWNER, 'and I?');
			await handedOver(second);
			await secondsWithFrames(80);
			expect(await status()).toMatchObject({ connected: true });
			expect(incoming.all).toHaveLength(1);
			await secondsWithFrames(10);
			await backAfterTheClose();
			await heard(first);
			await heard(second);
			await meanwhile(bench);
			expect(incoming.all).toHaveLength(3);
			expect(logins()).toBe(2);
			expect(givenUp).toBe(0);
		});

		test('again on the next connection: the thread is given up, and the next one gets the message', async () => {
			makeDeaf(2);
			const stranger = await bench.simulator.contact('5511900000004');
			const id = await stranger.sendText(OWNER, 'anybody there?');
			await handedOver(id);
			await secondsWithFrames(90);
			await backAfterTheClose();
			await handedOver(id);
			await secondsWithFrames(80);
			expect(givenUp).toBe(0);
			await secondsWithFrames(10);
			expect(givenUp).toBe(1);
			await bench.restart();
			incoming = await collect(bench, ['message.incoming']);
			await heard(id);
			expect(incoming.all).toHaveLength(1);
		});
	});

	test('Reconnect replaces the connection at once', async () => {
		const before = logins();
		const after = await bench.host.request(bench.account, 'session.reconnect', {});
		expect(after).toMatchObject({ connected: true });
		expect(logins()).toBe(before + 1);
		expect(bench.simulator.connections(OWNER)).toBe(1);
		expect(bench.simulator.statistics(OWNER).replacedConnections).toBe(0);
	});

	/** The next `session.connected` after those that were seen. */
	function nextConnected() {
		const seen = new Set(events.all.map(({ eventId }) => eventId));
		return events.next('session.connected', ({ eventId }) => !seen.has(eventId));
	}

	async function disconnected(times: number): Promise<void> {
		await events.next(
			'session.disconnected',
			() => events.all.filter(({ event }) => event === 'session.disconnected').length >= times,
		);
	}
});
