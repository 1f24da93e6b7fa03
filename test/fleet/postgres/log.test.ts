import { openPostgres, type Postgres } from '../../../engine/store/postgres';
import { createRandom } from '../../crash/random';
import { startFreezableTcp } from '../../services/frozen-tcp';
import { useStored } from './log-support';
import { takeOver, useServer } from './support';

const site = useServer();
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 12);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('The log of an account', () => {
	test('has all that was appended, in order, after it is saved', async () => {
		const { startAccount, read } = useStored((await site.startN8n()).connect());
		const account = await startAccount();
		await expect(account.saved()).resolves.toBeUndefined();
		for (const number of numbers(50)) {
			account.append(number);
			if (Number(number) % 7 === 0) await account.saved();
		}
		await account.saved();
		expect(await read(account.claim)).toEqual(numbers(50));
		expect(account.losses).toEqual([]);
	});

	test('shares statements with the logs of others', async () => {
		const postgres = (await site.startN8n()).connect();
		let statements = 0;
		const counting: Postgres = {
			...postgres,
			log: {
				...postgres.log,
				query: async (statement, ...values) => {
					statements++;
					return await postgres.log.query(statement, ...values);
				},
			},
		};
		const { startAccount, read } = useStored(counting);
		const accounts = await Promise.all(numbers(20).map(startAccount));
		for (const number of numbers(30)) {
			for (const account of accounts) account.append(number);
			await Promise.all(accounts.map(async ({ saved }) => await saved()));
		}
		for (const { claim } of accounts) expect(await read(claim)).toEqual(numbers(30));
		// The first ones of each round go alone.
		expect(statements).toBeLessThan(20 * 30 * 0.4);
	});

	test('takes nothing of an owner that was paused while another one took over', async () => {
		const n8n = await site.startN8n();
		const postgres = n8n.connect();
		const { startAccount, read, write } = useStored(postgres);
		const [paused, other] = [await startAccount(), await startAccount()];
		paused.append('a', 'b');
		await paused.saved();

		const claim = await takeOver(postgres, paused.claim);
		expect(claim.seq).toBe(1);
		// In one statement with what is right.
		other.append('x');
		paused.append('c');
		await expect(paused.saved()).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: true });
		await other.saved();
		expect(paused.losses).toEqual(['fenced']);

		const owner = write(claim);
		owner.append('d');
		await owner.saved();
		expect(await read(claim)).toEqual(['a', 'b', 'd']);
		expect(await read(other.claim)).toEqual(['x']);
		expect([...owner.losses, ...other.losses]).toEqual([]);
	});

	test('takes nothing of a claim that a standby did not know of, whose epoch was given once more', async () => {
		const postgres = (await site.startN8n()).connect();
		const { startAccount, read } = useStored(postgres);
		const account = await startAccount();
		await postgres.control.query(`UPDATE ${postgres.tables.account} SET owner = 'another process'`);
		account.append('a');
		await expect(account.saved()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(account.losses).toEqual(['fenced']);
		expect(await read({ ...account.claim, owner: 'another process' })).toEqual([]);
	});

	test('takes nothing after it was closed', async () => {
		const { startAccount, read } = useStored((await site.startN8n()).connect());
		const account = await startAccount();
		account.append('a');
		await account.saved();
		account.close();
		account.append('b');
		await expect(account.saved()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(await read(account.claim)).toEqual(['a']);
		expect(account.losses).toEqual([]);
	});

	test('is on the disk when it is saved, also where commits of that user do not wait for it', async () => {
		const { user } = site.server.options;
		await site.server.query(`ALTER ROLE ${user} SET synchronous_commit = off`);
		const { startAccount, read } = useStored((await site.startN8n()).connect());
		const account = await startAccount();
		for (const number of numbers(3)) {
			account.append(number);
			await account.saved();
			await site.server.kill();
			await site.server.start();
			expect(await read(account.claim)).toEqual(numbers(Number(number) + 1));
		}
		await site.server.query(`ALTER ROLE ${user} RESET synchronous_commit`);
	});

	test('is whole again when a database has lost its last rows', async () => {
		const postgres = (await site.startN8n()).connect();
		const { startAccount, read } = useStored(postgres);
		const account = await startAccount();
		for (const number of numbers(5)) {
			account.append(number);
			await account.saved();
		}
		// As a standby that had not got them.
		const { control, tables } = postgres;
		await control.query(`UPDATE ${tables.account} SET seq = 2`);
		await control.query(`DELETE FROM ${tables.log} WHERE seq > 2`);
		account.append('5', '6');
		await account.saved();
		expect(await read(account.claim)).toEqual(numbers(7));
		expect(account.losses).toEqual([]);
	});
});

describe(`A database that fails again and again (CRASH_SEED=${seed})`, () => {
	test(
		'loses nothing that it confirmed, and has nothing twice',
		async () => {
			const random = createRandom(seed, 'log');
			const { connect, tablePrefix } = await site.startN8n();
			const { host, port } = site.server.options;
			const way = await startFreezableTcp({ host, port });
			const postgres = openPostgres({ ...site.server.options, ...way, tablePrefix });
			const { startAccount, log } = useStored(postgres);
			const accounts = await Promise.all(numbers(10).map(startAccount));
			const appended = accounts.map((): string[] => []);
			let isOver = false;

			/** Writes as an account does that waits for the log before it goes on. */
			async function goOn(index: number): Promise<void> {
				for (let number = 0; !isOver; number++) {
					accounts[index]?.append(`${number}`);
					appended[index]?.push(`${number}`);
					if (random.between(0, 3) > 0) await accounts[index]?.saved();
				}
				await accounts[index]?.saved();
			}
			/** All accounts have come further. */
			const comeFurther = async () =>
				await Promise.all(accounts.map(async ({ saved }) => await saved()));

			const failures = [
				// What was asked, or the answer, is lost on its way.
				() => way.cut(),
				async () => await site.server.terminateBackends(),
				async () => {
					await site.server.kill();
					await site.server.start();
				},
			];
			const all = accounts.map(async (_, index) => await goOn(index));
			for (let round = 0; round < ROUNDS; round++) {
				for (let turn = random.between(1, 20); turn > 0; turn--) await comeFurther();
				await failures[random.between(0, failures.length - 1)]?.();
				await comeFurther();
			}
			isOver = true;
			await Promise.all(all);
			log.close();
			await postgres.close();
			await way.close();

			const { read } = useStored(connect());
			for (const [index, { claim, losses }] of accounts.entries()) {
				expect(await read(claim)).toEqual(appended[index]);
				expect(losses).toEqual([]);
			}
		},
		300_000 + ROUNDS * 30_000,
	);
});
