import { randomUUID } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import { pauseAfter } from '../../backoff';
import type { Clock, Timer } from '../../clock';
import type { RedisOptions } from '../../gateway/contract';
import { kindOf, type Log } from '../../log';
import { createFrames, type Frame } from './frames';

/** Messages between processes over n8n's Redis. Nothing else knows of Redis. */

export interface Bus {
	/** Whoever listens at that moment gets it, or nobody does. */
	publish(channel: string, header: unknown, bytes?: Uint8Array): void;
	listen(channel: string, listener: (frame: Frame) => void): Listening;
	/** Whether what is published goes out and what is listened to comes in, as far as is known. */
	isConnected(): boolean;
	/** Told each time everything is listened to, at first and after a connection was lost: what was said meanwhile is. */
	onConnected(listener: () => void): void;
	close(): Promise<void>;
}

export interface Listening {
	/** Resolves when what is published is heard from then on. Pending while there is no connection. */
	ready: Promise<void>;
	close(): void;
}

export interface BusOptions {
	redis: RedisOptions;
	encryptionKey: string;
	clock: Clock;
	log: Log;
}

/** Those in this process who listen to one channel. */
interface Room {
	listeners: Set<(frame: Frame) => void>;
	ready: Promise<void>;
	isReady(): void;
}

const RECONNECT = { firstMs: 100, longestMs: 2_000 };
/** The bus speaks to itself so often. What it has not heard by the next time, nothing else would have come either. */
const ECHO_EVERY_MS = 5_000;
const LAST_WORDS_MS = 1_000;
/** So long a connection has to end in order. */
const HANG_UP_MS = 100;

/** The connections come about in the background, now and after each time they are lost. */
export function openBus({ redis, encryptionKey, clock, log }: BusOptions): Bus {
	const frames = createFrames(encryptionKey);
	const names = `${redis.prefix}:whatsapp-linked:v1:`;
	const rooms = new Map<string, Room>();
	const connected = new Set<() => void>();
	const echo = `echo:${randomUUID()}`;
	/** Redis lets a connection that listens say nothing. */
	let publisher: Redis | Cluster | undefined;
	let listener: Redis | undefined;
	let isListening = false;
	let isEchoed = true;
	let isClosed = false;
	let isUnreadableTold = false;
	let timer: Timer | undefined;
	let reopening: Timer | undefined;

	const isConnected = () => isListening && publisher?.status === 'ready';

	async function connect(): Promise<void> {
		// Whoever has one process alone never loads it.
		const ioredis = await import('ioredis');
		if (isClosed) return;
		publisher = redis.isCluster
			? new ioredis.Cluster([...redis.nodes], clusterOptions(redis))
			: new ioredis.Redis({ ...redis.nodes[0], ...connectionOptions(redis) });
		publisher.on('error', tellProblem).on('ready', tellConnected);
		openListener(ioredis, 0);
		timer = clock.after(ECHO_EVERY_MS, listenToItself);
	}

	/**
	 * Each node of a cluster hears what is published at any other, so one of them is enough, and any of those that are left.
	 * What ioredis has for this dials a node that is gone without a pause: 3,000 times a second (5.11).
	 */
	function openListener(
		ioredis: Pick<typeof import('ioredis'), 'Redis' | 'Cluster'>,
		tries: number,
	): void {
		const known = publisher instanceof ioredis.Cluster ? publisher.nodes() : [];
		const nodes = known.length > 0 ? known.map(({ options }) => options) : redis.nodes;
		const { host, port } = nodes[Math.floor(clock.random() * nodes.length)] ?? {};
		const options = { ...connectionOptions(redis), host, port, retryStrategy: () => null };
		const connection = new ioredis.Redis(options);
		listener = connection;
		connection.on('error', tellProblem);
		connection.on('close', () => (isListening = false));
		connection.on('ready', async () => {
			if (!(await join([...rooms.keys()]))) return connection.disconnect();
			tries = 0;
			isListening = isEchoed = true;
			tellConnected();
		});
		connection.on('messageBuffer', (channel: Buffer, message: Buffer) =>
			receive(channel.toString().slice(names.length), message),
		);
		connection.on('end', () => {
			if (isClosed) return;
			reopening = clock.after(pauseAfter(tries, RECONNECT), () => openListener(ioredis, tries + 1));
		});
	}

	function tellProblem(error: unknown): void {
		log.debug('Redis has a problem', { error: kindOf(error) });
	}

	function tellConnected(): void {
		if (isConnected()) for (const tell of connected) tell();
	}

	/** Whether it could. Connected again, all are joined again. */
	async function join(channels: string[]): Promise<boolean> {
		try {
			await listener?.subscribe(...channels.map((channel) => names + channel));
			for (const channel of channels) rooms.get(channel)?.isReady();
			return true;
		} catch (error) {
			tellProblem(error);
			return false;
		}
	}

	function publish(channel: string, header: unknown, bytes?: Uint8Array): void {
		if (publisher?.status !== 'ready') return;
		publisher.publish(names + channel, frames.seal(channel, header, bytes)).catch(() => undefined);
	}

	/** Undefined where it is not of this n8n. */
	function opened(channel: string, message: Buffer): Frame | undefined {
		try {
			return frames.open(channel, message);
		} catch {
			if (!isUnreadableTold) log.warn(UNREADABLE);
			isUnreadableTold = true;
			return undefined;
		}
	}

	function receive(channel: string, message: Buffer): void {
		const frame = opened(channel, message);
		if (!frame) return;
		for (const tell of [...(rooms.get(channel)?.listeners ?? [])]) {
			try {
				tell(frame);
			} catch (error) {
				log.error('A message of another process could not be handled', { error: kindOf(error) });
			}
		}
	}

	/** A connection may be dead and look alive: a network that swallows packets, a server that is not the same for both. */
	function listenToItself(): void {
		timer = clock.after(ECHO_EVERY_MS, listenToItself);
		if (!isConnected()) return;
		if (!isEchoed) {
			log.warn('Redis answers nothing any more: it is connected to anew');
			isListening = false;
			publisher?.disconnect(true);
			listener?.disconnect();
			return;
		}
		isEchoed = false;
		publish(echo, {});
	}

	function listen(channel: string, its: (frame: Frame) => void): Listening {
		let room = rooms.get(channel);
		if (!room) {
			let isReady = () => undefined as void;
			const ready = new Promise<void>((resolve) => (isReady = resolve));
			rooms.set(channel, (room = { listeners: new Set(), ready, isReady }));
			if (listener?.status === 'ready') void join([channel]);
		}
		const { listeners, ready } = room;
		listeners.add(its);
		return {
			ready,
			close() {
				if (!listeners.delete(its) || listeners.size > 0) return;
				rooms.delete(channel);
				if (listener?.status === 'ready')
					listener.unsubscribe(names + channel).catch(() => undefined);
			},
		};
	}

	listen(echo, () => (isEchoed = true));
	connect().catch((error: unknown) =>
		log.error('The library for Redis cannot be loaded', { error: kindOf(error) }),
	);

	return {
		publish,
		listen,
		isConnected,
		onConnected: (tell) => void connected.add(tell),
		async close() {
			isClosed = true;
			timer?.cancel();
			reopening?.cancel();
			connected.clear();
			if (publisher?.status === 'ready') await lastWords(publisher, clock);
			for (const connection of [publisher, listener]) connection?.disconnect();
		},
	};
}

