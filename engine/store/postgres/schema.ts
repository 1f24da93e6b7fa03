import { EngineError } from '../../gateway/contract';
import type { Postgres } from './connections';
import type { Tables } from './tables';

/**
 * Each step brings the tables from one version to the next. Never change one that was published; append. A process of an
 * older version of the package goes on with newer tables until it ends: a step adds, and takes nothing away.
 */
const STEPS: readonly ((tables: Tables) => string)[] = [
	({ process, account, log, file, mailbox }) => `
		CREATE TABLE ${process} (
			id text PRIMARY KEY,
			kind text NOT NULL,
			beat_until timestamptz NOT NULL,
			capacity integer NOT NULL
		);
		CREATE TABLE ${account} (
			id text PRIMARY KEY,
			owner text,
			epoch bigint NOT NULL,
			claimed_at timestamptz NOT NULL,
			released_at timestamptz,
			seq bigint NOT NULL DEFAULT 0,
			schema integer NOT NULL DEFAULT 0,
			snapshot text,
			snapshot_seq bigint NOT NULL DEFAULT 0,
			snapshot_bytes bigint NOT NULL DEFAULT 0,
			snapshot_at timestamptz,
			wanted boolean NOT NULL DEFAULT false,
			phone text,
			id_secret bytea,
			missing_since bigint,
			moved_out text
		) WITH (fillfactor = 50);
		CREATE TABLE ${log} (
			account text NOT NULL,
			seq bigint NOT NULL,
			epoch bigint NOT NULL,
			body bytea NOT NULL,
			PRIMARY KEY (account, seq)
		);
		CREATE TABLE ${file} (
			account text NOT NULL,
			id text NOT NULL,
			part integer NOT NULL,
			is_last boolean NOT NULL,
			body bytea NOT NULL,
			PRIMARY KEY (account, id, part)
		);
		CREATE TABLE ${mailbox} (
			account text NOT NULL,
			id text NOT NULL,
			position bigint GENERATED ALWAYS AS IDENTITY,
			body bytea NOT NULL,
			PRIMARY KEY (account, id)
		);
		-- What is sealed cannot be compressed.
		ALTER TABLE ${log} ALTER COLUMN body SET STORAGE EXTERNAL;
		ALTER TABLE ${file} ALTER COLUMN body SET STORAGE EXTERNAL;
		ALTER TABLE ${mailbox} ALTER COLUMN body SET STORAGE EXTERNAL;`,
];

/**
 * The tables are there, as this version of the package needs them, when it resolves; several processes may ask at once. Where
 * they are there already, no right to create any is needed. Error: STORE_FAILED.
 */
export async function ensureSchema({ tables, control, bulk }: Postgres): Promise<void> {
	const [found] = await control.query<{ exists: boolean }>(
		'SELECT to_regclass($1) IS NOT NULL AS exists',
		tables.version,
	);
	if (found?.exists && (await versionOf(control, tables)) === STEPS.length) return;
	await bulk.transaction(async (query) => {
		// Until the commit: PostgreSQL lets two create the same table, and fails one of them.
		await query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', tables.version);
		await query(`CREATE TABLE IF NOT EXISTS ${tables.version} (version integer NOT NULL)`);
		const version = await versionOf({ query }, tables);
		if (version === STEPS.length) return;
		for (const step of STEPS.slice(version)) await query(step(tables));
		await query(`DELETE FROM ${tables.version}`);
		await query(`INSERT INTO ${tables.version} VALUES ($1)`, STEPS.length);
	});
}

async function versionOf(
	{ query }: Pick<Postgres['control'], 'query'>,
	tables: Tables,
): Promise<number> {
	const [row] = await query<{ version: number }>(`SELECT version FROM ${tables.version}`);
	const version = row?.version ?? 0;
	if (version <= STEPS.length) return version;
	throw new EngineError(
		'STORE_FAILED',
		'The tables of the WhatsApp numbers were changed by a newer version of this package.',
		'Install the newest n8n-nodes-whatsapp-linked in all processes of n8n.',
	);
}
