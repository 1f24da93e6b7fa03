import type { Gateway } from '../../../../../engine/gateway/contract';
import { deferred, NEVER, SECOND } from '../../support';
import { ACCOUNT, createBusBench, NOT_OWNER, RECORD, type BusBench } from './bus-bench';

const SEEDS = Array.from({ length: 8 }, (_, n) => n + 1);
const BAD = { lost: 0.2, doubled: 0.2, lateMs: 400 };

const query = { chat: 'a' };
/** A command of each kind. */
const KINDS = {
	query: ['chat.get', query],
	idempotent: ['chat.archive', { chat: 'a', archived: true }],
	mutation: ['group.create', { subject: 'Only once', participants: [] }],
} as const;
type Kind = keyof typeof KINDS;
const ALL_KINDS = Object.keys(KINDS) as Kind[];

async function ask(gateway: Gateway, kind: Kind): Promise<unknown> {
	const [command, input] = KINDS[kind];
	return await gateway.request(ACCOUNT, command, input as never);
}

describe('calls over a bus', () => {
	test.each(SEEDS)('each is answered, and done once, on a bad bus (seed %i)', async (seed) => {
		const bench = createBusBench(seed, BAD);
		const gateway = bench.gateway();
		const owner = bench.owner(async (_command, input) => {
			await bench.clock.sleep(bench.clock.random() * 20 * SECOND);
			return input;
		});
		await owner.own();
		const commands = ['chat.archive', 'group.create'] as const;
		const inputs = Array.from({ length: 60 }, (_, n) => ({ n }));
		const answers = await bench.until(
			Promise.all(
				inputs.map((input, n) =>
					gateway.request(ACCOUNT, commands[n % 2] ?? 'group.create', input as never),
				),
			),
		);
		expect(answers).toEqual(inputs);
		expect(owner.asked.map(({ input }) => input)).toHaveLength(inputs.length);
	});

	test.each(SEEDS)(
		'when the owner dies, a mutation is not done by another, and all else is (seed %i)',
		async (seed) => {
			const bench = createBusBench(seed, BAD);
			const gateway = bench.gateway();
			const answer = async (_command: string, input: unknown) => {
				await bench.clock.sleep(bench.clock.random() * 4 * SECOND);
				return input;
			};
			const [first, second] = [bench.owner(answer), bench.owner(answer)];
			await first.own();
			const asked = Array.from({ length: 60 }, (_, n) => {
				const [command] = KINDS[(['query', 'idempotent', 'mutation'] as const)[n % 3] ?? 'query'];
				const isMutation = command === KINDS.mutation[0];
				return { isMutation, answer: gateway.request(ACCOUNT, command, { n } as never) };
			});
			const settled = Promise.allSettled(asked.map(({ answer: promise }) => promise));
			await bench.clock.advance(2 * SECOND);
			first.die();
			await bench.clock.advance(9 * SECOND);
			await second.own();
			const results = await bench.until(settled);
			results.forEach((result, n) => {
				if (result.status === 'fulfilled') expect(result.value).toEqual({ n });
				else {
					expect(asked[n]?.isMutation).toBe(true);
					expect(result.reason).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
				}
			});
			const mutations = [...first.asked, ...second.asked].filter(
				({ command }) => command === 'group.create',
			);
			expect(new Set(mutations.map(({ input }) => JSON.stringify(input))).size).toBe(
				mutations.length,
			);
		},
	);

	describe('an owner that lets go of the account', () => {
		/** What is under way when the first owner lets go, and the second one that comes after it. */
		async function handOver(kind: Kind) {
			const bench = createBusBench();
			const first = bench.owner(() => NEVER);
			const second = bench.owner();
			await first.own();
			const answer = ask(bench.gateway(), kind);
			const settled = Promise.allSettled([answer]);
			await bench.clock.advance(100);
			first.disown();
			await bench.clock.advance(SECOND);
			await second.own();
			const [result] = await bench.until(settled);
			return { result, second };
		}

		test.each(['query', 'idempotent'] as const)('%s: the next one is asked', async (kind) => {
			const { result, second } = await handOver(kind);
			expect(result).toEqual({ status: 'fulfilled', value: KINDS[kind][1] });
			expect(second.asked).toHaveLength(1);
		});

		test('mutation: nobody knows', async () => {
			const { result, second } = await handOver('mutation');
			expect(result).toMatchObject({
				status: 'rejected',
				reason: { code: 'OUTCOME_UNKNOWN', retryable: false },
			});
			expect(second.asked).toEqual([]);
		});
	});

	test.each(ALL_KINDS)(
		'%s: one that does not own the account any more has not begun',
		async (kind) => {
			const bench = createBusBench();
			const first = bench.owner(() => {
				throw NOT_OWNER;
			});
			const second = bench.owner();
			await first.own();
			const answer = ask(bench.gateway(), kind);
			await bench.clock.advance(100);
			first.disown();
			await second.own();
			expect(await bench.until(answer)).toEqual(KINDS[kind][1]);
			expect(second.asked).toHaveLength(1);
		},
	);

	test('an answer that takes long is asked for every five seconds', async () => {
		const bench = createBusBench();
		const { promise, resolve } = deferred<unknown>();
		const owner = bench.owner(() => promise);
		await owner.own();
		await bench.clock.advance(1);
		const answer = ask(bench.gateway(), 'query');
		await bench.clock.advance(31 * SECOND);
		expect(saidOf(bench, 'call')).toHaveLength(7);
		expect(owner.asked).toHaveLength(1);
		resolve('late');
		expect(await bench.until(answer)).toBe('late');
	});

	test('when the bus is there again, what waits is asked at once', async () => {
		const bench = createBusBench();
		const owner = bench.owner(async () => {
			await bench.clock.sleep(2 * SECOND);
			return 'done';
		});
		await owner.own();
		const answer = ask(bench.gateway(), 'idempotent');
		await bench.clock.advance(SECOND);
		bench.bus.setConnected(false);
		await bench.clock.advance(2 * SECOND);
		bench.bus.setConnected(true);
		expect(await bench.until(answer, 100)).toBe('done');
		expect(owner.asked).toHaveLength(1);
	});

	test('errors come with code and hint, and others with their kind alone', async () => {
		const bench = createBusBench();
		const owner = bench.owner(() => {
			throw new TypeError('a secret');
		});
		await owner.own();
		await expect(bench.until(ask(bench.gateway(), 'query'))).rejects.toMatchObject({
			code: 'INTERNAL',
			message: 'The WhatsApp engine had an unexpected problem (TypeError).',
		});
	});

	test.each([
		['a function', { text: () => 'words' }],
		['a large number', { text: 1n }],
		['lists within lists without end', JSON.parse('['.repeat(3_000) + ']'.repeat(3_000))],
	])('%s is no input', async (_what, input) => {
		const asked = createBusBench()
			.gateway()
			.request(ACCOUNT, 'chat.get', input as never);
		await expect(asked).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
	});

	test('a command without an answer has none', async () => {
		const bench = createBusBench();
		await bench.owner(() => undefined).own();
		expect(await bench.until(ask(bench.gateway(), 'query'))).toBe(undefined);
	});

	test.each([
		['query', 'ENGINE_STOPPED'],
		['mutation', 'OUTCOME_UNKNOWN'],
	] as const)('%s: what is under way when the gateway closes: %s', async (kind, code) => {
		const bench = createBusBench();
		await bench.owner(() => NEVER).own();
		const gateway = bench.gateway();
		const answer = expect(ask(gateway, kind)).rejects.toMatchObject({ code });
		await bench.clock.advance(SECOND);
		await gateway.close();
		await answer;
		await expect(ask(gateway, kind)).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
		});
	});
});

