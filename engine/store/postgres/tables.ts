import { EngineError, type PostgresOptions } from '../../gateway/contract';

/** Our tables in n8n's schema, with n8n's prefix, as they are written in a statement. */
export type Tables = Readonly<Record<keyof typeof NAMES, string>>;

const NAMES = {
	version: 'wa_version',
	process: 'wa_process',
	account: 'wa_account',
	log: 'wa_log',
	file: 'wa_file',
	mailbox: 'wa_mailbox',
};

/** PostgreSQL cuts off what is longer, and two names may be one then: https://www.postgresql.org/docs/current/limits.html */
const MAX_NAME_BYTES = 63;

export function tablesOf({ schema, tablePrefix }: PostgresOptions): Tables {
	const entries = Object.entries(NAMES).map(([key, name]) => {
		const whole = tablePrefix + name;
		if (Buffer.byteLength(whole) > MAX_NAME_BYTES) throw prefixTooLong();
		return [key, `${quoted(schema)}.${quoted(whole)}`];
	});
	return Object.fromEntries(entries) as Tables;
}

function quoted(identifier: string): string {
	return `"${identifier.replaceAll('"', '""')}"`;
}

function prefixTooLong(): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		"The prefix of n8n's tables is too long for Postgres.",
		'Set DB_TABLE_PREFIX to something shorter.',
	);
}
