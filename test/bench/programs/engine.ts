import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { pathToFileURL } from 'node:url';
import type {
	AccountRef,
	AccountSettings,
	GatewayOptions,
	MessageOrigin,
} from '../../../engine/gateway/contract';
import type { WorkerGateway } from '../../../engine/transport/worker-gateway';
import { type Variant, type Files, type Sent, textOf, type Times } from '../variant';
import { heapUsed } from '../collect-garbage';
import { Happenings } from '../happenings';
import { Ear, earOf, Inbox } from '../inbox';
import { cpuTime, now } from '../now';
import { serve } from '../remote';
import { longestTurn } from '../turns';

/** Our engine, built, in its worker thread and behind its door: as n8n uses it. */

type CreateGateway = (options: GatewayOptions) => WorkerGateway;
type QueueMode = Required<Pick<GatewayOptions, 'postgres' | 'fleet'>>;

const LOOK_EVERY_MS = 20;
const ACKNOWLEDGED_WITHIN_MS = 120_000;
const MAX_FILE = 1024 * 1024;
const MAX_READ = 1024 * MAX_FILE;
const NO_PACING = { minGapMs: 0, maxGapMs: 0 };

let queueMode: QueueMode | undefined;
let options: GatewayOptions;
let gateway: WorkerGateway;
let executions = 0;
const receiptTimes: Times = {};
let receiptEar = new Ear();
const incomingTimes: Times = {};
const happenings = new Happenings();
/** By number. */
const ears = new Map<string, Ear>();

async function built<Module>(file: string): Promise<Module> {
	return (await import(pathToFileURL(resolve('dist', file)).href)) as Module;
}

async function open(): Promise<void> {
	if (queueMode) {
		const { openBusGateway } = await built<{ openBusGateway: CreateGateway }>(
			'engine/transport/bus/open-bus-gateway.js',
		);
		gateway = openBusGateway(options);
		return;
	}
	const { createWorkerGateway } = await built<{ createWorkerGateway: CreateGateway }>(
		'engine/transport/worker-gateway.js',
	);
	gateway = createWorkerGateway(options);
}

function account(
	number: string,
	pacing: Pick<AccountSettings, 'minGapMs' | 'maxGapMs'>,
): AccountRef {
	return { id: `account${number}`, settings: { phone: number, keepContentHours: 24, ...pacing } };
}

async function enqueue(ref: AccountRef, to: string): Promise<string> {
	return (await post(ref, to)).messageId;
}

async function post(ref: AccountRef, to: string): Promise<{ messageId: string; text: string }> {
	const execution = ++executions;
	const text = textOf(execution);
	const { messageId } = await gateway.request(ref, 'message.send', {
		to,
		content: { type: 'text', text },
		origin: originOf(execution),
	});
	return { messageId, text };
}

async function enqueueFile(
	ref: AccountRef,
	to: string,
	kind: Files['kind'],
	path: string,
): Promise<string> {
	const { mediaId } = await gateway.storeMedia(ref, { kind }, createReadStream(path));
	const { messageId } = await gateway.request(ref, 'message.send', {
		to,
		content: { type: kind, mediaId },
		origin: originOf(++executions),
	});
	return messageId;
}

async function textTime(ref: AccountRef, to: string): Promise<number> {
	return (await timed(async () => await sent(ref, await enqueue(ref, to)))).ms;
}

/** Resolves when WhatsApp has acknowledged a message. */
async function sent(ref: AccountRef, messageId: string): Promise<void> {
	await gateway.request(ref, 'message.wait', {
		messageId,
		status: 'SENT',
		timeoutMs: ACKNOWLEDGED_WITHIN_MS,
	});
}

function originOf(execution: number): MessageOrigin {
	return { executionId: `${process.pid}-${execution}`, nodeId: 'node', runIndex: 0, itemIndex: 0 };
}

/** From the first of the calls until WhatsApp has acknowledged all of their messages. */
async function sendAll(ref: AccountRef, enqueueAll: () => Promise<Timed<string>[]>): Promise<Sent> {
	const startedAt = now();
	const cpuAtStart = cpuTime();
	const calls = await enqueueAll();
	const messageIds = calls.map(({ result }) => result);
	// They are acknowledged in their order.
	await sent(ref, messageIds.at(-1) ?? '');
	const elapsedMs = now() - startedAt;
	const cpuMs = cpuTime() - cpuAtStart;
	const { queueLength } = await gateway.request(ref, 'session.status', {});
	if (queueLength > 0) throw new Error(`${queueLength} messages were not acknowledged`);
	return { messageIds, elapsedMs, cpuMs, callMs: calls.map(({ ms }) => ms) };
}

