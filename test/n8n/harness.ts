import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER as USER, prepareHome } from '../../scripts/n8n/home.mjs';
import { N8n, READY_WITHIN_MS } from '../../scripts/n8n/instance.mjs';
import { installPackage } from '../../scripts/n8n/package.mjs';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { type Credential, type Item, N8nRest } from '../../scripts/n8n/rest.mjs';
import {
	ACTION_NAME,
	type ActionNode,
	CLICK,
	fileSource,
	messageNode,
	SEND_NAME,
	sendText,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import { type Simulator, startSimulator, type VirtualContact } from '../simulator';
import { FEATURE_TABLES } from '../features';
import { misfits, type OutputSchema } from '../support/output-schema';

/**
 * Starting n8n takes 10 to 25 seconds, and these tests start it again. Longer than the start itself waits, which then shows
 * what n8n has written.
 */
jest.setTimeout(2 * READY_WITHIN_MS);

/** All that a test waits for takes less; a machine that does ten other things takes its time. */
export const WITHIN_MS = 120_000;

const SCHEMAS = join(__dirname, '../../nodes/WhatsAppLinked/__schema__/v1.0.0');

export interface Stage {
	simulator: Simulator;
	n8n: N8n;
	rest: N8nRest;
	stop(): Promise<void>;
}

export const OWNER = '5511900000001';
export const CONTACT = '5511900000002';

export interface LinkedStage extends Stage {
	/** Of the number that is linked: OWNER. */
	credential: Credential;
	/** Somebody to write to. */
	contact: VirtualContact;
}

/** libsignal, which the simulator's people use, prints every session. */
function muteLibsignal(): void {
	for (const method of ['info', 'warn'] as const) {
		jest.spyOn(console, method).mockImplementation(() => undefined);
	}
}

/** A WhatsApp server, and a real n8n with the package that is pointed at it; `env` is for n8n's own settings. */
export async function setStage(env: Record<string, string> = {}): Promise<Stage> {
	muteLibsignal();
	const simulator = await startSimulator();
	const home = await mkdtemp(join(tmpdir(), 'n8n-test-'));
	await prepareHome(home);
	await installPackage(home);
	const n8n = new N8n({
		home,
		port: await freePort(),
		env: { ...env, WHATSAPP_LINKED_ENDPOINT: JSON.stringify(simulator.endpoint) },
	});
	await n8n.start();
	const rest = new N8nRest(n8n.url);
	await rest.logIn(USER);
	return {
		simulator,
		n8n,
		rest,
		stop: async () => {
			await n8n.kill();
			await simulator.close();
			await rm(home, { recursive: true });
		},
	};
}

/** For a file of tests: a stage with a linked number. Its members are there while tests and their hooks run. */
export function useStage(): LinkedStage {
	const stage = {} as LinkedStage;
	beforeAll(async () => {
		const set = await setStage();
		const contact = await set.simulator.contact(CONTACT, { name: 'Ana' });
		Object.assign(stage, { ...set, contact, credential: await link(set, OWNER) });
	});
	afterAll(async () => await stage.stop());
	return stage;
}

/** A credential without pauses, so that tests do not wait for them. */
export async function createCredential(rest: N8nRest, phone: string): Promise<Credential> {
	return await rest.createCredential({
		name: phone ? `Number ${phone}` : 'Number to link by QR code',
		type: 'whatsAppLinkedApi',
		data: { phone, minPause: 0, maxPause: 0, keepContentHours: 24 },
	});
}

/** The code that the credential's banner shows. */
export function codeIn(banner: string): string {
	const code = /^(?:Enter|New code:) ([0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(banner)?.[1];
	if (code === undefined) throw new Error(`No code in: ${banner}`);
	return code;
}

/** Links the number the way a user does: Save, type the code on the phone, Retry. */
export async function link({ rest, simulator }: Stage, phone: string): Promise<Credential> {
	const credential = await createCredential(rest, phone);
	const { message } = await rest.testCredential(credential);
	await simulator.phone(phone).typeCode(codeIn(message));
	await rest.credentialIsGood(credential, WITHIN_MS);
	return credential;
}

/** Runs a workflow that sends one message, and returns what its node put out. */
export async function sendFrom(
	{ rest }: Stage,
	credential: Credential,
	message: Parameters<typeof sendText>[1],
): Promise<Item['json']> {
	const { id } = await rest.createWorkflow(workflow('Send', CLICK, sendText(credential, message)));
	const { status, error, output } = await rest.execute(id, CLICK.name, WITHIN_MS);
	expect({ status, error }).toEqual({ status: 'success', error: null });
	expect(output[SEND_NAME]).toHaveLength(1);
	return output[SEND_NAME]?.[0]?.json ?? {};
}

export interface SourceFile {
	content: Buffer;
	fileName: string;
	mimeType: string;
}

/** Runs a workflow with this one of our nodes, on one item, with the file in its binary field `data`. */
export async function runNode({ rest }: Stage, node: ActionNode, file?: SourceFile) {
	const { resource, operation } = node.parameters;
	ran.add(`${resource}/${operation}`);
	const { id } = await rest.createWorkflow(
		workflow(operation, CLICK, ...(file ? fileSource(file) : []), node),
	);
	const execution = await rest.execute(id, CLICK.name, WITHIN_MS);
	return { ...execution, items: execution.output[ACTION_NAME] ?? [] };
}

/** What an operation that must succeed puts out. The editor's schema of the operation shows all of it. */
export async function outputOf(
	...[stage, node, file]: Parameters<typeof runNode>
): Promise<Item[]> {
	const { status, error, items } = await runNode(stage, node, file);
	expect({ status, error }).toEqual({ status: 'success', error: null });
	const { resource, operation } = node.parameters;
	const schema = await readFile(join(SCHEMAS, resource, `${operation}.json`), 'utf8');
	for (const { json } of items) {
		expect(misfits(json, JSON.parse(schema) as OutputSchema)).toEqual([]);
	}
	return items;
}

/** The same, of an operation of the resource Message that puts out one item. */
export async function messageOutput(
	stage: Stage,
	credential: Credential,
	operation: string,
	parameters: object,
	file?: SourceFile,
): Promise<Item> {
	const items = await outputOf(stage, messageNode(credential, operation, parameters), file);
	expect(items).toHaveLength(1);
	return items[0] as Item;
}

/** What the test that runs now has run of the node. */
const ran = new Set<string>();

/**
 * For a file whose tests docs/features.md names: each of them runs what it says there, whatever else.
 *
 * @param file its name
 */
export function useFeatures(file: string): void {
	const features = FEATURE_TABLES.filter(({ tests }) => tests === file).flatMap(
		(table) => table.features,
	);
	beforeEach(() => ran.clear());
	afterEach(() => {
		const { currentTestName } = expect.getState();
		const { operations = [] } = features.find(({ name }) => name === currentTestName) ?? {};
		expect([...ran]).toEqual(expect.arrayContaining([...operations]));
	});
}
