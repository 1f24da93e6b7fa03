import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GatewayOptions, PostgresOptions, RedisOptions } from '../../engine/gateway/contract';

const MAIN = join(__dirname, '..', '..', 'dist', 'nodes', 'cli', 'main.js');

/** The command of the package, as it is built. */
export class Command {
	/** What it has written so far. */
	stdout = '';
	stderr = '';
	/** Resolves with its exit code, or with the signal that ended it. */
	readonly ended: Promise<number | NodeJS.Signals>;
	readonly #child: ChildProcessWithoutNullStreams;

	constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
		const { PATH = '' } = process.env;
		this.#child = spawn(process.execPath, [MAIN, ...args], { env: { PATH, ...env } });
		this.#child.stdout.on('data', (chunk) => (this.stdout += chunk));
		this.#child.stderr.on('data', (chunk) => (this.stderr += chunk));
		this.ended = once(this.#child, 'close').then(([code, signal]) => code ?? signal);
	}

	/** Resolves when it has written this; rejects when it has ended without. */
	async writes(words: string): Promise<void> {
		const isWritten = () => this.stdout.includes(words);
		while (!isWritten()) {
			const more = once(this.#child.stdout, 'data');
			const end = this.ended.then((how) => {
				if (!isWritten()) throw new Error(`It has ended (${how}): ${this.stdout}${this.stderr}`);
			});
			await Promise.race([more, end]);
		}
	}

	signal(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}
}

/** The environment of an n8n whose folder is in this one. */
export function environmentOf(
	folder: string,
	{ encryptionKey, endpoint }: Pick<GatewayOptions, 'encryptionKey' | 'endpoint'>,
	postgres: PostgresOptions,
	redis?: RedisOptions,
): Record<string, string> {
	const [node] = redis?.nodes ?? [];
	return {
		N8N_USER_FOLDER: folder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		WHATSAPP_LINKED_ENDPOINT: JSON.stringify(endpoint),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_SCHEMA: postgres.schema,
		DB_TABLE_PREFIX: postgres.tablePrefix,
		...(redis &&
			node && {
				EXECUTIONS_MODE: 'queue',
				QUEUE_BULL_REDIS_HOST: node.host,
				QUEUE_BULL_REDIS_PORT: String(node.port),
				QUEUE_BULL_REDIS_PASSWORD: redis.password ?? '',
				N8N_REDIS_KEY_PREFIX: redis.prefix,
			}),
	};
}
