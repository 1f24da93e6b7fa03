import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BroadcastChannel } from 'node:worker_threads';
import type { AccountRef, GatewayOptions } from '../../engine/gateway/contract';
import { createWorkerGateway, type WorkerGateway } from '../../engine/transport/worker-gateway';
import { MAX_IN_FLIGHT } from '../../engine/events/hand-over';
import { openAccountStore, type AccountStore } from '../../engine/store/account-store';
import { deferred } from '../unit/engine/support';
import { png } from '../support/files';
import { PROXY_ORIGIN, startMicrosocks } from '../support/proxies';
import { tameBaileys } from '../support/tame-baileys';
import { startSimulator, type Simulator, type TrafficEntry } from '../simulator';
import { BOB, collect, link, OWNER, send, text, untilConnected, type Bench } from './support';

const KILLABLE = join(__dirname, 'killable-worker.cjs');
const CRASHING = join(__dirname, 'crashing-worker.cjs');

/** The door as n8n uses it: the built engine in its thread. */
describe('the gateway', () => {
	let simulator: Simulator;
	let options: GatewayOptions;
	let gateway: WorkerGateway;
	let channel: BroadcastChannel;
	const account: AccountRef = {
		id: 'credential1',
		settings: { phone: OWNER, minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
	};

	beforeAll(async () => {
		tameBaileys(); // The simulator's own: the engine's thread mutes itself.
		simulator = await startSimulator();
		const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-'));
		options = { dataDir, encryptionKey: 'key', endpoint: simulator.endpoint };
		gateway = createWorkerGateway(options, KILLABLE);
		channel = new BroadcastChannel('killable-worker');
		await link(bench());
		await simulator.contact(BOB);
	});
	afterAll(async () => {
		channel.close();
		await gateway.close();
		await simulator.close();
		rmSync(options.dataDir, { recursive: true, force: true });
	});

	const bench = () => ({ simulator, account, host: gateway }) as unknown as Bench;
	const status = () => gateway.request(account, 'session.status', {});

	test('errors come through with code and hint', async () => {
		await expect(send(bench(), text('nobody', 'x'))).rejects.toMatchObject({
			name: 'EngineError',
			code: 'INVALID_RECIPIENT',
			hint: expect.stringContaining('country code'),
		});
	});

	test('a thread that dies is restarted: still linked, listeners go on, what was queued goes out once', async () => {
		const bob = await simulator.contact(BOB);
		const events = await collect(bench(), [
			'session.connected',
			'message.sent',
			'message.incoming',
		]);
		const held = simulator.faults.refuseConnections.bind(simulator.faults);
		held(true);
		simulator.faults.dropConnections(OWNER);
		const { messageId } = await send(bench(), text(BOB, 'before the crash'));
		channel.postMessage('die');
		held(false);
		await bob.waitForMessage(messageId);
		await events.next('message.sent', (event) => event.messageId === messageId);
		expect(bob.received.filter(({ id }) => id === messageId)).toMatchObject([{ copies: 1 }]);
		const answer = await bob.sendText(OWNER, 'still there?');
		await events.next('message.incoming', (event) => event.messageId === answer);
		expect(await untilConnected(bench())).toMatchObject({ state: 'LINKED', phone: OWNER });
		await events.close();
	});

	test('a thread that dies is restarted: a number stays with the proxy that n8n has told of since its trigger started', async () => {
		const proxy = await startMicrosocks();
		const events = await collect(bench(), ['session.connected']);
		const settings = { ...account.settings, proxy: proxy.settings };
		await gateway.request({ ...account, settings }, 'session.status', {});
		await events.next('session.connected');
		simulator.origins.clear();
		events.all.length = 0;
		channel.postMessage('die');
		await events.next('session.connected');
		expect([...simulator.origins]).toEqual([PROXY_ORIGIN]);
		await events.close();
		await status();
		await proxy.close();
	});

	test('requests that are under way when the thread dies are answered by the next one', async () => {
		const requests = Array.from({ length: 20 }, (_, i) =>
			send(bench(), text(BOB, `under way ${i}`)),
		);
		channel.postMessage('die');
		const records = await Promise.all(requests);
		const bob = await simulator.contact(BOB);
		for (const { messageId } of records) await bob.waitForMessage(messageId);
		const copies = bob.received.filter(({ text: words }) => words.startsWith('under way'));
		expect(copies.map(({ text: words }) => words)).toEqual(
			Array.from({ length: 20 }, (_, i) => `under way ${i}`),
		);
	});

	/** Resolves when the engine has asked WhatsApp this of groups so often. */
	async function untilAsked(tag: string, times = 1): Promise<void> {
		const isIt = ({ direction, stanza: { attrs, content } }: TrafficEntry) =>
			direction === 'in' &&
			attrs.xmlns === 'w:g2' &&
			Array.isArray(content) &&
			content[0]?.tag === tag;
		await simulator.traffic.waitFor(() => simulator.traffic.entries().filter(isIt).length >= times);
	}

	test('a query that is under way when the thread dies is asked again', async () => {
		const { id } = await simulator.group({ subject: 'Known', members: [OWNER, BOB] });
		simulator.traffic.clear();
		simulator.faults.swallowAnswers('get w:g2 query');
		const group = gateway.request(account, 'group.get', { group: id });
		await untilAsked('query');
		channel.postMessage('die');
		expect(await group).toMatchObject({ id, subject: 'Known' });
		await untilAsked('query', 2);
	});

	test('an idempotent mutation that is under way when the thread dies is done again', async () => {
		const bob = await simulator.contact(BOB);
		const { messageId } = await send(bench(), text(BOB, 'worth a star'));
		await bob.waitForMessage(messageId);
		simulator.faults.swallowAnswers('set w:sync:app:state sync');
		const isChange = ({ direction, stanza: { attrs } }: TrafficEntry) =>
			direction === 'in' && attrs.xmlns === 'w:sync:app:state';
		simulator.traffic.clear();
		const starred = gateway.request(account, 'message.star', {
			chat: BOB,
			target: { messageId },
			starred: true,
		});
		await simulator.traffic.waitFor(isChange);
		channel.postMessage('die');
		expect(await starred).toMatchObject({ messageIds: [messageId] });
	});

	test('a mutation that is under way when the thread dies is not done again', async () => {
		simulator.traffic.clear();
		simulator.faults.swallowAnswers('set w:g2 create');
		const created = gateway.request(account, 'group.create', {
			subject: 'Only once',
			participants: [BOB],
		});
		await untilAsked('create');
		channel.postMessage('die');
		await expect(created).rejects.toMatchObject({
			code: 'OUTCOME_UNKNOWN',
			message: expect.stringMatching(/^It may have been done/),
			retryable: false,
		});
		const groups = await gateway.request(account, 'group.getMany', { limit: 100 });
		expect(groups.filter(({ subject }) => subject === 'Only once')).toHaveLength(1);
	});

	test('a mutation that is under way when the gateway closes may have been done', async () => {
		simulator.traffic.clear();
		simulator.faults.swallowAnswers('set w:g2 create');
		const created = gateway.request(account, 'group.create', {
			subject: 'Last words',
			participants: [BOB],
		});
		const unknown = expect(created).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		await untilAsked('create');
		await gateway.close();
		await unknown;
		gateway = createWorkerGateway(options, KILLABLE);
		expect(await untilConnected(bench())).toMatchObject({ state: 'LINKED' });
	});

	test('a file goes out and comes back as a stream', async () => {
		const bob = await simulator.contact(BOB);
		const file = Buffer.alloc(5_000_000, 'a file that is larger than what is under way at a time');
		const content = Readable.from([file]);
		const details = { kind: 'document', fileName: 'a.txt' } as const;
		const { mediaId } = await gateway.storeMedia(account, details, content);
		const { messageId } = await send(bench(), {
			...text(BOB, ''),
			content: { type: 'document', mediaId },
		});
		await bob.waitForMessage(messageId);
		expect((await bob.openMedia(messageId)).equals(file)).toBe(true);
		const opened = await gateway.openMedia(account, { messageId, maxSize: 10_000_000 });
		expect(opened.info).toMatchObject({ kind: 'document', fileName: 'a.txt' });
		expect((await buffer(opened.content)).equals(file)).toBe(true);
	});

	test('a file that is refused is not read on', async () => {
		const content = new Readable({ read: () => content.push(Buffer.alloc(100_000)) });
		await expect(gateway.storeMedia(account, { kind: 'image' }, content)).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA',
		});
		if (!content.closed) await once(content, 'close');
	});

	test('a thread that dies in the middle of files fails them, and takes nobody along', async () => {
		const bob = await simulator.contact(BOB);
		const incoming = await collect(bench(), ['message.incoming']);
		const messageId = await bob.sendMedia(OWNER, 'document', Buffer.alloc(5_000_000));
		await incoming.next('message.incoming', (event) => event.messageId === messageId);
		await incoming.close();
		const image = png({ bytes: 4_000_000 });
		const endless = new Readable({ read: () => endless.push(Buffer.alloc(100_000)) });
		const stored = gateway.storeMedia(account, { kind: 'document' }, endless);
		const { content } = await gateway.openMedia(account, { messageId, maxSize: 10_000_000 });
		// Conversions are under way as well: they begin when the thread has all of the file, and take longer than dying.
		const sources = [1, 2].map(() => Readable.from([image]));
		const images = sources.map(async (source) =>
			gateway.storeMedia(account, { kind: 'image' }, source),
		);
		await Promise.all(sources.map(async (source) => once(source, 'close')));
		channel.postMessage('die');
		const stopped = { code: 'ENGINE_STOPPED', retryable: true };
		await expect(stored).rejects.toMatchObject(stopped);
		for (const failed of images) await expect(failed).rejects.toMatchObject(stopped);
		await expect(buffer(content)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
		if (!endless.destroyed) await once(endless, 'close');
		expect(await untilConnected(bench())).toMatchObject({ state: 'LINKED' });
	});

	test('a request that the thread dies of fails in words', async () => {
		const deadly = createWorkerGateway(options, CRASHING);
		await expect(deadly.request(account, 'session.status', {})).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
		});
		await deadly.close();
	});

	test('after closing, requests are refused', async () => {
		const closed = createWorkerGateway(options, KILLABLE);
		await closed.close();
		await expect(closed.request(account, 'session.status', {})).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
		});
	});

	/** Takes the account's file, so that nobody can use it, as soon as it is free. */
	async function lockAccount(): Promise<AccountStore> {
		for (;;) {
			try {
				const folder = join(options.dataDir, account.id);
				return openAccountStore(folder, account.id, options.encryptionKey, Date.now);
			} catch (error) {
				expect(error).toMatchObject({ code: 'IN_USE' });
				await nextTurn();
			}
		}
	}

	/** Pauses that the test ends. */
	function heldPauses() {
		const pauses = new EventEmitter();
		const pause = async (ms: number) => {
			pauses.emit('begin', ms);
			await once(pauses, 'end');
		};
		return { pause, begun: async () => await once(pauses, 'begin'), end: () => pauses.emit('end') };
	}

	test('a subscription that cannot be resumed is asked for until it can', async () => {
		await gateway.close();
		const { pause, begun, end } = heldPauses();
		gateway = createWorkerGateway(options, KILLABLE, pause);
		const events = await collect(bench(), ['message.incoming'], { durableId: 'w:lost' });
		const bob = await simulator.contact(BOB);
		const first = begun();
		channel.postMessage('die');
		const store = await lockAccount();
		expect(await first).toEqual([1_000]);
		const second = begun();
		end();
		expect(await second).toEqual([2_000]);
		store.close();
		end();
		const messageId = await bob.sendText(OWNER, 'is anybody listening?');
		await events.next('message.incoming', (event) => event.messageId === messageId);
		await events.close();
	});

	test('a newer gateway works though a subscription cannot be resumed yet', async () => {
		const events = await collect(bench(), ['message.incoming'], { durableId: 'w:late' });
		const bob = await simulator.contact(BOB);
		const listeners = await gateway.handOver();
		const store = await lockAccount();
		const { pause, begun, end } = heldPauses();
		gateway = createWorkerGateway(options, KILLABLE, pause);
		const failed = begun();
		for (const listener of listeners) gateway.adopt(listener);
		await failed;
		await expect(status()).rejects.toMatchObject({ code: 'IN_USE' });
		store.close();
		expect(await status()).toMatchObject({ state: 'LINKED' });
		end();
		const messageId = await bob.sendText(OWNER, 'and now?');
		await events.next('message.incoming', (event) => event.messageId === messageId);
		await events.close();
	});

	test.each([
		['a new thread', async () => void channel.postMessage('die')],
		[
			'a newer gateway',
			async () => {
				const listeners = await gateway.handOver();
				gateway = createWorkerGateway(options, KILLABLE);
				for (const listener of listeners) gateway.adopt(listener);
			},
		],
	])('what n8n still works on is not handed over again by %s', async (_what, replace) => {
		const bob = await simulator.contact(BOB);
		const batches: string[] = [];
		const handedOver = new EventEmitter();
		const execution = deferred();
		const trigger = await gateway.subscribe(
			account,
			{ durableId: 'w:slow', events: ['message.incoming'], start: 'now' },
			async ({ events }) => {
				const [event] = events;
				const words = event && 'text' in event ? String(event.text) : '';
				batches.push(words);
				handedOver.emit(words);
				if (words === 'slow') await execution.promise;
			},
		);
		const begins = once(handedOver, 'slow');
		await bob.sendText(OWNER, 'slow');
		await begins;
		await replace();
		const next = once(handedOver, 'next');
		await bob.sendText(OWNER, 'next');
		await next;
		expect(batches).toEqual(['slow', 'next']);
		execution.resolve();
		const last = once(handedOver, 'last');
		await bob.sendText(OWNER, 'last');
		await last;
		await trigger.close();
		// It was taken: the answer reached the new thread.
		const again = await collect(bench(), ['message.incoming'], {
			durableId: 'w:slow',
			start: 'resume',
		});
		const messageId = await bob.sendText(OWNER, 'to somebody else');
		await again.next('message.incoming', (event) => event.messageId === messageId);
		expect(again.all).toHaveLength(1);
		await again.close();
	});

	test('what strangers nest deep does not silence a trigger', async () => {
		const bob = await simulator.contact(BOB);
		const events = await collect(bench(), ['message.incoming']);
		const json = (depth: number) =>
			`{"flow_token":"t","a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
		for (let n = 0; n <= MAX_IN_FLIGHT; n++) {
			await bob.sendMessage(OWNER, {
				interactiveResponseMessage: {
					body: { text: 'Sent' },
					// What is copied to another thread ends somewhere between these.
					nativeFlowResponseMessage: { name: 'flow', paramsJson: json(1_000 + 100 * n) },
				},
			});
		}
		const behind = await bob.sendText(OWNER, 'behind all that');
		await events.next('message.incoming', ({ messageId }) => messageId === behind);
		const forms = events.all.filter((event) => 'type' in event && event.type === 'formAnswer');
		expect(forms).toHaveLength(MAX_IN_FLIGHT + 1);
		await events.close();
	}, 60_000);

	test('a batch that n8n refuses does not keep others from it', async () => {
		const bob = await simulator.contact(BOB);
		let heard = () => {};
		const behind = new Promise<void>((resolve) => (heard = resolve));
		const trigger = await gateway.subscribe(
			account,
			{ durableId: 'w:picky', events: ['message.incoming'], start: 'now' },
			async ({ events: [event] }) => {
				const words = event && 'text' in event ? event.text : '';
				if (words === 'poison') throw new Error('No database takes that');
				if (words === 'behind') heard();
			},
		);
		for (let n = 0; n <= MAX_IN_FLIGHT; n++) await bob.sendText(OWNER, 'poison');
		await bob.sendText(OWNER, 'behind');
		await behind;
		await trigger.close();
	}, 60_000);

	test.each<[string, unknown]>([
		['a function', { type: 'text', text: () => 'words' }],
		['a value that is nested deeply', JSON.parse('['.repeat(3_000) + ']'.repeat(3_000))],
		['a value that is nested without end', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000))],
	])(
		'%s in a parameter is refused in words, and nothing stays waiting',
		async (_what, content) => {
			const message = { ...text(BOB, 'x'), content } as ReturnType<typeof text>;
			await expect(send(bench(), message)).rejects.toMatchObject({ name: 'EngineError' });
			expect(await status()).toMatchObject({ state: 'LINKED' });
		},
		60_000,
	);

	test('a newer gateway takes the listeners over, and their handles still close', async () => {
		const events = await collect(bench(), ['message.incoming'], { durableId: 'workflow:node' });
		const bob = await simulator.contact(BOB);
		const listeners = await gateway.handOver();
		const between = await bob.sendText(OWNER, 'between the two');
		gateway = createWorkerGateway(options, KILLABLE);
		for (const listener of listeners) gateway.adopt(listener);
		await events.next('message.incoming', ({ messageId }) => messageId === between);
		const after = await bob.sendText(OWNER, 'to the new one');
		await events.next('message.incoming', ({ messageId }) => messageId === after);
		await events.close();
		await untilConnected(bench());
		await bob.sendText(OWNER, 'nobody listens');
		const again = await collect(bench(), ['message.incoming'], {
			durableId: 'workflow:node',
			start: 'resume',
		});
		await again.next('message.incoming', (event) => event.text === 'nobody listens');
		expect(events.all.map((event) => 'text' in event && event.text)).toEqual([
			'between the two',
			'to the new one',
		]);
		await again.close();
		expect(await status()).toMatchObject({ state: 'LINKED' });
	});
});
