import type {
	AccountRef,
	EventBatch,
	EventType,
	FleetOptions,
} from '../../engine/gateway/contract';
import { startRedis } from '../../scripts/services/redis.mjs';
import { BOB, text } from '../engine/support';
import type { FleetProcess } from './fleet-process';
import { useFleet } from './support';

/** How processes share numbers, and hand them over while they are used. */
const bench = useFleet();

let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => (redis = await startRedis()));
afterAll(async () => await redis.close());

const EVENTS: EventType[] = ['session.connected', 'message.incoming'];

let complaints: number;
beforeEach(() => {
	complaints = 0;
	bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
		if (tag === 'receipt' && attrs.type === 'retry') complaints++;
	});
});

async function start(process: FleetOptions['process']): Promise<FleetProcess> {
	const started = await bench.startProcess({ redis: redis.options, process });
	if (process !== 'webhook') await started.resume();
	return started;
}

const numberOf = ({ settings }: AccountRef) => settings.phone;

/** So many linked numbers with a trigger each, which `process` uses. */
async function linkAt(process: FleetProcess, count: number): Promise<AccountRef[]> {
	const { settings } = bench.account;
	const accounts = Array.from({ length: count }, (_, index) => ({
		id: `credential${index}`,
		settings: { ...settings, phone: `55119000010${index}` },
	}));
	for (const account of accounts) {
		const trigger = { durableId: `trigger of ${account.id}`, events: EVENTS };
		await process.subscribe({ ...trigger, start: 'now' }, account);
		const { code } = await process.request('session.linkByCode', {}, account);
		await bench.simulator.phone(numberOf(account)).typeCode(code ?? '');
		await process.until(() => process.batches.find((batch) => isConnected(batch, account)));
	}
	return accounts;
}

function isConnected({ events }: EventBatch, { id }: AccountRef): boolean {
	return events.some((event) => event.event === 'session.connected' && event.account.id === id);
}

/** Resolves when a process holds so many numbers, as far as it was told to its log. */
async function holds(process: FleetProcess, count: number): Promise<void> {
	const said = (sentence: string) =>
		process.log.filter((line) => line.sentence === sentence).length;
	await process.until(
		() => said(HELD) - said('The number is handed over to another process') === count || undefined,
	);
}

const HELD = 'The number is held by this process';

/** Each number and Bob write to each other in turn, until `end`, which finds nothing lost and nothing doubled. */
function converse(process: FleetProcess, accounts: readonly AccountRef[]) {
	let goesOn = true;
	const sent: string[] = [];
	const written: string[] = [];
	const told = () =>
		process.batches
			.flatMap(({ events }) => events)
			.flatMap((event) => (event.event === 'message.incoming' ? [event.messageId] : []));
	const all = accounts.map(async (account) => {
		while (goesOn) {
			const { messageId } = await process.request('message.send', text(BOB, 'hello'), account);
			sent.push(messageId);
			await bench.bob.waitForMessage(messageId);
			const answer = await bench.bob.sendText(numberOf(account), 'hello yourself');
			written.push(answer);
			await process.until(() => told().find((id) => id === answer));
		}
	});
	return {
		async end(): Promise<void> {
			goesOn = false;
			await Promise.all(all);
			expect(bench.bob.received.map(({ id }) => id).toSorted()).toEqual(sent.toSorted());
			expect(told().toSorted()).toEqual(written.toSorted());
			expect(complaints).toBe(0);
		},
	};
}

test('Numbers are spread over the processes there are, and spread anew as one joins and another is killed, while they are used', async () => {
	const [first, second] = [await start('main'), await start('main')];
	const n8n = await start('webhook');
	const accounts = await linkAt(n8n, 6);
	for (const process of [first, second]) await holds(process, 3);
	const talk = converse(n8n, accounts);
	const third = await start('main');
	for (const process of [first, second, third]) await holds(process, 2);
	await second.kill();
	for (const process of [first, third]) await holds(process, 3);
	await talk.end();
});

test('An engine process gets all numbers of a main process, which go on being used', async () => {
	const main = await start('main');
	const accounts = await linkAt(main, 2);
	const talk = converse(main, accounts);
	const engine = await start('engine');
	await holds(engine, 2);
	await holds(main, 0);
	await talk.end();
});

test('Many that are wanted at once are taken by and by', async () => {
	const process = await start('main');
	await bench.postgres.query(
		`INSERT INTO wa_account (id, epoch, claimed_at, wanted)
		 SELECT 'many' || n, 0, now() - interval '1 minute', true FROM generate_series(1, 12) AS n`,
	);
	await holds(process, 12);
	const times = await bench.postgres.query(
		'SELECT extract(epoch FROM claimed_at) FROM wa_account ORDER BY claimed_at',
	);
	const seconds = times.flat().map(Number);
	for (const [index, at] of seconds.slice(5).entries()) {
		expect(at - (seconds[index] ?? at)).toBeGreaterThan(0.9);
	}
});
