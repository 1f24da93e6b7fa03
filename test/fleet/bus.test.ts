import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { systemClock } from '../../engine/clock';
import type { LogLine, RedisOptions } from '../../engine/gateway/contract';
import { createLogs } from '../../engine/log';
import { openBus, type Bus, type BusOptions } from '../../engine/transport/bus/bus';
import type { Frame } from '../../engine/transport/bus/frames';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { startRedis } from '../../scripts/services/redis.mjs';
import { startFreezableTcp } from '../services/frozen-tcp';
import { createSkippingClock } from '../support/skipping-clock';

/** The bus on a real Redis. */
describe('a bus', () => {
	let redis: Awaited<ReturnType<typeof startRedis>>;
	const open: Bus[] = [];
	beforeAll(async () => (redis = await startRedis()));
	afterEach(async () => {
		for (const bus of open.splice(0)) await bus.close();
	});
	afterAll(async () => await redis.close());

	function busOf(options: Partial<BusOptions> = {}): Bus {
		const bus = openBus({
			...{ redis: redis.options, encryptionKey: 'key', clock: systemClock },
			log: createLogs(() => undefined, performance.now.bind(performance)).of(),
			...options,
		});
		open.push(bus);
		return bus;
	}

	/** What a bus hears on a channel, from when the promise resolves. */
	async function hearing(bus: Bus, channel = 'all') {
		const heard = new EventEmitter();
		await bus.listen(channel, (frame) => void heard.emit('frame', frame)).ready;
		return { next: async () => ((await once(heard, 'frame')) as [Frame])[0] };
	}

	/** Resolves when this one can publish. */
	async function untilConnected(bus: Bus): Promise<Bus> {
		if (!bus.isConnected()) await new Promise<void>((resolve) => bus.onConnected(resolve));
		return bus;
	}

	/** In the place of a Redis that is gone: nobody stays connected, and each attempt counts. */
	async function countingServer(port: number) {
		const attempts = new EventEmitter();
		let count = 0;
		const server = createServer((socket) => {
			socket.on('error', () => undefined).destroy();
			attempts.emit('attempt', ++count);
		}).listen(port, '127.0.0.1');
		await once(server, 'listening');
		return {
			async dials(times: number) {
				while (count < times) await once(attempts, 'attempt');
			},
			async stop() {
				const closed = once(server, 'close');
				server.close();
				await closed;
			},
		};
	}

	/** One says something, and another hears it. */
	async function talks(options: Partial<BusOptions> = {}): Promise<void> {
		const hears = await hearing(busOf(options));
		const speaker = await untilConnected(busOf(options));
		const next = hears.next();
		const bytes = Buffer.from([0, 13, 10, 255]);
		speaker.publish('all', { type: 'só ♥' }, bytes);
		expect(await next).toEqual({ header: { type: 'só ♥' }, bytes });
	}

	test('carries what is said to those who listen', async () => {
		await talks();
	});

	test('carries it over TLS, and trusts no certificate unless it is told to', async () => {
		const port = await freePort();
		const folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-tls-'));
		const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const generated = await generate([{ name: 'commonName', value: 'localhost' }]);
		writeFileSync(key, generated.private);
		writeFileSync(cert, generated.cert);
		const server = await startRedis([
			...['--tls-port', String(port), '--tls-auth-clients', 'no'],
			...['--tls-key-file', key, '--tls-cert-file', cert],
		]);
		const over = (rejectUnauthorized: boolean): RedisOptions => ({
			...server.options,
			nodes: [{ host: '127.0.0.1', port }],
			tls: { servername: 'localhost', rejectUnauthorized },
		});
		await talks({ redis: over(false) });
		const lines = new EventEmitter();
		const write = (line: LogLine) => void lines.emit('line', line);
		busOf({ redis: over(true), log: createLogs(write, performance.now.bind(performance)).of() });
		const [line] = (await once(lines, 'line')) as [LogLine];
		expect(line.facts).toMatchObject({ error: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED') });
		await server.close();
		rmSync(folder, { recursive: true });
	});

	describe('in a cluster', () => {
		let node: Awaited<ReturnType<typeof startRedis>>;
		const ofCluster = () => ({ redis: { ...node.options, isCluster: true } });
		beforeEach(async () => {
			node = await startRedis([
				...['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
			]);
			await node.command('CLUSTER ADDSLOTSRANGE 0 16383');
		});
		afterEach(async () => await node.close());

		test('carries it', async () => await talks(ofCluster()));

		test('dials a node that is gone with pauses, and comes back with it', async () => {
			const bus = await untilConnected(busOf(ofCluster()));
			const hears = await hearing(bus);
			const again = new Promise<void>((resolve) => bus.onConnected(resolve));
			await node.kill();
			const killedAt = performance.now();
			const { dials, stop } = await countingServer(node.port);
			await dials(6);
			expect(performance.now() - killedAt).toBeGreaterThan(200);
			await stop();
			await node.start();
			await again;
			const next = hears.next();
			bus.publish('all', { type: 'back' });
			expect((await next).header).toEqual({ type: 'back' });
		});
	});

	test('another n8n with the same Redis neither hears nor disturbs it', async () => {
		const lines: LogLine[] = [];
		const log = createLogs(
			(line) => void lines.push(line),
			() => 0,
		).of();
		const ours = busOf({ log });
		const hears = await hearing(ours);
		const foreign = await untilConnected(busOf({ encryptionKey: 'another key' }));
		const elsewhere = await untilConnected(
			busOf({ redis: { ...redis.options, prefix: 'another' }, encryptionKey: 'another key' }),
		);
		const speaker = await untilConnected(busOf());
		const next = hears.next();
		elsewhere.publish('all', { type: 'elsewhere' });
		for (let n = 0; n < 5; n++) foreign.publish('all', { type: 'foreign' });
		// Of one connection each comes after the one before it.
		const foreignHears = await hearing(foreign, 'done');
		const done = foreignHears.next();
		foreign.publish('done', {});
		await done;
		speaker.publish('all', { type: 'ours' });
		expect((await next).header).toEqual({ type: 'ours' });
		expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
	});

	test('a channel that is left is not heard any more, and others are', async () => {
		const bus = busOf();
		let heard = 0;
		const left = bus.listen('one', () => heard++);
		await left.ready;
		const next = (await hearing(bus, 'other')).next();
		const speaker = await untilConnected(busOf());
		left.close();
		speaker.publish('one', {});
		speaker.publish('other', {});
		await next;
		expect(heard).toBe(0);
	});

	test('a listener that throws takes nobody along', async () => {
		const bus = busOf();
		bus.listen('all', () => {
			throw new TypeError('Of an older version');
		});
		const hears = await hearing(bus);
		const next = hears.next();
		(await untilConnected(busOf())).publish('all', { type: 'news' });
		expect((await next).header).toEqual({ type: 'news' });
	});

	test('what is said before there is a connection is lost, and nobody waits for it', async () => {
		const bus = busOf({ redis: { ...redis.options, nodes: [{ host: '127.0.0.1', port: 1 }] } });
		bus.publish('all', {});
		expect(bus.isConnected()).toBe(false);
		await bus.close();
	});

	/** A bus that is connected, over a way that can be broken, and what shows that it is there again. */
	async function broken(clock = systemClock) {
		const [{ port } = { port: 0 }] = redis.options.nodes;
		const way = await startFreezableTcp({ host: '127.0.0.1', port });
		const bus = await untilConnected(busOf({ redis: { ...redis.options, nodes: [way] }, clock }));
		const hears = await hearing(bus);
		const again = new Promise<void>((resolve) => bus.onConnected(resolve));
		return {
			way,
			bus,
			async comesBack() {
				await again;
				const next = hears.next();
				bus.publish('all', { type: 'back' });
				expect((await next).header).toEqual({ type: 'back' });
				await bus.close();
				await way.close();
			},
		};
	}

	test.each(['stop', 'kill'] as const)('comes back after Redis did (%s)', async (end) => {
		const { comesBack } = await broken();
		await redis[end]();
		await redis.start();
		await comesBack();
	});

	test('comes back when its connections are cut', async () => {
		const { way, comesBack } = await broken();
		way.cut();
		await comesBack();
	});

	test('notices connections that look alive and are dead', async () => {
		const clock = createSkippingClock();
		const { way, bus, comesBack } = await broken(clock);
		way.freeze();
		clock.skip(5_000);
		expect(bus.isConnected()).toBe(true);
		clock.skip(5_000);
		expect(bus.isConnected()).toBe(false);
		way.thaw();
		await comesBack();
	});
});
