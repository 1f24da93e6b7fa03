import type { BinaryNode } from '@whiskeysockets/baileys';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../engine/clock';
import type {
	AccountRef,
	AccountSettings,
	CommandName,
	Commands,
	EngineEvent,
	EventOf,
	EventType,
	Gateway,
	GatewayOptions,
	MessageRecord,
	SendMessage,
	SessionStatus,
	Subscription,
} from '../../engine/gateway/contract';
import { EVENT_TYPES } from '../../engine/gateway/contract';
import { createHost, type HostOptions } from '../../engine/host/host';
import {
	startSimulator,
	type Simulator,
	type VirtualContact,
	type VirtualPhone,
} from '../simulator';
import { createSkippingClock, type SkippingClock } from '../support/skipping-clock';
import { tameBaileys } from '../support/tame-baileys';

export const OWNER = '5511900000001';
export const BOB = '5511900000002';

const ENCRYPTION_KEY = 'a key like the one n8n keeps';

/** WhatsApp, the engine, and a number to work with. */
export interface Bench {
	readonly simulator: Simulator;
	readonly options: GatewayOptions;
	readonly host: Gateway;
	readonly account: AccountRef;
	/** What the engine goes by. */
	readonly clock: SkippingClock;
	/** The phone of the number. */
	readonly phone: VirtualPhone;
	/** Somebody to write to. */
	readonly bob: VirtualContact;
	/** Closes the engine and opens it again over the same files. */
	restart(clock?: SkippingClock): Promise<void>;
}

interface BenchOptions extends Pick<HostOptions, 'giveUp' | 'askVersion' | 'log'> {
	settings?: Partial<AccountSettings>;
	/** Makes of the bench's clock what the engine goes by. */
	engineClock?: (clock: SkippingClock) => Clock;
	/** Opens the engine, again after each restart. */
	openHost?: (options: HostOptions) => Gateway | Promise<Gateway>;
}

/**
 * A bench for the tests of a file, or of a `describe`, with a number that is linked and makes no pauses between messages. Its
 * members are there while tests and their hooks run.
 *
 * @param options `linked: false`: the tests link the number. `each: true`: each test has a bench of its own; else all share
 *   one, and its faults end with each test
 */
export function useBench({
	linked = true,
	each = false,
	...options
}: BenchOptions & { linked?: boolean; each?: boolean } = {}): Bench {
	const bench = {} as Bench;
	let close: () => Promise<void> = async () => undefined;
	const open = async () => {
		close = await openBench(bench, options);
		if (linked) await link(bench);
	};
	if (each) {
		beforeEach(open);
		afterEach(() => close());
	} else {
		beforeAll(open);
		afterEach(() => bench.simulator.faults.clear());
		afterAll(() => close());
	}
	return bench;
}

async function openBench(
	bench: Bench,
	{ settings, engineClock = (clock) => clock, openHost = createHost, ...hostOptions }: BenchOptions,
): Promise<() => Promise<void>> {
	tameBaileys();
	const clock = createSkippingClock();
	const simulator = await startSimulator({ now: clock.trueTime });
	const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-'));
	const options = { dataDir, encryptionKey: ENCRYPTION_KEY, endpoint: simulator.endpoint };
	const runOn = async (its: SkippingClock) => ({
		clock: its,
		host: await openHost({ ...options, ...hostOptions, clock: engineClock(its) }),
	});
	Object.assign(bench, {
		...{ simulator, options, ...(await runOn(clock)) },
		account: {
			id: 'credential1',
			settings: { phone: OWNER, minGapMs: 0, maxGapMs: 0, keepContentHours: 24, ...settings },
		},
		phone: simulator.phone(OWNER),
		bob: await simulator.contact(BOB, { name: 'Bob' }),
		async restart(next = bench.clock) {
			await bench.host.close();
			Object.assign(bench, await runOn(next));
		},
	} satisfies Bench);
	return async () => {
		await bench.host.close();
		await simulator.close();
		rmSync(dataDir, { recursive: true, force: true });
	};
}

/** The longest distance that two questions of one kind keep. */
const LONGEST_GAP_MS = 2_000;

