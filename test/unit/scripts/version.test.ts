import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_VERSIONS, NODE_VERSION, PROJECT_DIR } from '../../../scripts/project.mjs';

const NAMES = ['N8N_VERSION', 'N8N_NODE_VERSION'] as const;
const original = NAMES.map((name) => [name, process.env[name]] as const);

const set = (name: string, value: string | undefined) => {
	if (value === undefined) delete process.env[name];
	else process.env[name] = value;
};
beforeEach(() => NAMES.forEach((name) => set(name, undefined)));
afterAll(() => original.forEach(([name, value]) => set(name, value)));

async function chosen(environment: Record<string, string>) {
	Object.assign(process.env, environment);
	jest.resetModules();
	const { N8N_VERSION, N8N_NODE_VERSION } = await import('../../../scripts/n8n/version.mjs');
	return { n8n: N8N_VERSION, node: N8N_NODE_VERSION };
}

test('the newest n8n under our own Node is the one that is run', async () => {
	expect(await chosen({})).toEqual({ n8n: N8N_VERSIONS.newest, node: undefined });
});

test.each([
	['oldest', N8N_VERSIONS.oldest],
	['newest', N8N_VERSIONS.newest],
	['2.30.1', '2.30.1'],
])('N8N_VERSION=%s runs %s', async (N8N_VERSION, n8n) => {
	expect(await chosen({ N8N_VERSION })).toEqual({ n8n, node: undefined });
});

test('N8N_NODE_VERSION is the Node it runs under', async () => {
	const { node } = await chosen({ N8N_NODE_VERSION: '22.16.0' });
	expect(node).toBe('22.16.0');
});

test('what is no version is refused in words', async () => {
	await expect(chosen({ N8N_VERSION: 'latest' })).rejects.toThrow(
		'N8N_VERSION is "oldest", "newest" or a version like 2.41.1, not "latest".',
	);
	await expect(chosen({ N8N_VERSION: '2.41.1', N8N_NODE_VERSION: '22' })).rejects.toThrow(
		'N8N_NODE_VERSION is a version like 22.16.0, not "22".',
	);
});

describe('what is stated once is what the others say', () => {
	const read = (file: string) => readFileSync(join(PROJECT_DIR, file), 'utf8');
	const manifest = JSON.parse(read('package.json'));
	const major = (version: string) => version.split('.')[0];

	test('the README names the n8n and the Node that are tested', () => {
		const [, oldest] = /^(\d+\.\d+)\./.exec(N8N_VERSIONS.oldest) ?? [];
		expect(read('README.md')).toContain(
			`n8n ${oldest} or newer, self-hosted; tested on ${N8N_VERSIONS.newest} with Node ${major(NODE_VERSION)}.`,
		);
	});

	test('the types are those of the Node that runs scripts and tests', () => {
		expect(major(manifest.devDependencies['@types/node'])).toBe(major(NODE_VERSION));
	});

	test('the workflow on GitHub runs the oldest Node that package.json allows', () => {
		const oldest = manifest.engines.node.replace('>=', '');
		expect(read('.github/workflows/ci.yml')).toContain(`'${oldest}.0'`);
	});
});
