import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../../clock';
import type { AccountRef, FleetOptions, SendMessage, StoredMedia } from '../../gateway/contract';
import { kindOf, type Logs } from '../../log';
import { commandKind, NOT_PLAIN, OUTCOME_UNKNOWN, STOPPED } from '../endings';
import { isPlain } from '../plain';
import { newSubscriber, type Subscriber } from '../subscribers';
import type { EngineThread, WorkerGateway } from '../worker-gateway';
import type { Bus } from './bus';
import { createCalls, type AskOptions } from './calls';
import type { Frame } from './frames';
import { createPieces } from './pieces';
import {
	ALL,
	ownChannel,
	type Address,
	type Ask,
	type OpenedFile,
	type ToAll,
	type ToGateway,
	type ToServer,
} from './protocol';
import { createSubscriptions } from './subscriptions';

/** What is asked of the engine's thread of this process. */
export type Keeper = Pick<
	EngineThread,
	'resume' | 'compareCredentials' | 'deposit' | 'leave' | 'close'
>;

export interface BusGatewayOptions {
	bus: Bus;
	process: FleetOptions['process'];
	keeper: Keeper;
	clock: Clock;
	logs: Logs;
}

/** An engine's thread says every two seconds that it is there. */
const NO_ENGINE_MS = 8_000;

export interface BusGateway extends WorkerGateway {
	/** The process is to end: others look after its accounts from now on, which it goes on to use. */
	leave(): Promise<void>;
}

/** A gateway whose accounts are owned by any process of the same n8n. */
export function createBusGateway(options: BusGatewayOptions): BusGateway {
	const { bus, keeper, clock, logs } = options;
	const address: Address = randomUUID();
	const send = (to: Address, header: ToServer, bytes?: Uint8Array) =>
		bus.publish(ownChannel(to), header, bytes);
	const calls = createCalls({ bus, address, clock });
	const pieces = createPieces({ address, clock, send });
	const subscriptions = createSubscriptions({ calls, clock, logs, send });
	let watching: Timer | undefined;
	let isLeaving = false;

	function receive(frame: Frame): void {
		const { header, bytes } = frame as Frame<ToGateway>;
		switch (header.type) {
			case 'accepted':
			case 'result':
			case 'failure':
			case 'moved':
				return calls.receive({ header, bytes });
			case 'deliver':
			case 'dropped':
				return subscriptions.receive({ header, bytes });
			default:
				return pieces.receive({ header, bytes });
		}
	}

	function heard({ header }: Frame): void {
		const said = header as ToAll;
		if (said.type === 'beat') watch();
		else if (said.type === 'owned') askAgain(said.accountId);
	}

	function askAgain(accountId?: string): void {
		calls.askAgain(accountId);
		subscriptions.askAgain(accountId);
	}

	/** Where no process has an engine, a worker becomes one: its main process may be gone for long. */
	function watch(): void {
		if (options.process !== 'worker' || isLeaving) return;
		watching?.cancel();
		watching = clock.after(NO_ENGINE_MS, () => {
			watch();
			// It says nothing of engines that nothing is heard.
			if (!bus.isConnected()) return;
			keeper
				.resume()
				.catch((error: unknown) =>
					logs.of().warn('This worker cannot look after numbers', { error: kindOf(error) }),
				);
		});
	}

	async function ask(account: AccountRef, what: Ask, how?: AskOptions): Promise<unknown> {
		subscriptions.learn(account);
		return await calls.ask(account, what, how);
	}

	const listening = [bus.listen(ownChannel(address), receive), bus.listen(ALL, heard)];
	bus.onConnected(() => {
		watch();
		askAgain();
	});
	watch();

	async function close(): Promise<void> {
		watching?.cancel();
		subscriptions.handOver();
		calls.close();
		pieces.close();
		for (const one of listening) one.close();
		bus.publish(ALL, { type: 'gone', from: address } satisfies ToAll);
		await keeper.close();
		await bus.close();
	}

	return {
		async request(account, command, input) {
			if (!isPlain(input)) throw NOT_PLAIN;
			return (await ask(
				account,
				{ type: 'request', command, input },
				{
					...(commandKind(command) === 'mutation' && { lost: OUTCOME_UNKNOWN }),
					...(command === 'message.send' && {
						otherwise: async () => await keeper.deposit(account, input as SendMessage),
					}),
				},
			)) as never;
		},
		async storeMedia(account, media, content) {
			const stream = pieces.offer(content);
			try {
				return (await ask(
					account,
					{ type: 'storeMedia', media, stream },
					{ lost: STOPPED },
				)) as StoredMedia;
			} finally {
				// Whoever refuses a file has no more use for the rest of it.
				pieces.withdraw(stream);
			}
		},
		async openMedia(account, media) {
			const { info, from, stream } = (await ask(account, {
				type: 'openMedia',
				media,
			})) as OpenedFile;
			return { info, content: pieces.read(from, stream) };
		},
		async subscribe(account, subscription, listener, onDropped) {
			const subscriber = newSubscriber(account, subscription, listener, onDropped);
			subscriptions.learn(account);
			await subscriptions.begin(subscriber);
			return { close: () => subscriber.detach() };
		},
		resume: async () => await keeper.resume(),
		compareCredentials: async (list) => await keeper.compareCredentials(list),
		async leave() {
			isLeaving = true;
			watching?.cancel();
			await keeper.leave();
		},
		adopt: (subscriber) => subscriptions.goOn(subscriber),
		close,
		async handOver(): Promise<Subscriber[]> {
			const left = subscriptions.handOver();
			await close();
			return left;
		},
	};
}