/** Runs a command later than the one before: it has its turn at once. */
export async function runLater<C extends CommandName>(
	{ clock, host, account }: Pick<Bench, 'clock' | 'host' | 'account'>,
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	clock.skip(LONGEST_GAP_MS);
	return await host.request(account, command, input);
}

/** Links the bench's account by code. */
export async function link({
	simulator,
	host,
	account,
}: Pick<Bench, 'simulator' | 'host' | 'account'>): Promise<SessionStatus> {
	const phone = simulator.phone(account.settings.phone);
	const { code } = await host.request(account, 'session.linkByCode', {});
	await phone.typeCode((code ?? '').replace('-', ''));
	return await untilConnected({ host, account });
}

/** Links another number of the same engine; the bench that is returned is for that number. */
export async function linkAnother(bench: Bench, number: string): Promise<Bench> {
	const settings = { ...bench.account.settings, phone: number };
	const account = { id: `other-${number}`, settings };
	const another = { ...bench, account, phone: bench.simulator.phone(number) };
	await link(another);
	return another;
}

export async function untilConnected({
	host,
	account,
}: Pick<Bench, 'host' | 'account'>): Promise<SessionStatus> {
	const events = await collect({ host, account }, ['session.connected']);
	const status = await host.request(account, 'session.status', {});
	if (!status.connected) await events.next('session.connected');
	await events.close();
	return await host.request(account, 'session.status', {});
}

/** The companion's answer to a stanza: the ack with these attributes that has come, or the next one. */
export async function untilAcked(
	simulator: Pick<Simulator, 'traffic'>,
	expected: Readonly<Record<string, string>>,
): Promise<BinaryNode> {
	const { stanza } = await simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' &&
			tag === 'ack' &&
			Object.entries(expected).every(([name, value]) => attrs[name] === value),
	);
	return stanza;
}

const SOMEBODY_ELSE = '5511900000099';
let others = 0;

/**
 * Before it is said that nothing has happened: another account asks for a code. That takes a connection and several
 * questions, so whatever the engine had begun to do has shown by then.
 */
export async function meanwhile({ host, account }: Pick<Bench, 'host' | 'account'>): Promise<void> {
	const other: AccountRef = {
		id: `other${others++}`,
		settings: { ...account.settings, phone: SOMEBODY_ELSE },
	};
	await host.request(other, 'session.linkByCode', {});
}

let runs = 0;

/** A text to send, from an execution of its own. */
export function text(to: string, words: string, more: Partial<SendMessage> = {}): SendMessage {
	runs++;
	return {
		to,
		content: { type: 'text', text: words },
		origin: { executionId: String(runs), nodeId: 'node', runIndex: 0, itemIndex: 0 },
		...more,
	};
}

export async function send(
	{ host, account }: Pick<Bench, 'host' | 'account'>,
	message: SendMessage,
): Promise<MessageRecord> {
	return await host.request(account, 'message.send', message);
}

export interface Collected {
	all: EngineEvent[];
	/** The first event of this type (and message) so far or to come. */
	next<T extends EventType>(type: T, match?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>;
	close(): Promise<void>;
}

const PATIENCE_MS = 120_000;

/** Listens to events like a trigger that takes everything at once. */
export async function collect(
	{ host, account }: Pick<Bench, 'host' | 'account'>,
	events: readonly EventType[] = EVENT_TYPES,
	subscription: Partial<Pick<Subscription, 'durableId' | 'start' | 'filters'>> = {},
): Promise<Collected> {
	const all: EngineEvent[] = [];
	const looks = new Set<() => void>();
	const handle = await host.subscribe(
		account,
		{ start: 'now', ...subscription, events: [...events] },
		async (batch) => {
			all.push(...batch.events);
			for (const look of [...looks]) look();
		},
	);
	return {
		all,
		next: (type, match = () => true) =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(
					() => reject(new Error(`No ${type}; seen: ${all.map(({ event }) => event).join(', ')}`)),
					PATIENCE_MS,
				);
				const look = () => {
					const found = all.find((event) => event.event === type && match(event as never));
					if (!found) return;
					clearTimeout(timer);
					looks.delete(look);
					resolve(found as never);
				};
				looks.add(look);
				look();
			}),
		close: () => handle.close(),
	};
}

/** Picks a contact's message by its words. */
export function said(words: string): (message: { text: string }) => boolean {
	return ({ text: found }) => found === words;
}