/** What was published last goes out, where that is possible at all. */
async function lastWords(publisher: Redis | Cluster, clock: Clock): Promise<void> {
	const late = new AbortController();
	await Promise.race([
		publisher.quit().catch(() => undefined),
		clock.sleep(LAST_WORDS_MS, late.signal).catch(() => undefined),
	]);
	late.abort();
}

/** As n8n connects (n8n `redis-client.service`); but nothing waits for a connection: whoever asked asks again. */
function connectionOptions({ username, password, db, tls, dualStack }: RedisOptions) {
	return {
		username,
		password,
		db,
		tls,
		...(dualStack && { family: 0 }),
		enableReadyCheck: false,
		// ioredis calls one ready that ended before this was answered (5.11).
		disableClientInfo: true,
		disconnectTimeout: HANG_UP_MS,
		enableOfflineQueue: false,
		autoResubscribe: false,
		autoResendUnfulfilledCommands: false,
		maxRetriesPerRequest: null,
		retryStrategy: (times: number) => pauseAfter(times - 1, RECONNECT),
	};
}

function clusterOptions(redis: RedisOptions) {
	const { retryStrategy, db: _, ...redisOptions } = connectionOptions(redis);
	return {
		redisOptions,
		clusterRetryStrategy: retryStrategy,
		enableOfflineQueue: false,
		enableReadyCheck: false,
		...(redis.withoutLookup && {
			dnsLookup: (address: string, found: (error: null, address: string) => void) =>
				found(null, address),
		}),
	};
}

const UNREADABLE =
	'Somebody sends what cannot be read over the same Redis: another n8n with the same prefix, or one with another encryption key';