interface Timed<T> {
	ms: number;
	result: T;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
	const startedAt = now();
	const result = await work();
	return { ms: now() - startedAt, result };
}

const variant = {
	async start(endpoint, folder) {
		options = {
			...{ dataDir: folder, encryptionKey: 'a key like the one n8n keeps', endpoint },
			...queueMode,
		};
		await open();
	},

	async qr(number) {
		const { text } = await gateway.request(account(number, NO_PACING), 'session.linkByQr', {});
		if (text === null) throw new Error(`${number} is linked already`);
		return text;
	},

	async connected(number) {
		const isConnected = async () =>
			(await gateway.request(account(number, NO_PACING), 'session.status', {})).connected;
		while (!(await isConnected())) await pause(LOOK_EVERY_MS);
	},

	async send(number, to, count) {
		const ref = account(number, NO_PACING);
		return await sendAll(
			ref,
			async () =>
				await Promise.all(
					Array.from({ length: count }, async () => await timed(() => enqueue(ref, to))),
				),
		);
	},

	/** One after another, as the node does. */
	async sendFiles(number, to, { kind, path, count }) {
		const ref = account(number, NO_PACING);
		return await sendAll(ref, async () => {
			const calls: Timed<string>[] = [];
			for (let index = 0; index < count; index++) {
				calls.push(await timed(() => enqueueFile(ref, to, kind, path)));
			}
			return calls;
		});
	},

	async noteReceipts(number) {
		receiptEar = new Ear();
		await gateway.subscribe(
			account(number, NO_PACING),
			{ durableId: 'workflow:receipts', events: ['message.received'], start: 'now' },
			async ({ events }) => {
				const at = now();
				const messageIds = events.flatMap((event) => ('messageId' in event ? event.messageId : []));
				for (const messageId of messageIds) receiptTimes[messageId] = at;
				receiptEar.add(messageIds);
			},
		);
	},

	receiptsHeard: async (count) => await receiptEar.heard(count),

	receipts: () => receiptTimes,

	async listen(number) {
		const isNew = !ears.has(number);
		ears.set(number, new Ear());
		if (!isNew) return;
		await gateway.subscribe(
			account(number, NO_PACING),
			{ durableId: 'workflow:listen', events: ['message.incoming'], start: 'now' },
			async ({ events }) =>
				ears
					.get(number)
					?.add(events.flatMap((event) => ('messageId' in event ? event.messageId : []))),
		);
	},

	heard: async (number, count) => await earOf(ears, number).heard(count),

	disconnect: async () => await gateway.close(),

	async logIn(number) {
		const ref = account(number, NO_PACING);
		let isBack = () => undefined as void;
		const back = new Promise<void>((resolve) => (isBack = resolve));
		const { close } = await gateway.subscribe(
			ref,
			{ events: ['session.connected'], start: 'now' },
			async () => isBack(),
		);
		const cpuAtStart = cpuTime();
		await gateway.request(ref, 'session.reconnect', {});
		await back;
		const cpuMs = cpuTime() - cpuAtStart;
		await close();
		return cpuMs;
	},

	async receive(number, count) {
		await open();
		const inbox = new Inbox(count);
		await gateway.subscribe(
			account(number, NO_PACING),
			{ durableId: 'workflow:incoming', events: ['message.incoming'], start: 'resume' },
			async ({ events }) =>
				inbox.add(events.flatMap((event) => ('messageId' in event ? event.messageId : []))),
		);
		return await inbox.received();
	},

	longestTurn,
} satisfies Variant;

