import { createLeases, ensureSchema, openPostgres } from '../../../engine/store/postgres';
import { join, SCHEMA, useServer } from './support';

const site = useServer();

describe('The tables', () => {
	test('are made once, however many processes begin at the same time', async () => {
		const processes = Array.from({ length: 5 }, () => site.connect({ tablePrefix: 'many_' }));
		await Promise.all(processes.map(ensureSchema));
		await Promise.all(processes.map(ensureSchema));
		const [first] = processes;
		expect(await first?.control.query(`SELECT version FROM ${first.tables.version}`)).toEqual([
			{ version: 1 },
		]);
	});

	test('take names as they are, and no statement in them', async () => {
		const tablePrefix = `x"; DROP TABLE kept; --`;
		await site.server.query(
			'CREATE TABLE kept (n int); CREATE SCHEMA "o""d\'d.schema" AUTHORIZATION n8n',
		);
		const postgres = site.connect({ schema: `o"d'd.schema`, tablePrefix });
		await ensureSchema(postgres);
		await ensureSchema(postgres);
		await join(createLeases(postgres));
		expect((await createLeases(postgres).survey(SCHEMA)).members).toHaveLength(1);
		expect(await site.server.query('SELECT count(*) FROM kept')).toEqual([['0']]);
	});

	test('of two n8n in one database do not see each other', async () => {
		await site.server.query('CREATE SCHEMA other AUTHORIZATION n8n');
		const options = [{}, { tablePrefix: 'b_' }, { schema: 'other' }];
		const all = options.map((option) => site.connect(option));
		await Promise.all(all.map(ensureSchema));
		const leases = all.map(createLeases);
		const owners = await Promise.all(leases.map(async (of) => await join(of)));
		const claims = await Promise.all(
			leases.map(async (of, index) => await of.claimOne(owners[index] ?? '', 'account', SCHEMA)),
		);
		expect(claims).toEqual(
			owners.map((owner) => ({ account: 'account', owner, epoch: '1', seq: 0 })),
		);
		for (const of of leases) expect((await of.survey(SCHEMA)).members).toHaveLength(1);
	});

	test('a prefix that would be cut off is refused: two tables could be one', () => {
		expect(() => openPostgres({ ...site.server.options, tablePrefix: 'x'.repeat(60) })).toThrow(
			'prefix',
		);
	});

	test('that a newer version has changed are left alone', async () => {
		const { connect } = await site.startN8n();
		const postgres = connect();
		await postgres.control.query(`UPDATE ${postgres.tables.version} SET version = 99`);
		await expect(ensureSchema(postgres)).rejects.toMatchObject({
			code: 'STORE_FAILED',
			message: expect.stringContaining('newer version') as string,
		});
	});

	test('cannot be made without the right to it; where they are there, none is needed', async () => {
		const { tablePrefix } = await site.startN8n();
		await site.server.query(
			`CREATE ROLE guest LOGIN PASSWORD 'guest'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO guest`,
		);
		const guest = { user: 'guest', password: 'guest' };
		await ensureSchema(site.connect({ ...guest, tablePrefix }));
		await expect(
			ensureSchema(site.connect({ ...guest, tablePrefix: 'new_' })),
		).rejects.toMatchObject({
			code: 'STORE_FAILED',
			hint: expect.stringContaining('USAGE and CREATE') as string,
		});
	});
});