describe('an account that nobody owns', () => {
	const message = { to: '5511900000002', content: { type: 'text', text: 'x' } } as never;

	test('is asked for twice, then claimed, and whoever comes is asked at once', async () => {
		const bench = createBusBench();
		const other = bench.owner();
		const answer = ask(bench.gateway(), 'query');
		await bench.clock.advance(999);
		expect(other.claims).toEqual([]);
		await bench.clock.advance(1);
		await bench.clock.advance(1);
		expect(other.claims).toEqual([ACCOUNT.id]);
		await other.own();
		expect(await bench.until(answer, 50)).toEqual(KINDS.query[1]);
	});

	test('is waited for a minute', async () => {
		const bench = createBusBench();
		const answer = ask(bench.gateway(), 'query');
		const failed = expect(answer).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
			retryable: true,
		});
		await bench.clock.advance(59 * SECOND);
		expect(saidOf(bench, 'claim').length).toBeGreaterThan(20);
		await bench.clock.advance(SECOND);
		await failed;
	});

	test('says nothing of its owner while there is no bus', async () => {
		const bench = createBusBench();
		const deposits: unknown[] = [];
		const gateway = bench.gateway('worker', {
			deposit: async (...deposit) => void deposits.push(deposit),
		});
		await bench.owner(() => RECORD).own();
		bench.bus.setConnected(false);
		const answer = gateway.request(ACCOUNT, 'message.send', message);
		await bench.clock.advance(10 * SECOND);
		expect(saidOf(bench, 'claim')).toEqual([]);
		expect(deposits).toEqual([]);
		bench.bus.setConnected(true);
		expect(await bench.until(answer, 100)).toEqual(RECORD);
	});

	test('has a mailbox for what is sent', async () => {
		const bench = createBusBench();
		const deposits: unknown[] = [];
		const gateway = bench.gateway('worker', {
			async deposit(...deposit) {
				deposits.push(deposit);
				return RECORD;
			},
		});
		const answer = gateway.request(ACCOUNT, 'message.send', message);
		await bench.clock.advance(1.4 * SECOND);
		expect(deposits).toEqual([]);
		expect(saidOf(bench, 'claim')).toHaveLength(1);
		expect(await bench.until(answer, SECOND)).toEqual(RECORD);
		expect(deposits).toEqual([[ACCOUNT, message]]);
	});

	test('is waited for where the mailbox cannot take it', async () => {
		const bench = createBusBench();
		const owner = bench.owner(() => RECORD);
		const answer = bench.gateway().request(ACCOUNT, 'message.send', message);
		await bench.clock.advance(20 * SECOND);
		await owner.own();
		expect(await bench.until(answer, SECOND)).toEqual(RECORD);
	});

	test('is given up where the mailbox fails', async () => {
		const bench = createBusBench();
		const failure = new Error('The mailbox is broken');
		const gateway = bench.gateway('worker', { deposit: () => Promise.reject(failure) });
		const answer = gateway.request(ACCOUNT, 'message.send', message);
		await expect(bench.until(answer, 5 * SECOND)).rejects.toBe(failure);
	});

	test('has no mailbox for anything else', async () => {
		const bench = createBusBench();
		const deposit = () => {
			throw new Error('Nothing of this belongs into the mailbox');
		};
		const gateway = bench.gateway('worker', { deposit });
		const asked = ALL_KINDS.map((kind) => ask(gateway, kind));
		const results = await bench.until(Promise.allSettled(asked));
		for (const result of results) {
			expect(result).toMatchObject({ reason: { code: 'ENGINE_STOPPED' } });
		}
	});
});

