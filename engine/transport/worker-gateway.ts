import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import { pauseAfter } from '../backoff';
import {
	EngineError,
	type AccountRef,
	type Gateway,
	type GatewayOptions,
	type MessageRecord,
	type OpenedMedia,
	type SendMessage,
	type StoredMedia,
} from '../gateway/contract';
import { createLogs, kindOf } from '../log';
import { readFromPort, writeToPort } from './byte-stream';
import { commandKind, NOT_PLAIN, OUTCOME_UNKNOWN, STOPPED } from './endings';
import { isPlain } from './plain';
import type { FromEngine, ToEngine, WorkerData } from './protocol';
import { goesOn, hand, learn, newSubscriber, RESUBSCRIBE, type Subscriber } from './subscribers';

const WORKER_FILE = join(__dirname, '..', 'host', 'worker.js');

/** A thread that dies again within this time is restarted with growing pauses. */
const STABLE_MS = 60_000;
const RESTART = { firstMs: 100, longestMs: 30_000 };
/**
 * What the engine makes for a message is dropped a moment later. Node gives that 192 MB where there is much memory: a burst of
 * messages makes the thread half as large again then, and goes no faster.
 */
const YOUNG_GENERATION_MB = 16;
/** A command that the thread died of this often is the cause: it fails. */
const MAX_TRIES = 3;

interface Pending {
	message: Extract<ToEngine, { id: number }>;
	tries: number;
	/** A thread has got it. */
	isPosted: boolean;
	resolve(value: unknown): void;
	reject(error: EngineError): void;
}

/** A gateway whose engine runs in a worker thread, and that hands its subscribers on when it is replaced. */
export interface WorkerGateway extends Gateway {
	/** Closes, and returns who was listening. */
	handOver(): Promise<Subscriber[]>;
	/** Whoever listened to another gateway goes on here where they were. */
	adopt(subscriber: Subscriber): void;
}

/** The engine's thread of this process; it runs from when something is asked of it. */
export interface EngineThread extends WorkerGateway {
	/**
	 * Puts a message into the mailbox of an account that nobody holds; whoever holds it next queues it. Undefined where the
	 * mailbox cannot take it, so that somebody who holds the account has to be waited for.
	 */
	deposit(account: AccountRef, message: SendMessage): Promise<MessageRecord | undefined>;
	/** Frees all accounts for other processes, and takes none any more. */
	leave(): Promise<void>;
}

