import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createLogs, kindOf } from '../log';
import { readFromPort, writeToPort } from '../transport/byte-stream';
import type { EventBatch, Gateway, LogLine } from '../gateway/contract';
import { failureOf } from '../transport/failure';
import type { FromEngine, ToEngine, WorkerData } from '../transport/protocol';
import { takeOverDownloads } from '../whatsapp/index';
import type { Fleet } from '../fleet/fleet';
import { createHost } from './host';
import { createRequestTurns } from './request-turns';

/** The engine's thread: answers the messages of `protocol.ts` with a host. Started by `transport/worker-gateway.ts`. */

muteConsole();
takeOverDownloads();
// No stack leaves this thread (`failureOf`). Node asks a key what kind it is by throwing, dozens of times for one message, and
// Baileys takes a stack for each thing that may time out: without stacks a send takes about a tenth less.
Error.stackTraceLimit = 0;

serve(parentPort as MessagePort, workerData as WorkerData);

/** libsignal prints whole sessions, private keys among them, with console.info and console.warn. */
function muteConsole(): void {
	const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'];
	const silent = methods.map((method) => [method, () => undefined]);
	Object.assign(globalThis.console, Object.fromEntries(silent));
}

function serve(port: MessagePort, options: WorkerData): void {
	const subscriptions = new Map<number, { close(): Promise<void> }>();
	const deliveries = new Map<number, (ok: boolean) => void>();
	const turns = createRequestTurns(() => performance.now());
	let nextDelivery = 0;
	const post = (message: FromEngine) => port.postMessage(message);
	const write = (line: LogLine) => post({ type: 'log', line });
	const logs = createLogs(write, () => performance.now());
	// Baileys leaves promises of its own unhandled when a connection breaks. They must not end the thread.
	process.on('unhandledRejection', (error) =>
		logs.of().debug('A promise that nobody waits for was rejected', { error: kindOf(error) }),
	);
	let host: Promise<Gateway | Fleet> | undefined;
	const theHost = (): Promise<Gateway | Fleet> => (host ??= open());

	async function open(): Promise<Gateway | Fleet> {
		const { postgres, fleet, ...others } = options;
		const hostOptions = { ...others, log: write, giveUp: () => process.exit(1) };
		if (!postgres) return createHost(hostOptions);
		if (!fleet)
			return (await import('../fleet/fleet.js')).createFleet({ ...hostOptions, postgres });
		const { createFleetOnBus } = await import('../fleet/on-bus.js');
		return createFleetOnBus({ ...hostOptions, postgres, fleet });
	}

	const deliver = (subscriptionId: number, batch: EventBatch) =>
		new Promise<void>((resolve, reject) => {
			const deliveryId = nextDelivery++;
			// What cannot be made into text throws, and is not taken.
			const json = JSON.stringify(batch);
			deliveries.set(deliveryId, (ok) => (ok ? resolve() : reject(new Error('Not taken'))));
			post({ type: 'deliver', deliveryId, subscriptionId, json });
		});

	async function run(message: Exclude<ToEngine, { type: 'taken' }>): Promise<unknown> {
		switch (message.type) {
			case 'request':
				return await (
					await theHost()
				).request(message.account, message.command, message.input as never);
			case 'storeMedia': {
				const { account, media, port } = message;
				return await (await theHost()).storeMedia(account, media, readFromPort(port));
			}
			case 'openMedia': {
				const { info, content } = await (await theHost()).openMedia(message.account, message.media);
				writeToPort(content, message.port);
				return info;
			}
			case 'subscribe': {
				const { account, subscription, id } = message;
				const handle = await (
					await theHost()
				).subscribe(
					account,
					subscription,
					(batch) => deliver(id, batch),
					(event) => post({ type: 'dropped', subscriptionId: id, event }),
				);
				subscriptions.set(id, handle);
				return undefined;
			}
			case 'deposit': {
				const engine = await theHost();
				return 'deposit' in engine
					? await engine.deposit(message.account, message.message)
					: undefined;
			}
			case 'resume':
				await (await theHost()).resume();
				return undefined;
			case 'leave': {
				const engine = await theHost();
				if ('leave' in engine) await engine.leave();
				return undefined;
			}
			case 'compareCredentials':
				await (await theHost()).compareCredentials(message.list);
				return undefined;
			case 'unsubscribe':
				await subscriptions.get(message.subscriptionId)?.close();
				subscriptions.delete(message.subscriptionId);
				return undefined;
			case 'close':
				await (await host)?.close();
				return undefined;
		}
	}

	function answer(message: Exclude<ToEngine, { type: 'taken' }>): void {
		const { id } = message;
		run(message)
			.then((value) => post({ type: 'result', id, json: JSON.stringify(value) }))
			.catch((error: unknown) => {
				const log = logs.of('account' in message ? message.account.id : undefined);
				const asked = message.type === 'request' ? message.command : message.type;
				post({ type: 'failure', id, error: failureOf(error, asked, log) });
			});
	}

	port.on('message', (message: ToEngine) => {
		if (message.type === 'taken') {
			deliveries.get(message.deliveryId)?.(message.ok);
			deliveries.delete(message.deliveryId);
			return;
		}
		if (message.type === 'request') turns.add(message.account.id, () => answer(message));
		else answer(message);
	});
	// Nobody knows what it asked. The gateway does, and asks it again or gives it up when this thread has ended.
	port.on('messageerror', () => process.exit(1));
}