const calls = {
	...variant,

	/** What every process of n8n has in use of Node, before it does anything of ours: TLS with its certificates, and files. */
	async useNode() {
		createSecureContext();
		await readFile(__filename);
	},

	/** Its accounts are in Postgres, and any process uses them; before anything else. */
	beIn(mode: QueueMode) {
		queueMode = mode;
	},

	/** From now on it holds accounts that nobody does. Resolves when the others know of it. */
	resume: async () => await gateway.resume(),

	/** Milliseconds of processor time that it has used so far. */
	cpuTime,

	/** Milliseconds from the call of each text until the server has acknowledged it, one after another. */
	async textTimes(number: string, to: string, count: number) {
		const ref = account(number, NO_PACING);
		const times: number[] = [];
		while (times.length < count) times.push(await textTime(ref, to));
		return times;
	},

	/** The same for as long as files are on their way to somebody else, all of them at once. */
	async textTimesBesideFiles(
		number: string,
		to: string,
		filesTo: string,
		{ kind, path, count }: Files,
	) {
		const ref = account(number, NO_PACING);
		let areSent = false;
		const files = Promise.all(
			Array.from({ length: count }, async () =>
				sent(ref, await enqueueFile(ref, filesTo, kind, path)),
			),
		).finally(() => {
			areSent = true;
		});
		const times: number[] = [];
		while (!areSent) times.push(await textTime(ref, to));
		await files;
		return times;
	},

	/** From now on what comes in is noted when it would be put out, with its file, by what the trigger itself runs. */
	async noteIncoming(number: string) {
		const ref = account(number, NO_PACING);
		// Imported here: what they load is not to be measured as memory of the engine.
		const { perChat } = await import('../../../nodes/WhatsAppLinkedTrigger/turns.js');
		const { opener, withFiles } = await import('../../../nodes/WhatsAppLinkedTrigger/files.js');
		const inOrder = perChat();
		const helpers = {
			prepareBinaryData: async (content: Readable) => void (await content.resume().toArray()),
		};
		const functions = { helpers } as unknown as Parameters<typeof withFiles>[1];
		await gateway.subscribe(
			ref,
			{ durableId: 'workflow:files', events: ['message.incoming'], start: 'now' },
			async ({ events }) => {
				const chats = events.map((event) => ('chat' in event ? event.chat.id : ''));
				await inOrder(chats, async () => {
					await withFiles(events, functions, opener(gateway, ref), MAX_FILE);
					const at = now();
					for (const event of events) if ('messageId' in event) incomingTimes[event.messageId] = at;
				});
			},
		);
	},

	incoming: () => incomingTimes,

	/** Reads the file of a message to its end; how long it is. */
	async readFile(number: string, messageId: string) {
		const ref = account(number, NO_PACING);
		const { content } = await gateway.openMedia(ref, { messageId, maxSize: MAX_READ });
		let bytes = 0;
		for await (const chunk of content as AsyncIterable<Uint8Array>) bytes += chunk.length;
		return bytes;
	},

	/** How long each call takes when a workflow sends one message after another. */
	async enqueue(
		number: string,
		to: string,
		count: number,
		pacing: Pick<AccountSettings, 'minGapMs' | 'maxGapMs'>,
	) {
		const ref = account(number, pacing);
		const callMs: number[] = [];
		for (let index = 0; index < count; index++) {
			callMs.push((await timed(() => enqueue(ref, to))).ms);
		}
		return callMs;
	},

	/**
	 * Notes what happens to messages from now on, and presses Reconnect whenever the connection is lost: the engine's own
	 * pauses between tries grow to minutes when it is lost again and again.
	 */
	async follow(number: string) {
		const ref = account(number, NO_PACING);
		await gateway.subscribe(
			ref,
			{
				durableId: 'workflow:follow',
				events: ['message.sent', 'message.received', 'message.incoming'],
				start: 'now',
			},
			async ({ events }) => happenings.add(events),
		);
		await gateway.subscribe(
			ref,
			{ events: ['session.connected', 'session.disconnected'], start: 'now' },
			async ({ events }) => {
				happenings.add(events);
				if (events.some(({ event }) => event === 'session.disconnected'))
					void gateway.request(ref, 'session.reconnect', {});
			},
		);
	},

	/** What has happened since the last question; waits until something has. */
	happened: async () => await happenings.take(),

	/** Sends texts one after another, and returns when all are in the queue. */
	async post(number: string, to: readonly string[]) {
		const ref = account(number, NO_PACING);
		return await Promise.all(to.map(async (person) => await post(ref, person)));
	},

	/** Megabytes of heap that all threads had in use when garbage was collected last. */
	heapUsed,

	/** Milliseconds from the call that sends a text until WhatsApp has acknowledged it. */
	async sendOne(number: string, to: string) {
		const ref = account(number, NO_PACING);
		const { elapsedMs } = await sendAll(ref, async () => [await timed(() => enqueue(ref, to))]);
		return elapsedMs;
	},

	/** Takes what waits out of the queue. */
	async empty(number: string) {
		await gateway.request(account(number, NO_PACING), 'queue.clear', {});
	},
};

export type EngineCalls = typeof calls;

serve(calls);
