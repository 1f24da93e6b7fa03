import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../../engine/clock';
import type { Gateway } from '../../engine/gateway/contract';
import { createLogs } from '../../engine/log';
import { openBus, type Bus } from '../../engine/transport/bus/bus';
import { createBusGateway } from '../../engine/transport/bus/bus-gateway';
import { serveBus, type BusServer } from '../../engine/transport/bus/serve-bus';
import type { WorkerGateway } from '../../engine/transport/worker-gateway';
import { startRedis } from '../../scripts/services/redis.mjs';
import { BOB, collect, OWNER, send, text, useBench, type Bench } from '../engine/support';
import { deferred } from '../unit/engine/support';

const MB = 1024 * 1024;

/** What a process of n8n does with a number that another one holds, over a real Redis. */
describe('a number that another process holds', () => {
	/** The number, at its owner. */
	const owner = useBench();
	let redis: Awaited<ReturnType<typeof startRedis>>;
	const logs = createLogs(
		() => undefined,
		() => systemClock.elapsed(),
	);
	let gateway: WorkerGateway;
	let server: OwnerOnBus;

	interface OwnerOnBus extends BusServer {
		bus: Bus;
	}

	const open = (): Bus =>
		openBus({ redis: redis.options, encryptionKey: 'key', clock: systemClock, log: logs.of() });

	function serve(host: Gateway): OwnerOnBus {
		const bus = open();
		const its = serveBus({
			...{ bus, address: randomUUID(), gateway: host, clock: systemClock, logs },
			onClaim: () => undefined,
			isMoved: () => false,
		});
		return {
			...its,
			bus,
			close() {
				its.close();
				void bus.close();
			},
		};
	}

	beforeAll(async () => {
		redis = await startRedis();
		gateway = createBusGateway({
			...{ bus: open(), process: 'worker', clock: systemClock, logs },
			keeper: {
				deposit: async () => undefined,
				resume: async () => undefined,
				compareCredentials: async () => undefined,
				leave: async () => undefined,
				close: async () => undefined,
			},
		});
		server = serve(owner.host);
		await server.own(owner.account.id);
	});
	afterAll(async () => {
		await gateway.close();
		server.close();
		await redis.close();
	});

	/** The same number, as it is from here. */
	const here = (): Bench => ({ ...owner, host: gateway });

	/** A message goes out, and its ack and an answer come in. */
	async function plays(words: string): Promise<void> {
		const events = await collect(here(), ['message.sent', 'message.incoming']);
		const { messageId } = await send(here(), text(BOB, words));
		await owner.bob.waitForMessage(messageId);
		await events.next('message.sent', (event) => event.messageId === messageId);
		const answer = await owner.bob.sendText(OWNER, `${words}, too`);
		await events.next('message.incoming', (event) => event.messageId === answer);
		await events.close();
	}

	test('sends and listens', async () => {
		await plays('hello');
	});

	test('errors come with code and hint', async () => {
		await expect(send(here(), text('nobody', 'x'))).rejects.toMatchObject({
			name: 'EngineError',
			code: 'INVALID_RECIPIENT',
			hint: expect.stringContaining('country code'),
		});
	});

	test('fifty sends at once go out once each, in their order', async () => {
		const records = await Promise.all(
			Array.from({ length: 50 }, (_, n) => send(here(), text(BOB, `one of many ${n}`))),
		);
		for (const { messageId } of records) await owner.bob.waitForMessage(messageId);
		const got = owner.bob.received.filter(({ text: words }) => words.startsWith('one of many'));
		expect(got.map(({ text: words }) => words)).toEqual(
			Array.from({ length: 50 }, (_, n) => `one of many ${n}`),
		);
	});

	test('a file goes out and comes back', async () => {
		const file = Buffer.alloc(5 * MB, 'a file that is larger than what is under way at a time');
		const details = { kind: 'document', fileName: 'a.txt' } as const;
		const { mediaId } = await gateway.storeMedia(owner.account, details, Readable.from([file]));
		const { messageId } = await send(here(), {
			...text(BOB, ''),
			content: { type: 'document', mediaId },
		});
		await owner.bob.waitForMessage(messageId);
		expect((await owner.bob.openMedia(messageId)).equals(file)).toBe(true);
		const opened = await gateway.openMedia(owner.account, { messageId, maxSize: 10 * MB });
		expect(opened.info).toMatchObject({ kind: 'document', fileName: 'a.txt' });
		expect((await buffer(opened.content)).equals(file)).toBe(true);
	});

	test('a file that is refused is not read on', async () => {
		const content = new Readable({ read: () => content.push(Buffer.alloc(100_000)) });
		const stored = gateway.storeMedia(owner.account, { kind: 'image' }, content);
		await expect(stored).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA' });
		if (!content.closed) await once(content, 'close');
	});

	test('Redis restarts: what is under way is answered, and nothing is lost or doubled', async () => {
		const events = await collect(here(), ['message.incoming'], { durableId: 'workflow:node' });
		const { promise: halfway, resolve } = deferred();
		const sends = Array.from({ length: 60 }, async (_, n) => {
			const record = await send(here(), text(BOB, `through the restart ${n}`));
			if (n === 10) resolve();
			return record;
		});
		await halfway;
		await redis.kill();
		const sent = await owner.bob.sendText(OWNER, 'while Redis is away');
		await redis.start();
		for (const { messageId } of await Promise.all(sends)) await owner.bob.waitForMessage(messageId);
		const words = owner.bob.received.map(({ text: found }) => found);
		expect(words.filter((found) => found.startsWith('through the restart'))).toHaveLength(60);
		await events.next('message.incoming', (event) => event.messageId === sent);
		await plays('after the restart');
		expect(
			events.all.filter((event) => 'messageId' in event && event.messageId === sent),
		).toHaveLength(1);
		await events.close();
	});

	test('another owner takes over: listeners go on, and what is asked meanwhile is answered', async () => {
		const events = await collect(here(), ['message.incoming'], { durableId: 'workflow:node' });
		server.disown(owner.account.id);
		const sent = send(here(), text(BOB, 'between two owners'));
		await owner.restart();
		server.close();
		server = serve(owner.host);
		await server.own(owner.account.id);
		const { messageId } = await sent;
		await owner.bob.waitForMessage(messageId);
		const answer = await owner.bob.sendText(OWNER, 'to the new one');
		await events.next('message.incoming', (event) => event.messageId === answer);
		expect(owner.bob.received.filter(({ id }) => id === messageId)).toMatchObject([{ copies: 1 }]);
		await events.close();
	});
});
