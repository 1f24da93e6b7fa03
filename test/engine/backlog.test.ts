import { EventEmitter, once } from 'node:events';
import type { TrafficEntry } from '../simulator';
import { BOB, collect, OWNER, send, text, type Collected, useBench } from './support';

const EVE = '5511900000007';
const SECOND = 1_000;

/** What waits for a login, in all the ways in which a server may hand it over. */
describe('a backlog', () => {
	const bench = useBench({ each: true });
	let events: Collected;
	/** The words of all that came in. */
	let heard: string[];
	let hearing: EventEmitter;

	beforeEach(async () => {
		events = await collect(bench, ['session.disconnected', 'session.connected']);
		heard = [];
		hearing = new EventEmitter();
		await bench.host.subscribe(
			bench.account,
			{ events: ['message.incoming'], start: 'now' },
			async (batch) => {
				heard.push(
					...batch.events.flatMap((event) =>
						event.event === 'message.incoming' ? (event.text ?? []) : [],
					),
				);
				hearing.emit('heard');
			},
		);
	});

	const faults = () => bench.simulator.faults;
	const status = () => bench.host.request(bench.account, 'session.status', {});

	async function disconnect(): Promise<void> {
		faults().refuseConnections(true);
		faults().dropConnections(OWNER);
		await events.next('session.disconnected');
	}

	function nextConnected(): Promise<unknown> {
		const seen = new Set(events.all.map(({ eventId }) => eventId));
		return events.next('session.connected', ({ eventId }) => !seen.has(eventId));
	}

	function connect(): Promise<unknown> {
		const connected = nextConnected();
		faults().refuseConnections(false);
		bench.clock.skip(10 * SECOND);
		return connected;
	}

	/** Messages of two people and a group, while the number is away. */
	async function write(count: number): Promise<string[]> {
		const { bob } = bench;
		const eve = await bench.simulator.contact(EVE);
		const group = await bench.simulator.group({ subject: 'Waiting', members: [BOB, EVE, OWNER] });
		const written: string[] = [];
		for (let number = 0; number < count; number++) {
			const words = `${number}`;
			// Signatures make those to a group slow.
			if (number % 20 === 0) await (number % 40 === 0 ? bob : eve).sendText(group.id, words);
			else await (number % 2 === 0 ? bob : eve).sendText(OWNER, words);
			written.push(words);
		}
		return written;
	}

	/** What was said in each chat, in the order in which it came. */
	function byChat(words: readonly string[]): string[][] {
		const chatOf = (number: number) => (number % 20 === 0 ? 2 : number % 2);
		return [0, 1, 2].map((chat) => words.filter((word) => chatOf(Number(word)) === chat));
	}

	async function untilHeard(count: number): Promise<void> {
		while (heard.length < count) await once(hearing, 'heard');
	}

	/** The most that was handed over and not answered at one time, and how it was asked for. */
	function watch(): { readonly requests: number; readonly most: number; stop(): void } {
		const open = new Set<string>();
		const seen = { requests: 0, most: 0 };
		const stop = bench.simulator.traffic.subscribe(({ direction, stanza }: TrafficEntry) => {
			const { tag, attrs, content } = stanza;
			const isRequest =
				tag === 'ib' && Array.isArray(content) && content[0]?.tag === 'offline_batch';
			if (direction === 'in' && isRequest) seen.requests++;
			if (direction === 'out' && tag === 'message' && attrs.id) open.add(attrs.id);
			if (direction === 'in' && (tag === 'receipt' || tag === 'ack') && attrs.id) {
				open.delete(attrs.id);
			}
			seen.most = Math.max(seen.most, open.size);
		});
		return Object.assign(seen, { stop });
	}

	test('of 5,000, handed over as it is asked for: all of it, once, in order, and never more than some hundred at a time', async () => {
		faults().batchBacklog(OWNER);
		await disconnect();
		const written = await write(5_000);
		const watched = watch();
		const connected = connect();
		// What is said meanwhile comes behind it.
		await connected;
		const { bob } = bench;
		await bob.sendText(OWNER, '5002');
		await untilHeard(5_001);
		watched.stop();
		expect(byChat(heard)).toEqual(byChat([...written, '5002']));
		expect(watched.most).toBeLessThanOrEqual(400);
		expect(watched.requests).toBeGreaterThanOrEqual(50);
		expect(watched.requests).toBeLessThanOrEqual(70);
		expect((await status()).lastError).toBeNull();
	}, 900_000);

	test.each([
		['all at once, and WhatsApp never says that this was all', []],
		['as it is asked for, and WhatsApp never says that this was all', ['batchBacklog']],
	] as const)(
		'handed over %s: it comes, and so does what is said after it',
		async (_, manner) => {
			for (const fault of ['withholdBacklogEnd', ...manner] as const) faults()[fault](OWNER);
			await disconnect();
			const written = await write(250);
			await connect();
			const { bob } = bench;
			await bob.sendText(OWNER, '252');
			await untilHeard(251);
			expect(byChat(heard)).toEqual(byChat([...written, '252']));
			await secondsWithFrames(180);
			expect(await status()).toMatchObject({ connected: true, lastError: null });
			expect(events.all.map(({ event }) => event)).toEqual([
				'session.disconnected',
				'session.connected',
			]);
		},
		120_000,
	);

	test('that stands still is told and asked for again, and the connection is replaced', async () => {
		faults().batchBacklog(OWNER);
		const stalled = faults().stallBacklog(OWNER);
		await disconnect();
		const written = await write(5);
		const watched = watch();
		await connect();
		await secondsWithFrames(30);
		const told = await status();
		expect(told).toMatchObject({ connected: true, lastError: { code: 'BACKLOG_STALLED' } });
		expect(told.summary).toContain('stopped handing over');
		expect(watched.requests).toBe(2);
		watched.stop();
		const replaced = nextConnected();
		await secondsWithFrames(40);
		await replaced;
		expect(await status()).toMatchObject({ connected: true, lastError: null });
		stalled.release();
		await secondsWithFrames(30);
		await untilHeard(5);
		expect(byChat(heard)).toEqual(byChat(written));
	}, 120_000);

	test('that goes on when it is asked for again is told no more', async () => {
		faults().batchBacklog(OWNER);
		const stalled = faults().stallBacklog(OWNER);
		await disconnect();
		const written = await write(5);
		await connect();
		await secondsWithFrames(20);
		expect(await status()).toMatchObject({ lastError: { code: 'BACKLOG_STALLED' } });
		stalled.release();
		await secondsWithFrames(20);
		await untilHeard(5);
		expect(byChat(heard)).toEqual(byChat(written));
		await secondsWithFrames(10);
		expect(await status()).toMatchObject({ connected: true, lastError: null });
		expect(events.all).toHaveLength(2);
	}, 120_000);

	let frames = 0;

	/** Time goes by on a connection on which frames come in; what does not wait for its turn has no mark. */
	async function secondsWithFrames(seconds: number): Promise<void> {
		for (let second = 0; second < seconds; second += 10) {
			const { messageId } = await send(bench, text(BOB, `frame ${frames++}`));
			await bench.host.request(bench.account, 'message.wait', {
				messageId,
				status: 'SENT',
				timeoutMs: 60 * SECOND,
			});
			bench.clock.skip(10 * SECOND);
		}
	}
});
