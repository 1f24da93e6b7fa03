// A real PostgreSQL on loopback, with a database for n8n: started, stopped, killed, frozen, started again on the same data.
// PostgreSQL refuses to run as root, and is its own user `postgres` then.

import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../n8n/ports.mjs';
import { runQuietly } from '../processes.mjs';
import { cached } from '../setup/cache.mjs';
import { postgresFolder } from '../setup/services.mjs';
import { HOST, Server } from './server.mjs';

/** Who n8n is to the database, whose owner it is: no superuser, as a hosted database gives none away. */
const CLIENT = { user: 'n8n', password: 'Elephant-1', database: 'n8n' };
const SUPERUSER = 'postgres';

/** What makes it small and quick to start. What is committed is on the disk all the same: `fsync` stays on. */
const SETTINGS = {
	listen_addresses: HOST,
	unix_socket_directories: '',
	shared_buffers: '32MB',
	max_wal_size: '256MB',
};

export class Postgres extends Server {
	/** @type {number[]} */
	#frozen = [];

	/**
	 * @param {string} folder
	 * @param {number} port
	 */
	constructor(folder, port) {
		super(folder);
		/** What a client needs, and where n8n keeps its tables by default. */
		this.options = { host: HOST, port, ...CLIENT, schema: 'public', tablePrefix: '', ssl: false };
	}

	/** Where its data is; it may be copied while it is stopped. */
	get dataFolder() {
		return join(this.folder, 'data');
	}

	/** Resolves when it answers. */
	async start() {
		const settings = Object.entries({ ...SETTINGS, port: String(this.options.port) });
		const command = asPostgres(
			'postgres',
			...['-D', this.dataFolder],
			...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
		);
		await this.launch(command, () => this.#isReady());
	}

	/** The orderly way: connections are ended, and what they had begun is undone. */
	async stop() {
		await this.end('SIGINT');
	}

	/** At once, as in a crash ("immediate shutdown"): the next start recovers from the log. */
	async kill() {
		await this.end('SIGQUIT');
	}

	/** Nothing of it runs on, until `thaw`: connections stay and are not answered. */
	async freeze() {
		this.signal('SIGSTOP');
		// From here on it starts no other.
		this.#frozen = [this.pid, ...(await childrenOf(this.pid))];
		for (const one of this.#frozen) process.kill(one, 'SIGSTOP');
	}

	thaw() {
		// The first one last: until then none that has ended is gone.
		for (const pid of this.#frozen.splice(0).reverse()) process.kill(pid, 'SIGCONT');
	}

	/** Ends all connections of clients, as an administrator does; they may connect again. */
	async terminateBackends() {
		await this.query(
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
		);
	}

	/** Nothing is left of what n8n and the package have made in the database. */
	async empty() {
		await this.query(`DROP OWNED BY ${CLIENT.user}`);
	}

	/**
	 * As superuser.
	 *
	 * @param {string} sql
	 * @param {string} [database] n8n's
	 * @returns {Promise<string[][]>} the rows, as text
	 */
	async query(sql, database = CLIENT.database) {
		const { host, port, password } = this.options;
		const output = await runQuietly(
			program('psql'),
			[
				...['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--field-separator=\t'],
				...['-v', 'ON_ERROR_STOP=1', '-h', host, '-p', String(port)],
				...['-U', SUPERUSER, '-d', database, '-c', sql],
			],
			{ env: { ...process.env, PGPASSWORD: password } },
		);
		const lines = output.split('\n').filter((line) => line !== '');
		return lines.map((line) => line.split('\t'));
	}

	/** @override */
	async close() {
		await super.close('SIGQUIT');
	}

	/**
	 * @override
	 * @param {NodeJS.Signals} signal
	 */
	async end(signal) {
		this.thaw();
		await super.end(signal);
	}

	/**
	 * It says so in this file, as pg_ctl reads it: its process ID in the first line, its state in the last one.
	 */
	async #isReady() {
		const file = await readFile(join(this.dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
		const lines = file.trimEnd().split('\n');
		return lines[0] === String(this.pid) && lines.at(-1)?.trim() === 'ready';
	}
}

/**
 * A server with an empty database for n8n, or with a copy of data that was put by (`dataFolder` of one that was stopped).
 *
 * @param {{ data?: string }} [options]
 */
export async function startPostgres({ data } = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
	const postgres = new Postgres(folder, await freePort());
	try {
		await cp(data ?? (await emptyDatabase()), postgres.dataFolder, { recursive: true });
		// PostgreSQL insists.
		await chmod(postgres.dataFolder, 0o700);
		await giveToPostgres(folder);
		await postgres.start();
	} catch (error) {
		await rm(folder, { recursive: true });
		throw error;
	}
	return postgres;
}

/**
 * The data of a server that was never started, for it takes seconds to make.
 *
 * @returns {Promise<string>}
 */
export async function emptyDatabase() {
	const folder = await cached('postgres', await dataKey(), async (unfinished) => {
		// The cache is in a home that the user `postgres` does not see.
		const made = await mkdtemp(join(tmpdir(), 'postgres-'));
		try {
			await initialise(made);
			await cp(join(made, 'data'), join(unfinished, 'data'), { recursive: true });
		} finally {
			await rm(made, { recursive: true });
		}
	});
	return join(folder, 'data');
}

/**
 * What data that is put by can be read by.
 *
 * @returns {Promise<string>}
 */
export async function dataKey() {
	const version = (await runQuietly(program('postgres'), ['--version'])).trim();
	return JSON.stringify([version, CLIENT]);
}

/** @param {string} folder */
async function initialise(folder) {
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, CLIENT.password);
	await giveToPostgres(folder);
	const [command, ...args] = asPostgres(
		'initdb',
		...['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
		...['--encoding=UTF8', '--locale=C', '--no-sync'],
	);
	await runQuietly(command, args, { cwd: folder });
	const postgres = new Postgres(folder, await freePort());
	await postgres.start();
	const { user, password, database } = CLIENT;
	await postgres.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`, SUPERUSER);
	await postgres.query(`CREATE DATABASE ${database} OWNER ${user}`, SUPERUSER);
	await postgres.stop();
}

const isRoot = process.getuid?.() === 0;

/**
 * @param {string} name
 * @param {...string} args
 * @returns {[string, ...string[]]}
 */
function asPostgres(name, ...args) {
	const command = /** @type {const} */ ([program(name), ...args]);
	return isRoot
		? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', ...command]
		: [...command];
}

/** @param {string} folder */
async function giveToPostgres(folder) {
	if (isRoot) await runQuietly('chown', ['-R', 'postgres:postgres', folder]);
}

/** @param {string} name */
function program(name) {
	const folder = postgresFolder();
	if (folder === undefined) throw new Error('PostgreSQL is not installed');
	return join(folder, name);
}

/**
 * @param {number} pid
 * @returns {Promise<number[]>}
 */
async function childrenOf(pid) {
	const all = await runQuietly('ps', ['-A', '-o', 'pid=,ppid=']);
	return all
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number))
		.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}
