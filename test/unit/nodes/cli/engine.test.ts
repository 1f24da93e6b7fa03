import { engineOptions } from '../../../../nodes/cli/engine';
import { readerOf } from '../../../../nodes/cli/variables';

const N8N = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: 'postgres',
	QUEUE_BULL_REDIS_HOST: 'redis',
	N8N_USER_FOLDER: '/data',
	N8N_ENCRYPTION_KEY: 'of all processes',
};

const options = (variables: Record<string, string>) =>
	engineOptions(
		readerOf(variables, () => {
			throw new Error('There are no files');
		}),
	);

it('An engine process holds numbers for the n8n whose environment it has', () => {
	expect(options(N8N)).toMatchObject({
		dataDir: '/data/.n8n/whatsapp-linked',
		encryptionKey: 'of all processes',
		postgres: { host: 'postgres' },
		fleet: { process: 'engine', redis: { nodes: [{ host: 'redis', port: 6379 }] } },
	});
});

it.each([
	['EXECUTIONS_MODE is not queue', { EXECUTIONS_MODE: 'regular' }],
	['Set DB_TYPE=postgresdb', { DB_TYPE: 'sqlite' }],
	['WHATSAPP_LINKED_ENDPOINT is not an endpoint', { WHATSAPP_LINKED_ENDPOINT: 'nowhere' }],
])('What it cannot run with is told: %s', (words, changes) => {
	const given = () => {
		try {
			return options({ ...N8N, ...changes });
		} catch (error) {
			const { message, hint } = error as { message: string; hint: string };
			return `${message} ${hint}`;
		}
	};
	expect(given()).toContain(words);
});
