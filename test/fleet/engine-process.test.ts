import { startRedis } from '../../scripts/services/redis.mjs';
import { BOB, OWNER, text } from '../engine/support';
import { Command, environmentOf } from './command';
import { useFleet } from './support';

/** The command `engine`, as in a container that has this package and no n8n. */

const started: Command[] = [];
afterEach(async () => {
	for (const command of started) command.signal('SIGKILL');
	await Promise.all(started.splice(0).map(async ({ ended }) => await ended));
});

function run(args: readonly string[], environment: Record<string, string>): Command {
	const command = new Command(args, environment);
	started.push(command);
	return command;
}

describe('With Postgres and Redis', () => {
	const bench = useFleet();
	let redis: Awaited<ReturnType<typeof startRedis>>;
	beforeAll(async () => (redis = await startRedis()));
	afterAll(async () => await redis.close());

	function runEngine(): Command {
		const { options } = bench.start();
		const { postgres } = bench;
		const environment = environmentOf(bench.folder(), options, postgres.options, redis.options);
		return run(['engine'], environment);
	}

	test('it holds a number that n8n uses, and lets go of it when it is told to end', async () => {
		const engine = runEngine();
		await engine.writes('This process looks after numbers');
		const n8n = await bench.startProcess({ redis: redis.options, process: 'main' });
		await n8n.resume();
		const { code } = await n8n.request('session.linkByCode', {});
		await bench.simulator.phone(OWNER).typeCode(code ?? '');
		await engine.writes('Connected to WhatsApp');
		const first = await n8n.request('message.send', text(BOB, 'through the engine'));
		await bench.bob.waitForMessage(first.messageId);
		engine.signal('SIGTERM');
		expect(await engine.ended).toBe(0);
		expect(engine.stdout).not.toContain(OWNER);
		expect(engine.stderr).toBe('');
		await n8n.connected();
		const second = await n8n.request('message.send', text(BOB, 'without it'));
		await bench.bob.waitForMessage(second.messageId);
	});

	test('it waits for a Postgres that is not there yet, and ends at once when it is told twice', async () => {
		await bench.postgres.stop();
		const engine = runEngine();
		await engine.writes('Postgres does not hear of this process');
		await bench.postgres.start();
		await engine.writes('This process looks after numbers');
		expect(engine.stderr).toContain("n8n's Postgres cannot be reached.");
		await bench.postgres.freeze();
		engine.signal('SIGTERM');
		engine.signal('SIGINT');
		expect(await engine.ended).toBe(1);
		bench.postgres.thaw();
	});
});

const ENVIRONMENT = { HOME: '/nowhere', N8N_ENCRYPTION_KEY: 'shared', EXECUTIONS_MODE: 'queue' };

test.each([
	[{ N8N_ENCRYPTION_KEY: '' }, 'N8N_ENCRYPTION_KEY is not set'],
	[{ EXECUTIONS_MODE: 'regular' }, 'EXECUTIONS_MODE is not queue'],
	[{ DB_TYPE: 'sqlite' }, 'Set DB_TYPE=postgresdb'],
	[{ DB_TYPE: 'postgresdb', N8N_LOG_LEVEL: 'all' }, 'N8N_LOG_LEVEL is not'],
])('With %j it ends, and says why in a line', async (changes, words) => {
	const engine = run(['engine'], { ...ENVIRONMENT, ...changes });
	expect(await engine.ended).toBe(1);
	expect(engine.stderr).toContain(words);
	expect(engine.stderr.trim().split('\n')).toHaveLength(1);
});

test.each([[['engines']], [[]], [['engine', 'twice']], [['export', 'credential1']]])(
	'%j: it says what there is',
	async (args) => {
		const command = run(args, ENVIRONMENT);
		expect(await command.ended).toBe(1);
		expect(command.stderr).toContain('Usage: n8n-nodes-whatsapp-linked <command>');
	},
);
