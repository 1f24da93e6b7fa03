import { readEnvironment } from '../../../../nodes/cli/environment';
import { readerOf, type Variables } from '../../../../nodes/cli/variables';

const KEY = { N8N_ENCRYPTION_KEY: 'of all processes', HOME: '/home/node' };
const SETTINGS = '/home/node/.n8n/config';

const read = (variables: Variables, files: Readonly<Record<string, string>> = {}) =>
	readEnvironment(
		readerOf(variables, (path) => {
			const text = files[path];
			if (text === undefined) throw new Error(`There is no ${path}`);
			return text;
		}),
	);

it('What is not set is as n8n has it by default', () => {
	expect(read(KEY)).toMatchObject({
		folder: '/home/node/.n8n',
		encryptionKey: 'of all processes',
		config: {
			executions: { mode: 'regular' },
			database: { type: 'sqlite', postgresdb: { host: 'localhost', port: 5432 } },
			queue: { bull: { redis: { host: 'localhost', port: 6379 } } },
		},
	});
});

it('What is set but empty, as Docker Compose does it, is as if it were not set', () => {
	const empty = { DB_POSTGRESDB_PORT: '', QUEUE_BULL_REDIS_TLS: '', EXECUTIONS_MODE: '' };
	expect(read({ ...KEY, ...empty }).config).toEqual(read(KEY).config);
});

it('A secret may be in a file', () => {
	const variables = { ...KEY, DB_POSTGRESDB_USER_FILE: '/run/secrets/user' };
	const { config } = read(variables, { '/run/secrets/user': 'of Postgres\n' });
	expect(config.database.postgresdb.user).toBe('of Postgres');
});

it('The variable comes before the file', () => {
	const variables = { ...KEY, DB_POSTGRESDB_USER: 'one', DB_POSTGRESDB_USER_FILE: '/user' };
	expect(read(variables, { '/user': 'another' }).config.database.postgresdb.user).toBe('one');
});

it("The key may be in the settings file of n8n's folder", () => {
	const variables = { N8N_USER_FOLDER: '/data', HOME: '/home/node' };
	const files = { '/data/.n8n/config': '{"encryptionKey": "made up by n8n"}' };
	expect(read(variables, files).encryptionKey).toBe('made up by n8n');
});

it('and may be in both', () => {
	const files = { [SETTINGS]: '{"encryptionKey": "of all processes"}' };
	expect(read(KEY, files).encryptionKey).toBe('of all processes');
});

it.each<[string, Variables, Record<string, string>]>([
	['N8N_ENCRYPTION_KEY is not set', { HOME: '/home/node' }, {}],
	['N8N_ENCRYPTION_KEY is not set', { HOME: '/home/node' }, { [SETTINGS]: 'broken' }],
	['N8N_ENCRYPTION_KEY is not the key in', KEY, { [SETTINGS]: '{"encryptionKey": "another"}' }],
	['DB_POSTGRESDB_PORT is not a whole number', { ...KEY, DB_POSTGRESDB_PORT: 'five' }, {}],
	['QUEUE_BULL_REDIS_TLS is not true or false', { ...KEY, QUEUE_BULL_REDIS_TLS: 'yes' }, {}],
	['DB_TYPE is not sqlite or postgresdb', { ...KEY, DB_TYPE: 'mysqldb' }, {}],
	['EXECUTIONS_MODE is not regular or queue', { ...KEY, EXECUTIONS_MODE: 'queued' }, {}],
	['DB_POSTGRESDB_SSL_CA_FILE names a file', { ...KEY, DB_POSTGRESDB_SSL_CA_FILE: '/ca' }, {}],
])('Wrong or missing, it is named: %s', (words, variables, files) => {
	expect(() => read(variables, files)).toThrow(words);
});
