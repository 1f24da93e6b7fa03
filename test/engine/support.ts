import type { BinaryNode } from '@whiskeysockets/baileys';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../engine/clock';
import type {
	AccountRef,
	AccountSettings,
	EngineEvent,
	EventType,
	Gateway,
	GatewayOptions,
	MessageRecord,
	SendMessage,
	SessionStatus,
} from '../../engine/gateway/contract';
import { EVENT_TYPES } from '../../engine/gateway/contract';
import { createHost, type HostOptions } from '../../engine/host/host';
import { startSimulator, type Simulator } from '../simulator';
import type { SkippingClock } from '../support/skipping-clock';
import { tameBaileys } from '../support/tame-baileys';

export const OWNER = '5511900000001';
export const BOB = '5511900000002';

const ENCRYPTION_KEY = 'a key like the one n8n keeps';

export interface Bench {
	simulator: Simulator;
	options: GatewayOptions;
	host: Gateway;
	account: AccountRef;
	/** Closes the engine and opens it again over the same files. */
	restart(clock?: Clock): Promise<void>;
	close(): Promise<void>;
}

/** A simulator and an engine that is pointed at it, with nothing linked yet. No pause between messages. */
export async function openBench(
	settings: Partial<AccountSettings> = {},
	clock: Clock = systemClock,
	more: Pick<HostOptions, 'giveUp' | 'askVersion' | 'log'> = {},
): Promise<Bench> {
	tameBaileys();
	const { trueTime } = clock as Partial<SkippingClock>;
	const simulator = await startSimulator(trueTime ? { now: trueTime } : {});
	const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-'));
	const options = { dataDir, encryptionKey: ENCRYPTION_KEY, endpoint: simulator.endpoint };
	const bench: Bench = {
		simulator,
		options,
		host: createHost({ ...options, ...more, clock }),
		account: {
			id: 'credential1',
			settings: { phone: OWNER, minGapMs: 0, maxGapMs: 0, keepContentHours: 24, ...settings },
		},
		async restart(nextClock = clock) {
			await bench.host.close();
			bench.host = createHost({ ...options, ...more, clock: nextClock });
		},
		async close() {
			await bench.host.close();
			await simulator.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
	return bench;
}

/** Links the bench's account by code. */
export async function link({ simulator, host, account }: Bench): Promise<SessionStatus> {
	const phone = simulator.phone(account.settings.phone);
	const { code } = await host.request(account, 'session.linkByCode', {});
	await phone.typeCode((code ?? '').replace('-', ''));
	return await untilConnected({ host, account });
}

/** Links another number of the same engine; the bench that is returned is for that number. */
export async function linkAnother(bench: Bench, phone: string): Promise<Bench> {
	const settings = { ...bench.account.settings, phone };
	const another = { ...bench, account: { id: `other-${phone}`, settings } };
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
export async function meanwhile({ host, account }: Bench): Promise<void> {
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

/** The event of a type: the member of the union whose types include it. */
type EventOf<T extends EventType, E = EngineEvent> = E extends { event: infer U }
	? T extends U
		? E
		: never
	: never;

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
	subscription: { durableId?: string; start?: 'now' | 'resume' } = {},
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
