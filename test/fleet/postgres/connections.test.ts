import type { PostgresOptions } from '../../../engine/gateway/contract';
import { createLeases, ensureSchema, openPostgres } from '../../../engine/store/postgres';
import { startFreezableTcp } from '../../services/frozen-tcp';
import { join, SCHEMA, useServer } from './support';

const site = useServer();

const failed = (message: string) => ({
	code: 'STORE_FAILED',
	message: expect.stringContaining(message) as string,
	retryable: true,
});

/** What is said of a failed question, without a word of who was asked, and where. */
async function failureOf(options: Partial<PostgresOptions>) {
	const all = { ...site.server.options, ...options };
	const error = await ensureSchema(site.connect(options)).then(
		() => undefined,
		(reason: unknown) => reason as Error & { hint: string },
	);
	const said = `${error?.message} ${error?.hint}`;
	for (const secret of [all.host, String(all.port), all.password])
		expect(said).not.toContain(secret);
	return error;
}

describe('Postgres that does not do what is asked', () => {
	test('is told in words: the way there', async () => {
		expect(await failureOf({ host: 'no-such-host.invalid' })).toMatchObject(failed('be reached'));
		expect(await failureOf({ port: 1 })).toMatchObject(failed('be reached'));
		expect(await failureOf({ ssl: true })).toMatchObject(failed('be reached'));
	});

	test('is told in words: user, database, schema', async () => {
		expect(await failureOf({ password: 'wrong' })).toMatchObject(failed('user or password'));
		expect(await failureOf({ database: 'nowhere' })).toMatchObject(failed("n8n's database is not"));
		expect(await failureOf({ schema: 'nowhere' })).toMatchObject(failed("schema of n8n's tables"));
	});

	test('is told in words: a replica, a table that is gone, anything else', async () => {
		const { control, tables } = (await site.startN8n()).connect();
		const asReplica = `SELECT set_config('transaction_read_only', 'on', true)`;
		await expect(
			control.transaction(async (query) => {
				await query(asReplica);
				await query(`DELETE FROM ${tables.process}`);
			}),
		).rejects.toMatchObject(failed('be written'));
		await site.server.query(`DROP TABLE ${tables.process}`);
		await expect(control.query(`DELETE FROM ${tables.process}`)).rejects.toMatchObject(
			failed('not in Postgres any more'),
		);
		await expect(control.query('SELECT 1 / 0')).rejects.toMatchObject(failed('22012'));
	});

	test('is asked again after a restart', async () => {
		const leases = createLeases((await site.startN8n()).connect());
		await join(leases);
		await site.server.kill();
		await expect(leases.survey(SCHEMA)).rejects.toMatchObject(failed('be reached'));
		await site.server.start();
		expect((await leases.survey(SCHEMA)).members).toHaveLength(1);
	});

	test('is not waited for longer than a process may go unheard', async () => {
		const n8n = await site.startN8n();
		const { host, port } = site.server.options;
		const way = await startFreezableTcp({ host, port });
		const postgres = openPostgres({ ...site.server.options, ...way, ...n8n });
		try {
			const leases = createLeases(postgres);
			const owner = await join(leases);
			way.freeze();
			// One is on the open connection, the other waits for it.
			const asked = [leases.survey(SCHEMA), leases.ownerOf(owner)];
			for (const each of asked) await expect(each).rejects.toMatchObject(failed('be reached'));
			way.thaw();
			expect((await leases.survey(SCHEMA)).members).toHaveLength(1);
		} finally {
			await postgres.close();
			await way.close();
		}
	});
});

describe('A transaction', () => {
	/** An n8n with a process whose capacity says which transaction was committed. */
	async function start() {
		const n8n = await site.startN8n();
		const { control, bulk, tables } = n8n.connect();
		const owner = await join(createLeases({ control, tables }));
		const setCapacity = `UPDATE ${tables.process} SET capacity = $2 WHERE id = $1`;
		// By a connection of its own: an older one may have been ended meanwhile, and not know it yet.
		const capacities = async () => {
			const { members } = await createLeases(n8n.connect()).survey(SCHEMA);
			return members.map(({ capacity }) => capacity);
		};
		return { owner, control, bulk, setCapacity, capacities };
	}

	test('is all or nothing', async () => {
		const { owner, bulk, setCapacity, capacities } = await start();
		await bulk.transaction(async (query) => await query(setCapacity, owner, 1));
		const stopped = bulk.transaction(async (query) => {
			await query(setCapacity, owner, 2);
			throw new Error('on second thoughts');
		});
		await expect(stopped).rejects.toThrow();
		const refused = bulk.transaction(async (query) => {
			await query(setCapacity, owner, 3);
			await query('SELECT 1 / 0');
		});
		await expect(refused).rejects.toMatchObject(failed('22012'));
		const cut = bulk.transaction(async (query) => {
			await query(setCapacity, owner, 4);
			await site.server.terminateBackends();
			await query(setCapacity, owner, 5);
		});
		await expect(cut).rejects.toMatchObject(failed(''));
		expect(await capacities()).toEqual([1]);
	});

	test('that is not gone on with does not hold up others for long', async () => {
		const { owner, control, bulk, setCapacity, capacities } = await start();
		const locked = Promise.withResolvers<void>();
		const pause = Promise.withResolvers<void>();
		const stopped = bulk.transaction(async (query) => {
			await query(setCapacity, owner, 1);
			locked.resolve();
			await pause.promise;
			await query(setCapacity, owner, 2);
		});
		await locked.promise;
		// The time limit of `control` is shorter than that.
		await expect(control.query(setCapacity, owner, 3)).rejects.toMatchObject(failed('be reached'));
		await bulk.query(setCapacity, owner, 4);
		pause.resolve();
		await expect(stopped).rejects.toMatchObject(failed(''));
		expect(await capacities()).not.toContain(1);
	});
});
