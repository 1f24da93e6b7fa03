import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayOptions } from '../../engine/gateway/contract';

/** What only several processes need is not loaded where there is one. */

const WATCH = join(__dirname, 'library-watch.cjs');
const PROGRAM = join(__dirname, 'package-program.cjs');
/** Nobody listens there. */
const NOWHERE = { host: '127.0.0.1', port: 1 };

const postgres = {
	...NOWHERE,
	...{ user: 'n8n', password: '', database: 'n8n', schema: 'public', tablePrefix: '', ssl: false },
};
const redis = {
	nodes: [NOWHERE],
	...{ isCluster: false, db: 0, dualStack: false, withoutLookup: false, prefix: 'n8n' },
};

test.each<[string, Partial<GatewayOptions>, string[]]>([
	['regular mode', {}, ['UNLINKED']],
	['regular mode with numbers in Postgres', { postgres }, ['engine: pg']],
	[
		'queue mode',
		{ postgres, fleet: { redis, process: 'main' } },
		['engine: ioredis', 'engine: pg', 'n8n: ioredis'],
	],
])('What is loaded in %s', async (_mode, options, expected) => {
	const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-libraries-'));
	const argument = JSON.stringify({ dataDir, encryptionKey: 'key', ...options });
	const child = spawn(process.execPath, ['--require', WATCH, PROGRAM, argument], {
		env: { ...process.env, NODE_OPTIONS: '' },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	let said = '';
	const lines = () => [...new Set(said.trimEnd().split('\n'))].toSorted();
	child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
	while (!expected.every((line) => lines().includes(line))) await once(child.stdout, 'data');
	child.kill('SIGKILL');
	await ended;
	expect(lines()).toEqual(expected);
	rmSync(dataDir, { recursive: true });
});
