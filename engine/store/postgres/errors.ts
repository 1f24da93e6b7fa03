import { EngineError } from '../../gateway/contract';

/** What PostgreSQL and the way to it say, in words for users. None of it names hosts, users or values. */

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, the longest that fits. */
const REASONS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
	// Neither of these is an error of the statement: the connection has ended, or never was.
	'08': ["n8n's Postgres cannot be reached.", 'Check that it runs. It is tried again by itself.'],
	'57014': ["n8n's Postgres took too long.", 'Look into its log. It is tried again by itself.'],
	'57P': ["n8n's Postgres is being restarted.", 'It is tried again by itself.'],
	'28': [
		"n8n's Postgres refuses n8n's user or password.",
		'Check DB_POSTGRESDB_USER and DB_POSTGRESDB_PASSWORD, and restart n8n.',
	],
	'3D000': [
		"n8n's database is not in its Postgres.",
		'Check DB_POSTGRESDB_DATABASE, and restart n8n.',
	],
	'3F000': [
		"The schema of n8n's tables is not in its Postgres.",
		'Check DB_POSTGRESDB_SCHEMA, and restart n8n.',
	],
	'42501': [
		"n8n's user in Postgres may not use the tables of the WhatsApp numbers, or not create them.",
		"Grant it USAGE and CREATE on the schema of n8n's tables, and let it own the tables that begin with wa_. Then restart n8n.",
	],
	'42P01': [
		'The tables of the WhatsApp numbers are not in Postgres any more.',
		'Restore them from a backup, or restart n8n and link the numbers again.',
	],
	'25006': [
		"n8n's Postgres does not let anything be written.",
		'Check whether DB_POSTGRESDB_HOST is a replica. It is tried again by itself.',
	],
	'53100': ["The disk of n8n's Postgres is full.", 'Free some space. It is tried again by itself.'],
	'53300': [
		"n8n's Postgres has too many connections.",
		'Raise its max_connections: each n8n process with WhatsApp numbers takes up to five. It is tried again by itself.',
	],
};

/** STORE_FAILED. */
export function translate(error: unknown): EngineError {
	// Without SQLSTATE it comes from the way there: refused, reset, timed out, no such name, no TLS.
	const state = sqlState(error) ?? '08000';
	const reason = [state, state.slice(0, 3), state.slice(0, 2)].find((code) => code in REASONS);
	const [message, hint] = REASONS[reason ?? ''] ?? [
		`n8n's Postgres could not do it (SQLSTATE ${state}).`,
		'Look into the log of Postgres. It is tried again by itself where that can help.',
	];
	return new EngineError('STORE_FAILED', message, hint, true);
}

function sqlState(error: unknown): string | undefined {
	const { code } = error as { code?: unknown };
	return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code)
		? code
		: undefined;
}

/** Another process has the account now: what was to be written is not. */
export function fenced(): EngineError {
	return new EngineError(
		'STORE_FAILED',
		'Another n8n process has taken this WhatsApp number over.',
		'Run the node again.',
		true,
	);
}
