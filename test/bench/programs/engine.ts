import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { AccountRef, AccountSettings, GatewayOptions } from '../../../engine/gateway/contract';
import type { WorkerGateway } from '../../../engine/gateway/worker-gateway';
import { type Contestant, textOf, type Times } from '../contestant';
import { Inbox } from '../inbox';
import { cpuTime, now } from '../now';
import { serve } from '../remote';

/** Our engine, built, in its worker thread and behind its door: as n8n uses it. */

type CreateGateway = (options: GatewayOptions) => WorkerGateway;

const LOOK_EVERY_MS = 20;
const ACKNOWLEDGED_WITHIN_MS = 120_000;
const NO_PACING = { minGapMs: 0, maxGapMs: 0 };

let options: GatewayOptions;
let gateway: WorkerGateway;
let executions = 0;
const receiptTimes: Times = {};

async function open(): Promise<void> {
	const file = resolve('dist/engine/gateway/worker-gateway.js');
	const { createWorkerGateway } = (await import(pathToFileURL(file).href)) as {
		createWorkerGateway: CreateGateway;
	};
	gateway = createWorkerGateway(options);
}

function account(
	number: string,
	pacing: Pick<AccountSettings, 'minGapMs' | 'maxGapMs'>,
): AccountRef {
	return { id: `account${number}`, settings: { phone: number, keepContentHours: 24, ...pacing } };
}

async function enqueue(ref: AccountRef, to: string): Promise<string> {
	const execution = ++executions;
	const { messageId } = await gateway.request(ref, 'message.send', {
		to,
		content: { type: 'text', text: textOf(execution) },
		origin: {
			executionId: `${process.pid}-${execution}`,
			nodeId: 'node',
			runIndex: 0,
			itemIndex: 0,
		},
	});
	return messageId;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
	const startedAt = now();
	const result = await work();
	return { ms: now() - startedAt, result };
}

const contestant = {
	async start(endpoint, folder) {
		options = { dataDir: folder, encryptionKey: 'a key like the one n8n keeps', endpoint };
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
		const startedAt = now();
		const cpuAtStart = cpuTime();
		const calls = await Promise.all(
			Array.from({ length: count }, async () => await timed(() => enqueue(ref, to))),
		);
		const messageIds = calls.map(({ result }) => result);
		// They are acknowledged in their order.
		await gateway.request(ref, 'message.wait', {
			messageId: messageIds.at(-1) ?? '',
			status: 'SENT',
			timeoutMs: ACKNOWLEDGED_WITHIN_MS,
		});
		const elapsedMs = now() - startedAt;
		const cpuMs = cpuTime() - cpuAtStart;
		const { queueLength } = await gateway.request(ref, 'session.status', {});
		if (queueLength > 0) throw new Error(`${queueLength} messages were not acknowledged`);
		return { messageIds, elapsedMs, cpuMs, callMs: calls.map(({ ms }) => ms) };
	},

	async noteReceipts(number) {
		await gateway.subscribe(
			account(number, NO_PACING),
			{ durableId: 'workflow:receipts', events: ['message.received'], start: 'now' },
			async ({ events }) => {
				const at = now();
				for (const event of events) if ('messageId' in event) receiptTimes[event.messageId] = at;
			},
		);
	},

	receipts: () => receiptTimes,

	disconnect: async () => await gateway.close(),

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
} satisfies Contestant;

const calls = {
	...contestant,

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

	/** Takes what waits out of the queue. */
	async empty(number: string) {
		await gateway.request(account(number, NO_PACING), 'queue.deleteAll', {});
	},
};

export type EngineCalls = typeof calls;

serve(calls);
