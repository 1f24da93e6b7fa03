import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { runQuietly } from '../../scripts/processes.mjs';
import { startPostgres } from '../../scripts/services/postgres.mjs';
import { startRedis } from '../../scripts/services/redis.mjs';
import type { PostgresOptions, RedisOptions } from '../../engine/gateway/contract';
import { startFreezableTcp, type FreezableTcp } from './frozen-tcp';

/** What the tests of several processes stand on does what it says. */

/** The states of processes as `ps` has them; `T`: stopped. */
async function statesOf(pids: readonly number[]): Promise<string[]> {
	const lines = await runQuietly('ps', ['-o', 'state=', '-p', pids.join(',')]);
	return lines.trim().split('\n');
}

describe('PostgreSQL', () => {
	let postgres: Awaited<ReturnType<typeof startPostgres>>;
	beforeAll(async () => (postgres = await startPostgres()));
	afterAll(async () => await postgres.close());

	test('what was committed is there after a crash', async () => {
		await postgres.query('CREATE TABLE kept (n int)');
		await postgres.query('INSERT INTO kept VALUES (7)');
		await postgres.kill();
		await postgres.start();
		expect(await postgres.query('SELECT n, n + 1 FROM kept')).toEqual([['7', '8']]);
		expect(await postgres.log()).toContain('automatic recovery in progress');
	});

	test("n8n's user owns the database, and is no superuser", async () => {
		const options: PostgresOptions = postgres.options;
		const owner = await postgres.query(
			`SELECT rolname, rolsuper FROM pg_roles, pg_database WHERE pg_roles.oid = datdba AND datname = '${options.database}'`,
		);
		expect(owner).toEqual([[options.user, 'f']]);
	});

	test('commits are flushed to the disk', async () => {
		expect(await postgres.query('SHOW fsync')).toEqual([['on']]);
	});

	test('frozen, none of its processes runs', async () => {
		const pids = await postgres.query(
			"SELECT pid FROM pg_stat_activity WHERE backend_type IN ('checkpointer', 'walwriter')",
		);
		await postgres.freeze();
		const states = await statesOf(pids.flat().map(Number)).finally(() => postgres.thaw());
		expect(states).toEqual(['T', 'T']);
		expect(await postgres.query('SELECT 1')).toEqual([['1']]);
	});

	test('connections that are terminated end with an error', async () => {
		const waiting = expect(postgres.query('SELECT pg_sleep(600)')).rejects.toThrow('terminat');
		const sleeping = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'";
		while ((await postgres.query(sleeping)).length === 0);
		await postgres.terminateBackends();
		await waiting;
	});
});

describe('Redis', () => {
	let redis: Awaited<ReturnType<typeof startRedis>>;
	beforeAll(async () => (redis = await startRedis()));
	afterAll(async () => await redis.close());

	test('what it holds is there after a restart', async () => {
		const options: RedisOptions = redis.options;
		expect(options.nodes).toHaveLength(1);
		await redis.command('SET kept 7');
		await redis.stop();
		expect(await redis.command('PING')).toBe('');
		await redis.start();
		expect(await redis.command('GET kept')).toBe('$1\r\n7\r\n');
	});

	test('killed, it comes back', async () => {
		await redis.kill();
		await redis.start();
		expect(await redis.command('PING')).toBe('+PONG\r\n');
	});

	test('frozen, it does not run', async () => {
		const [, pid] = /process_id:(\d+)/.exec(await redis.command('INFO server')) ?? [];
		redis.freeze();
		const states = await statesOf([Number(pid)]).finally(() => redis.thaw());
		expect(states).toEqual(['T']);
		expect(await redis.command('PING')).toBe('+PONG\r\n');
	});
});

describe('a way that can be cut off', () => {
	let server: Server;
	let way: FreezableTcp;
	let heard: string;
	const open = new Set<Socket>();

	beforeAll(async () => {
		server = createServer((socket) => {
			open.add(socket);
			socket.on('error', () => undefined);
			socket.on('data', (chunk) => {
				heard += chunk.toString();
				socket.write(chunk);
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		way = await startFreezableTcp(direct());
	});
	beforeEach(() => (heard = ''));
	afterAll(async () => {
		await way.close();
		for (const socket of open) socket.destroy();
		server.close();
		await once(server, 'close');
	});

	const direct = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
	const say = async (socket: Socket, word: string) => {
		socket.write(word);
		const [chunk] = (await once(socket, 'data')) as [Buffer];
		return chunk.toString();
	};

	test('lets pass what is said', async () => {
		const socket = connect(way);
		expect(await say(socket, 'hello')).toBe('hello');
		socket.end();
		await once(socket, 'close');
	});

	test('frozen, it holds what is said on old and new connections until it thaws', async () => {
		const known = connect(way);
		await say(known, '-');
		way.freeze();
		const unknown = connect(way);
		await once(unknown, 'connect');
		const answers = [say(known, 'a'), say(unknown, 'b')];

		const other = connect(direct());
		for (let round = 0; round < 100; round++) await say(other, '.');
		expect(heard).toMatch(/^-\.{100}$/);

		way.thaw();
		expect(await Promise.all(answers)).toEqual(['a', 'b']);
		for (const socket of [known, unknown, other]) socket.destroy();
	});

	test('cut, connections are reset, and new ones pass', async () => {
		const socket = connect(way);
		await say(socket, 'a');
		const reset = once(socket, 'error');
		way.cut();
		expect(await reset).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);

		const next = connect(way);
		expect(await say(next, 'b')).toBe('b');
		next.destroy();
	});
});