describe('where no process has an engine', () => {
	/** How often this process was asked to start its own, in so many seconds. */
	async function startsIn(
		seconds: number,
		process: 'main' | 'worker' | 'webhook',
		before: (bench: BusBench) => void = () => undefined,
	): Promise<number> {
		const bench = createBusBench();
		let starts = 0;
		bench.gateway(process, { resume: async () => void starts++ });
		before(bench);
		await bench.clock.advance(seconds * SECOND);
		return starts;
	}

	test('a worker starts one after eight seconds', async () => {
		expect(await startsIn(7.9, 'worker')).toBe(0);
		expect(await startsIn(8.1, 'worker')).toBe(1);
	});

	test('it does not while another one looks after numbers, or without a bus', async () => {
		expect(await startsIn(60, 'worker', (bench) => bench.owner().beat())).toBe(0);
		expect(await startsIn(8.1, 'worker', (bench) => bench.owner())).toBe(1);
		expect(await startsIn(60, 'worker', ({ bus }) => bus.setConnected(false))).toBe(0);
	});

	test.each(['main', 'webhook'] as const)(
		'%s: it is no matter of this process',
		async (process) => {
			expect(await startsIn(60, process)).toBe(0);
		},
	);
});

function saidOf({ bus }: BusBench, type: string) {
	return bus.published.filter(({ header }) => header.type === type);
}
