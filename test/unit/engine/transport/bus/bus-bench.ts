import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EngineError } from '../../../../../engine/gateway/contract';
import type {
	AccountRef,
	DroppedListener,
	EngineEvent,
	EventBatch,
	EventListener,
	FleetOptions,
	Gateway,
	MessageRecord,
	Subscription,
} from '../../../../../engine/gateway/contract';
import { createLogs } from '../../../../../engine/log';
import { createBusGateway, type Keeper } from '../../../../../engine/transport/bus/bus-gateway';
import { serveBus } from '../../../../../engine/transport/bus/serve-bus';
import type { WorkerGateway } from '../../../../../engine/transport/worker-gateway';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock';
import { createLossyBus, type Badness, type LossyBus } from '../../../../support/lossy-bus';
import { randomUUID } from 'node:crypto';

/** Both ends of the bus, on one that is as bad as a test wants it, and a clock that the test moves. */

export const ACCOUNT: AccountRef = {
	id: 'credential1',
	settings: { phone: '5511900000001', minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
};

/** Another one owns the account. */
export const NOT_OWNER = new Error('Not the owner');

interface Listener {
	account: AccountRef;
	subscription: Subscription;
	listener: EventListener;
	onDropped?: DroppedListener;
	isClosed: boolean;
}

/** What stands behind the bus: it writes down what it is asked, and answers as the test says. */
export interface Owner {
	asked: Array<{ command: string; input: unknown }>;
	answer: (command: string, input: unknown) => unknown;
	listeners: Listener[];
	/** So many wishes for events are refused. */
	refusesListeners: number;
	/** Files that came in. */
	files: Buffer[];
	store: (file: Readable) => Promise<Buffer>;
	/** Opens the file that is asked for. */
	open: () => Readable;
	claims: string[];
	beat(): void;
	own(): Promise<void>;
	disown(): void;
	/** As when its process is killed: it says nothing any more. */
	die(): void;
}

export interface BusBench {
	clock: FakeClock;
	bus: LossyBus;
	gateway(process?: FleetOptions['process'], keeper?: Partial<Keeper>): WorkerGateway;
	owner(answer?: Owner['answer']): Owner;
	/** Lets time pass until it is settled; fails where that takes longer than `withinMs`. */
	until<T>(promise: Promise<T>, withinMs?: number): Promise<T>;
}

export function createBusBench(seed = 1, badness: Badness = {}): BusBench {
	const clock = createFakeClock({ seed });
	const bus = createLossyBus(clock, badness);
	const logs = createLogs(
		() => undefined,
		() => clock.elapsed(),
	);
	return {
		clock,
		bus,
		gateway: (process = 'main', keeper = {}) =>
			createBusGateway({ bus, process, clock, logs, keeper: { ...NO_KEEPER, ...keeper } }),
		owner(answer = (_command, input) => input) {
			const owner: Owner = {
				asked: [],
				answer,
				listeners: [],
				refusesListeners: 0,
				files: [],
				store: buffer,
				open: () => Readable.from([]),
				claims: [],
				beat: () => server.beat(),
				own: async () => await server.own(ACCOUNT.id),
				disown: () => server.disown(ACCOUNT.id),
				die() {
					isDead = true;
				},
			};
			let isDead = false;
			const its: LossyBus = {
				...bus,
				publish: (...message) => isDead || bus.publish(...message),
				listen: (channel, listener) => bus.listen(channel, (frame) => isDead || listener(frame)),
			};
			const server = serveBus({
				bus: its,
				address: randomUUID(),
				gateway: gatewayOf(owner),
				clock,
				logs,
				onClaim: (accountId) => void owner.claims.push(accountId),
				isMoved: (error) => error === NOT_OWNER,
			});
			return owner;
		},
		async until(promise, withinMs = 120_000) {
			let isSettled = false;
			const settled = () => void (isSettled = true);
			promise.then(settled, settled);
			const end = clock.elapsed() + withinMs;
			await clock.settle();
			while (!isSettled && clock.elapsed() < end) await clock.advance(50);
			if (!isSettled) throw new Error('Nothing has come of it');
			return await promise;
		},
	};
}

const NO_STORE = new EngineError('STORE_FAILED', 'The disk is full.', 'Make room.', true);

const NO_KEEPER: Keeper = {
	deposit: async () => undefined,
	resume: async () => undefined,
	compareCredentials: async () => undefined,
	leave: async () => undefined,
	close: async () => undefined,
};

function gatewayOf(owner: Owner): Gateway {
	return {
		async request(_account, command, input) {
			owner.asked.push({ command, input });
			return (await owner.answer(command, input)) as never;
		},
		async storeMedia(_account, { kind, fileName = '' }, content) {
			owner.files.push(await owner.store(content));
			return {
				...{ mediaId: `file${owner.files.length}`, kind, mimetype: 'text/plain', fileName },
				...{ size: owner.files.at(-1)?.length ?? 0, seconds: null, width: null, height: null },
				...{ pages: null, note: null },
			};
		},
		openMedia: async () => ({
			info: { kind: 'document', mimetype: 'text/plain', fileName: 'a.txt', size: null },
			content: owner.open(),
		}),
		async subscribe(account, subscription, listener, onDropped) {
			if (owner.refusesListeners-- > 0) throw NO_STORE;
			const one: Listener = {
				account,
				subscription,
				listener,
				isClosed: false,
				...(onDropped && { onDropped }),
			};
			owner.listeners.push(one);
			return { close: async () => void (one.isClosed = true) };
		},
		compareCredentials: async () => undefined,
		resume: async () => undefined,
		close: async () => undefined,
	};
}

export function batchOf(batchId: string): EventBatch {
	return { batchId, events: [{ eventId: batchId } as EngineEvent] };
}

export const RECORD = { messageId: '3EB0' } as MessageRecord;
