import { createAccountRegister, createBodies, createLeases } from '../../../engine/store/postgres';
import { claimed, claimNew, join, KEY, SCHEMA, silence, takeOver, useServer } from './support';

const site = useServer();

/** An n8n with these accounts, which are wanted and nobody's. */
async function startWith(accounts: readonly string[]) {
	const n8n = await site.startN8n();
	const postgres = n8n.connect();
	const leases = createLeases(postgres);
	const register = createAccountRegister(postgres, createBodies(KEY));
	for (const account of accounts) {
		const claim = await claimNew(postgres, account);
		await register.change(account, { wanted: true });
		await leases.leave(claim.owner);
	}
	return { connect: n8n.connect, postgres, leases, register };
}

const names = (count: number) =>
	Array.from({ length: count }, (_, index) => `account-${String(index).padStart(3, '0')}`);

const all = { limit: 1_000, schema: SCHEMA };

describe('Accounts that nobody holds', () => {
	test('are taken once each, by whichever of many processes comes first', async () => {
		const { connect, leases } = await startWith(names(100));
		const epochs = new Map<string, Set<string>>();
		for (let round = 0; round < 5; round++) {
			const processes = await Promise.all(
				Array.from({ length: 8 }, async () => {
					const own = createLeases(connect());
					return { own, owner: await join(own), claims: [] as string[] };
				}),
			);
			const wantMore = async (process: (typeof processes)[number]) => {
				for (;;) {
					const claims = await process.own.claim(process.owner, { limit: 7, schema: SCHEMA });
					if (claims.length === 0) return;
					for (const { account, epoch } of claims) {
						process.claims.push(account);
						const known = epochs.get(account) ?? new Set();
						expect(known.has(epoch)).toBe(false);
						epochs.set(account, known.add(epoch));
					}
				}
			};
			await Promise.all(processes.map(wantMore));
			// Those that another one was just taking are left out: whoever looks again gets what is left.
			for (const process of processes) await wantMore(process);

			expect(processes.flatMap(({ claims }) => claims).toSorted()).toEqual(names(100));
			for (const { owner, claims } of processes) {
				for (const account of claims) expect(await leases.ownerOf(account)).toBe(owner);
			}
			await Promise.all(processes.map(async ({ own, owner }) => await own.leave(owner)));
		}
	});

	test('are those that are wanted, so many as are asked for, and of no newer schema', async () => {
		const { postgres, leases, register } = await startWith(names(5));
		await register.change('account-001', { wanted: false });
		await postgres.control.query(
			`UPDATE ${postgres.tables.account} SET schema = ${SCHEMA + 1} WHERE id = 'account-002'`,
		);
		const owner = await join(leases);
		expect(await leases.survey(SCHEMA)).toMatchObject({ free: 3 });
		const first = await leases.claim(owner, { limit: 2, schema: SCHEMA });
		expect(await leases.survey(SCHEMA)).toMatchObject({ free: 1, members: [{ load: 2 }] });
		expect(first.map(({ account }) => account)).toEqual(['account-000', 'account-003']);
		expect(await leases.claim(owner, all)).toEqual([
			{ account: 'account-004', owner, epoch: '2', seq: 0 },
		]);
		expect(await leases.claim(owner, all)).toEqual([]);
	});

	test('are those of processes that ended, or were not heard of for eight seconds', async () => {
		const { postgres, leases } = await startWith(['a', 'b', 'c']);
		const [ends, falls, lives] = [await join(leases), await join(leases), await join(leases)];
		for (const owner of [ends, falls, lives]) {
			expect(await leases.claim(owner, { limit: 1, schema: SCHEMA })).toHaveLength(1);
		}
		const other = await join(leases, { kind: 'worker', capacity: 4 });
		expect(await leases.claim(other, all)).toEqual([]);
		await leases.leave(ends);
		await silence(postgres, falls);
		const member = (id: string, kind: string, load: number, capacity: number) => {
			return { id, kind, load, capacity };
		};
		const { members, free } = await leases.survey(SCHEMA);
		expect(free).toBe(2);
		expect(members).toHaveLength(2);
		expect(members).toContainEqual(member(lives, 'main', 1, 100));
		expect(members).toContainEqual(member(other, 'worker', 0, 4));
		const claims = await leases.claim(other, all);
		expect(claims.map(({ account }) => account)).toEqual(['a', 'b']);
		expect(await leases.ownerOf('c')).toBe(lives);
	});

	test('are, where they are not wanted, those of which something is stored and that nobody has held for long', async () => {
		const { postgres, leases, register } = await startWith(['a', 'b', 'c', 'd', 'e']);
		for (const account of ['a', 'b', 'c', 'd']) await register.change(account, { wanted: false });
		const { account } = postgres.tables;
		const change = async (set: string, where: string) =>
			await postgres.control.query(`UPDATE ${account} SET ${set} WHERE ${where}`);
		await change("snapshot = 'one'", "id <> 'b'");
		const owner = await join(leases);
		const idle = { limit: 5, schema: SCHEMA, forMs: 60_000 };
		expect(await leases.claimIdle(owner, idle)).toEqual([]);
		await change("released_at = now() - interval '90 seconds'", "id <> 'c'");
		await change("released_at = NULL, claimed_at = now() - interval '2 minutes'", "id = 'd'");
		const claims = await leases.claimIdle(owner, idle);
		expect(claims.map(({ claim }) => claim.account).toSorted()).toEqual(['a', 'd']);
		for (const { claim, freeMs } of claims) {
			if (claim.account === 'd') expect(freeMs).toBe(0);
			else expect(freeMs).toBeGreaterThanOrEqual(90_000);
			await leases.confirm(claim);
		}
		expect(await leases.claimIdle(await join(leases), idle)).toEqual([]);
	});

	test('a process is heard of for eight seconds, by the clock of the database', async () => {
		const { postgres, leases } = await startWith([]);
		const owner = await join(leases);
		const [row] = await postgres.control.query<{ left: number }>(
			`SELECT extract(epoch FROM beat_until - now())::float AS left FROM ${postgres.tables.process} WHERE id = $1`,
			owner,
		);
		expect(row?.left).toBeGreaterThan(6);
		expect(row?.left).toBeLessThanOrEqual(8);
	});

	test('processes of long ago are forgotten', async () => {
		const { postgres, leases } = await startWith([]);
		const [old, recent] = [await join(leases), await join(leases)];
		const age = async (owner: string, interval: string) =>
			await postgres.control.query(
				`UPDATE ${postgres.tables.process} SET beat_until = now() - $2::interval WHERE id = $1`,
				...[owner, interval],
			);
		await age(old, '61 minutes');
		await age(recent, '59 minutes');
		const third = await join(leases);
		const rows = await postgres.control.query<{ id: string }>(
			`SELECT id FROM ${postgres.tables.process}`,
		);
		expect(rows.map(({ id }) => id).toSorted()).toEqual([recent, third].toSorted());
	});
});