/** `workerFile` is for tests of a thread that dies, `pause` for those of what is tried again. */
export function createWorkerGateway(
	{ log: write = () => undefined, ...options }: GatewayOptions,
	workerFile = WORKER_FILE,
	pause: (ms: number) => Promise<void> = (ms) => sleep(ms, undefined, { ref: false }),
): EngineThread {
	const pending = new Map<number, Pending>();
	const subscribers = new Map<number, Subscriber>();
	/** Subscriptions that are asked for until they work. */
	const resubscribing = new Set<number>();
	const logs = createLogs(write, () => performance.now());
	const log = logs.of();
	let nextId = 0;
	let worker: Worker | undefined;
	let startedAt = 0;
	let crashes = 0;
	let restart: NodeJS.Timeout | undefined;
	let closed = false;

	function start(): Worker {
		startedAt = performance.now();
		const workerData: WorkerData = options;
		const thread = new Worker(workerFile, {
			workerData,
			name: 'whatsapp-linked',
			resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
		});
		log.debug('The engine thread was started');
		thread.on('message', (message: FromEngine) => {
			if (worker === thread) receive(message);
		});
		// Something of what it has said is lost, and nobody knows what: all that has no answer is asked for, or comes, again.
		thread.on('messageerror', () => {
			log.error('The engine thread said something that cannot be read, and is ended');
			void thread.terminate();
		});
		// 'error' comes before 'exit'; without a listener it would end n8n.
		thread.on('error', (error) => log.error('The engine thread broke', { error: kindOf(error) }));
		thread.on('exit', (exitCode) => {
			if (worker === thread) died(exitCode);
		});
		thread.unref();
		return thread;
	}

	/** The thread keeps the process up while somebody waits for an answer, and no longer. */
	function keepAlive(): void {
		if (pending.size > 0) worker?.ref();
		else worker?.unref();
	}

	function died(exitCode: number): void {
		worker = undefined;
		if (closed) return;
		const ranMs = Math.round(performance.now() - startedAt);
		crashes = ranMs < STABLE_MS ? crashes + 1 : 1;
		const inMs = pauseAfter(crashes - 1, RESTART);
		log.warn('The engine thread has ended and is started again', { exitCode, ranMs, inMs });
		for (const [id, entry] of pending) {
			entry.tries++;
			if (mayBeDone(entry) || isSpent(entry) || entry.tries >= MAX_TRIES) {
				pending.delete(id);
				giveUp(entry);
			}
		}
		restart = setTimeout(revive, inMs);
		restart.unref();
	}

	/**
	 * Everything that is still under way is done again: no mutation is among it, subscriptions go on where they were, and
	 * what waits in the queues goes out even where nobody asks.
	 */
	function revive(): void {
		restart = undefined;
		worker = start();
		keepAlive();
		const waiting = [...pending.values()];
		for (const id of subscribers.keys()) {
			if (!pending.has(id) && !resubscribing.has(id)) void resubscribe(id);
		}
		for (const entry of waiting) post(worker, entry);
		resume().catch((error: unknown) => {
			log.warn('What waited before the engine thread ended goes on when its number is used', {
				error: kindOf(error),
			});
		});
	}

	async function resume(): Promise<void> {
		await send((id) => ({ type: 'resume', id }));
	}

	function receive(message: FromEngine): void {
		if (message.type === 'deliver') {
			void deliver(message.deliveryId, message.subscriptionId, message.json);
			return;
		}
		if (message.type === 'dropped') {
			subscribers.get(message.subscriptionId)?.onDropped(message.event);
			return;
		}
		if (message.type === 'log') return write(message.line);
		const entry = pending.get(message.id);
		pending.delete(message.id);
		keepAlive();
		if (message.type === 'result') entry?.resolve(message.json && JSON.parse(message.json));
		else entry?.reject(EngineError.from(message.error));
	}

	async function deliver(deliveryId: number, subscriptionId: number, json: string): Promise<void> {
		const thread = worker;
		const subscriber = subscribers.get(subscriptionId);
		const ok = await hand(subscriber, json, logs.of(subscriber?.account.id));
		if (worker === thread)
			thread?.postMessage({ type: 'taken', deliveryId, ok } satisfies ToEngine);
	}

	function send(build: (id: number) => Pending['message'], id = nextId++): Promise<unknown> {
		if (closed) return Promise.reject(STOPPED);
		const message = build(id);
		return new Promise((resolve, reject) => {
			const entry: Pending = { message, tries: 0, isPosted: false, resolve, reject };
			pending.set(message.id, entry);
			if (restart) return; // `revive` sends it.
			worker ??= start();
			keepAlive();
			post(worker, entry);
		});
	}

	function post(thread: Worker, entry: Pending): void {
		const { message } = entry;
		try {
			thread.postMessage(message, 'port' in message ? [message.port] : []);
			entry.isPosted = true;
		} catch {
			// Whatever else a Code node may put into a parameter.
			pending.delete(message.id);
			keepAlive();
			entry.reject(NOT_PLAIN);
		}
	}

	/** Before it is asked for: the first batch may come with the answer. */
	function register(subscriber: Subscriber): number {
		const id = nextId++;
		subscribers.set(id, subscriber);
		subscriber.detach = async () => {
			if (!subscribers.delete(id) || closed) return;
			await send((messageId) => ({ type: 'unsubscribe', id: messageId, subscriptionId: id }));
		};
		return id;
	}

	async function ask(id: number, { account, subscription }: Subscriber): Promise<void> {
		await send(() => ({ type: 'subscribe', id, account, subscription }), id);
	}

	/**
	 * For those who listened before, where they were. Nobody is there to be told that it failed (of a full disk, say), and
	 * the trigger would look active and get nothing: it is tried until it works.
	 */
	async function resubscribe(id: number): Promise<void> {
		resubscribing.add(id);
		for (let tries = 0; !closed; tries++) {
			const subscriber = subscribers.get(id);
			if (!subscriber) break;
			goesOn(subscriber);
			try {
				await ask(id, subscriber);
				break;
			} catch (error) {
				const inMs = pauseAfter(tries, RESUBSCRIBE);
				logs.of(subscriber.account.id).warn('A trigger gets no events yet, which is tried again', {
					error: kindOf(error),
					inMs,
				});
				await pause(inMs);
			}
		}
		resubscribing.delete(id);
	}

	async function close(): Promise<void> {
		if (closed) return;
		if (worker) {
			await send((id) => ({ type: 'close', id })).catch((error: unknown) =>
				log.warn('The engine did not close by itself', { error: kindOf(error) }),
			);
		}
		closed = true;
		clearTimeout(restart);
		restart = undefined;
		// Not the one that was asked, if that died of it: whoever is left holds the accounts.
		const thread = worker;
		worker = undefined;
		for (const entry of pending.values()) giveUp(entry);
		pending.clear();
		await thread?.terminate();
	}

	return {
		async request(account, command, input) {
			if (!isPlain(input)) throw NOT_PLAIN;
			learn(subscribers.values(), account);
			return (await send((id) => ({ type: 'request', id, account, command, input }))) as never;
		},
		async storeMedia(account, media, content) {
			learn(subscribers.values(), account);
			const { port1, port2 } = new MessageChannel();
			writeToPort(content, port1);
			try {
				const stored = await send((id) => ({
					type: 'storeMedia',
					id,
					account,
					media,
					port: port2,
				}));
				return stored as StoredMedia;
			} finally {
				// Whoever refuses a file has no more use for the rest of it.
				port1.close();
			}
		},
		async openMedia(account, media) {
			learn(subscribers.values(), account);
			const { port1, port2 } = new MessageChannel();
			const content = readFromPort(port1);
			try {
				const info = await send((id) => ({ type: 'openMedia', id, account, media, port: port2 }));
				return { info: info as OpenedMedia, content };
			} catch (error) {
				content.destroy();
				throw error;
			}
		},
		async subscribe(account, subscription, listener, onDropped) {
			const subscriber = newSubscriber(account, subscription, listener, onDropped);
			learn(subscribers.values(), account);
			const id = register(subscriber);
			try {
				await ask(id, subscriber);
			} catch (error) {
				subscribers.delete(id);
				throw error;
			}
			return { close: () => subscriber.detach() };
		},
		resume,
		async compareCredentials(list) {
			await send((id) => ({ type: 'compareCredentials', id, list }));
		},
		async deposit(account, message) {
			return (await send((id) => ({ type: 'deposit', id, account, message }))) as
				| MessageRecord
				| undefined;
		},
		async leave() {
			if (worker) await send((id) => ({ type: 'leave', id }));
		},
		adopt: (subscriber) => void resubscribe(register(subscriber)),
		close,
		async handOver() {
			await close();
			const left = [...subscribers.values()];
			subscribers.clear();
			return left;
		},
	};
}

/** A mutation that a thread has got, and that has no answer. */
function mayBeDone({ isPosted, message }: Pending): boolean {
	return isPosted && message.type === 'request' && commandKind(message.command) === 'mutation';
}

/** A port went with it, which ended with the thread that got it. */
function isSpent({ isPosted, message }: Pending): boolean {
	return isPosted && 'port' in message;
}

function giveUp(entry: Pending): void {
	entry.reject(mayBeDone(entry) ? OUTCOME_UNKNOWN : STOPPED);
}
