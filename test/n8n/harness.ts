import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseEnvironment, migratedDatabase } from '../../scripts/n8n/database.mjs';
import { OWNER as USER, prepareHome } from '../../scripts/n8n/home.mjs';
import { N8n, READY_WITHIN_MS } from '../../scripts/n8n/instance.mjs';
import { installPackage } from '../../scripts/n8n/package.mjs';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { type QueueMode, startQueueMode } from '../../scripts/n8n/queue-mode.mjs';
import { type Credential, type Execution, type Item, N8nRest } from '../../scripts/n8n/rest.mjs';
import {
	ACTION_NAME,
	type ActionNode,
	CLICK,
	fileSource,
	messageNode,
	noOperation,
	SEND_NAME,
	sendText,
	startedBy,
	STORY_EVENTS,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import { startPostgres } from '../../scripts/services/postgres.mjs';
import { type Simulator, startSimulator, type VirtualContact } from '../simulator';
import { type Feature, FEATURE_TABLES } from '../features';
import { misfits, type OutputSchema } from '../support/output-schema';

/**
 * Starting n8n takes 10 to 25 seconds, and these tests start it again. Longer than the start itself waits, which then shows
 * what n8n has written.
 */
jest.setTimeout(2 * READY_WITHIN_MS);

/** All that a test waits for takes less; a machine that does ten other things takes its time. */
export const WITHIN_MS = 120_000;

/** n8n makes the files of its editor anew whenever it starts, which is half of the start's work. */
const WITHOUT_EDITOR = { N8N_DISABLE_UI: 'true' };
export const WITH_EDITOR = { N8N_DISABLE_UI: 'false' };

const SCHEMAS = join(__dirname, '../../nodes/WhatsAppLinked/__schema__/v1.0.0');

export interface Stage {
	simulator: Simulator;
	n8n: N8n;
	rest: N8nRest;
	stop(): Promise<void>;
}

export interface RenewableStage extends Stage {
	/** Kills n8n and starts it with nothing on the disk but the package, as a container without a volume begins. */
	renew(): Promise<void>;
}

/** Of several processes: `n8n` is the main one. */
export interface QueueStage extends Stage {
	queue: QueueMode;
}

export interface LinkedStage extends Stage {
	/**
	 * A phone number that no other stage has; it may be asked for before the stage is set.
	 *
	 * @param n 1 is linked, 2 is the contact, the others are anybody, or nobody yet
	 */
	number(n: number): string;
	/** Of the number that is linked. */
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

/**
 * A WhatsApp server, and a real n8n with the package that is pointed at it.
 *
 * @param env n8n's own settings
 * @param prepare fills the home that it starts with
 */
export async function setStage(
	env: Record<string, string> = {},
	prepare: (home: string) => Promise<void> = prepareHome,
): Promise<Stage> {
	muteLibsignal();
	const simulator = await startSimulator();
	const home = await mkdtemp(join(tmpdir(), 'n8n-test-'));
	await prepare(home);
	await installPackage(home);
	const n8n = new N8n({
		home,
		port: await freePort(),
		env: { ...WITHOUT_EDITOR, ...env, ...pointedAt(simulator) },
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

/** The same on PostgreSQL, where numbers are kept, too. */
export async function setPostgresStage(): Promise<RenewableStage> {
	const postgres = await startPostgres({ data: await migratedDatabase() });
	const env = { ...databaseEnvironment(postgres), WHATSAPP_LINKED_STORE: 'postgres' };
	const stage = await setStage(env, async () => undefined);
	const { n8n, rest } = stage;
	return {
		...stage,
		renew: async () => {
			await n8n.kill();
			await rm(join(n8n.home, '.n8n'), { recursive: true });
			await installPackage(n8n.home);
			await n8n.start();
			await rest.logIn(USER);
		},
		stop: async () => {
			await stage.stop();
			await postgres.close();
		},
	};
}

/** The same with n8n in queue mode; `env` is for each of its processes. */
export async function setQueueStage(env: Record<string, string> = {}): Promise<QueueStage> {
	muteLibsignal();
	const simulator = await startSimulator();
	const queue = await startQueueMode({ ...WITHOUT_EDITOR, ...env, ...pointedAt(simulator) });
	const rest = new N8nRest(queue.main.url);
	await rest.logIn(USER);
	return {
		simulator,
		n8n: queue.main,
		queue,
		rest,
		stop: async () => {
			await queue.stop();
			await simulator.close();
		},
	};
}

function pointedAt({ endpoint }: Simulator): Record<string, string> {
	return { WHATSAPP_LINKED_ENDPOINT: JSON.stringify(endpoint) };
}

/** What the themes of a file share. */
let shared: Stage | undefined;
/** How many stages the file has. */
let stages = 0;

/**
 * For a file that consists of themes: one n8n, and one WhatsApp, are the stage of all of them.
 *
 * @param env n8n's own settings
 */
export function shareStage(env: Record<string, string>): void {
	beforeAll(async () => (shared = await setStage(env)));
	afterAll(async () => await shared?.stop());
}

/**
 * For a file of tests, or a theme: a stage with a linked number. Its members are there while tests and their hooks run. Themes
 * see nothing of one another: each has people of its own.
 *
 * @param prepare what is so before the number is linked
 * @param env n8n's own settings, of a file of tests
 */
export function useStage(
	prepare?: (stage: Stage) => Promise<void>,
	env?: Record<string, string>,
): LinkedStage {
	const stage = { number: numbersOf(stages++) } as LinkedStage;
	beforeAll(async () => {
		const set = shared ?? (await setStage(env));
		Object.assign(stage, set);
		await prepare?.(set);
		stage.contact = await set.simulator.contact(stage.number(2), { name: 'Ana' });
		stage.credential = await link(set, stage.number(1));
	});
	afterAll(async () => {
		if (shared) shared.simulator.faults.clear();
		else await stage.stop();
	});
	return stage;
}

/** Mobile numbers of São Paulo: a million for each of a hundred stages. */
function numbersOf(index: number): (n: number) => string {
	const digits = (value: number, length: number) => String(value).padStart(length, '0');
	return (n) => `55119${digits(index, 2)}${digits(n, 6)}`;
}

/** As people write such a number: +55 11 90000-0001. */
export function spaced(number: string): string {
	return number.replace(/^(..)(..)(.{5})(.{4})$/, '+$1 $2 $3-$4');
}

/** A credential without pauses, so that tests do not wait for them; `options`: what is added to it. */
export async function createCredential(
	rest: N8nRest,
	phone: string,
	options: object = {},
): Promise<Credential> {
	return await rest.createCredential({
		name: phone ? `Number ${phone}` : 'Number to link by QR code',
		type: 'whatsAppLinkedApi',
		data: { phone, minPause: 0, maxPause: 0, keepContentHours: 24, options },
	});
}

/** The code that the credential's banner shows. */
export function codeIn(banner: string): string {
	const code = /^(?:Enter|New code:) ([0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(banner)?.[1];
	if (code === undefined) throw new Error(`No code in: ${banner}`);
	return code;
}

/** Links the number the way a user does: Save, type the code on the phone, Retry. */
export async function link(
	{ rest, simulator }: Stage,
	phone: string,
	options: object = {},
): Promise<Credential> {
	const credential = await createCredential(rest, phone, options);
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

/** Publishes a workflow that is started by what happens to messages. */
export async function publishEvents(
	{ rest }: Stage,
	credential: Credential,
	options: object = {},
): Promise<{ id: string }> {
	const trigger = whatsAppTrigger(credential, STORY_EVENTS, options);
	const saved = await rest.createWorkflow(workflow('Events', trigger, noOperation('Result')));
	await rest.publish(saved);
	return saved;
}

/**
 * What the workflow of `publishEvents` was started with.
 *
 * @returns the item that was put out for this event of this message
 */
export async function eventOf(
	{ rest }: Stage,
	workflowId: string,
	messageId: string,
	event: string,
): Promise<Item | undefined> {
	const execution = await rest.executionWhere(
		workflowId,
		`${event} of ${messageId}`,
		WITHIN_MS,
		startedBy(event, messageId),
	);
	expect(execution).toMatchObject({ status: 'success', mode: 'trigger' });
	return execution.output['Result']?.[0];
}

/**
 * Presses "Execute step" on a trigger for messages that come in. Nothing tells when n8n listens, so somebody writes until it has
 * ended.
 *
 * @param write resolves when another workflow was started with the message
 */
export async function testTrigger(
	{ rest }: Stage,
	credential: Credential,
	write: () => Promise<unknown>,
): Promise<Execution> {
	const { id } = await rest.createWorkflow(
		workflow('Tried out', whatsAppTrigger(credential, ['message.incoming'])),
	);
	const step = rest.execute(id, TRIGGER_NAME, WITHIN_MS);
	let waits = true;
	void step.catch(() => undefined).finally(() => (waits = false));
	while (waits) await write();
	return await step;
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
 * For a theme whose tests docs/features.md names: each of them runs what it says there, whatever else.
 *
 * @param theme its name
 */
export function useFeatures(theme: string): void {
	const features = FEATURE_TABLES.filter(({ tests }) => tests === theme).flatMap(
		(table) => table.features,
	);
	beforeEach(() => ran.clear());
	afterEach(() => {
		const { currentTestName } = expect.getState();
		const isIt = ({ name }: Feature) => currentTestName === `${theme} ${name}`;
		const { operations = [] } = features.find(isIt) ?? {};
		expect([...ran]).toEqual(expect.arrayContaining([...operations]));
	});
}