describe('One account', () => {
	test('is taken when it is new, and when nobody holds it; otherwise it is told who does', async () => {
		const { postgres, leases } = await startWith([]);
		const claim = await claimNew(postgres, 'a');
		expect(claim).toMatchObject({ account: 'a', epoch: '1', seq: 0 });
		const other = await join(leases);
		expect(await leases.claimOne(other, 'a', SCHEMA)).toEqual({ owner: claim.owner });
		await leases.release(claim);
		expect(await leases.ownerOf('a')).toBeUndefined();
		expect(claimed(await leases.claimOne(other, 'a', SCHEMA))).toMatchObject({ epoch: '2' });
	});

	test('of many that want it at once one gets it', async () => {
		const { connect } = await startWith([]);
		const results = await Promise.all(
			Array.from({ length: 8 }, async () => {
				const leases = createLeases(connect());
				const owner = await join(leases);
				return { owner, result: await leases.claimOne(owner, 'new', SCHEMA) };
			}),
		);
		const [winner, ...none] = results.filter(({ result }) => 'epoch' in Object(result));
		expect(none).toEqual([]);
		for (const { owner, result } of results) {
			if (owner !== winner?.owner) expect(result).toEqual({ owner: winner?.owner });
		}
	});

	test('that a newer version of the package has written is not taken', async () => {
		const { postgres, leases } = await startWith(['a']);
		await postgres.control.query(`UPDATE ${postgres.tables.account} SET schema = ${SCHEMA + 1}`);
		expect(await leases.claimOne(await join(leases), 'a', SCHEMA)).toBe('newer');
	});

	test('that its process has lost track of is taken again, with another epoch', async () => {
		const { postgres, leases } = await startWith([]);
		const claim = await claimNew(postgres, 'a');
		expect(claimed(await leases.claimOne(claim.owner, 'a', SCHEMA))).toEqual({
			...claim,
			epoch: '2',
		});
		await expect(leases.confirm(claim)).rejects.toMatchObject({ code: 'STORE_FAILED' });
	});

	test('that was given to a process which never heard of it is free after a while', async () => {
		const { postgres, leases, register } = await startWith([]);
		const [held, unheard] = [await claimNew(postgres, 'held'), await claimNew(postgres, 'unheard')];
		const { owner } = held;
		await postgres.control.query(`UPDATE ${postgres.tables.account} SET owner = $1`, owner);
		await register.change('unheard', { wanted: true });
		const other = await join(leases);

		await leases.releaseOthers(owner, ['held']);
		expect(await leases.ownerOf('unheard')).toBe(owner);
		await silence(postgres, owner);
		await leases.beat({ id: owner, kind: 'main', capacity: 2 });
		expect(await leases.claim(other, all)).toEqual([]);
		await leases.releaseOthers(unheard.owner, []);
		await leases.releaseOthers(owner, ['held']);
		expect(await leases.claim(other, all)).toMatchObject([{ account: 'unheard' }]);
		await leases.confirm(held);
	});

	test('is not released by whoever had it before', async () => {
		const { postgres, leases } = await startWith([]);
		const before = await claimNew(postgres, 'a');
		await leases.confirm(before);
		const claim = await takeOver(postgres, before);
		await leases.release(before);
		await leases.confirm(claim);
		await expect(leases.confirm(before)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(await leases.ownerOf('a')).toBe(claim.owner);
	});
});
