import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../../engine/store/account-store';
import type { Credential } from '../../scripts/n8n/rest.mjs';
import {
	noOperation,
	startedBy,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import type { VirtualContact } from '../simulator';
import { link, setStage, type Stage, WITHIN_MS } from './harness';

const OWNER = '5511900000001';
const CONTACT = '5511900000002';
/** Enough for what goes wrong at once; what leaks shows in more (CONTRIBUTING.md, "Tests"). */
const ROUNDS = Number(process.env['PUBLISH_ROUNDS'] ?? 20);
/** Three publications and two tests a round take a real n8n one to two seconds of a processor. */
const TEST_MS = 1_800_000;

let stage: Stage;
let contact: VirtualContact;
let credential: Credential;
/** Messages from the contact, in order. */
const written: string[] = [];

beforeAll(async () => {
	stage = await setStage();
	contact = await stage.simulator.contact(CONTACT);
	credential = await link(stage, OWNER);
});
afterAll(async () => await stage.stop());

async function write(): Promise<string> {
	const messageId = await contact.sendText(OWNER, `Message ${written.length}`);
	written.push(messageId);
	return messageId;
}

/** What a person edits: the name of a node each time, and each second time the trigger itself, which then starts anew. */
function version(number: number) {
	const events = ['message.incoming', ...(number % 4 < 2 ? ['message.read'] : [])];
	return workflow('Edited', whatsAppTrigger(credential, events), noOperation(`Version ${number}`));
}

/** The executions of a published workflow. n8n lists the latest ones only, so it is asked again and again. */
class Executions {
	readonly #ids = new Set<string>();

	constructor(private readonly workflowId: string) {}

	async look(): Promise<void> {
		for (const { id, mode } of await stage.rest.executions(this.workflowId)) {
			if (mode === 'trigger') this.#ids.add(id);
		}
	}

	/** The messages they were started with. */
	async messages(): Promise<string[]> {
		await this.look();
		const messageIds: string[] = [];
		for (const id of this.#ids) {
			const { status, output } = await stage.rest.endOfExecution(id, WITHIN_MS);
			expect(status).toBe('success');
			messageIds.push(...(output[TRIGGER_NAME] ?? []).map(({ json }) => String(json['messageId'])));
		}
		return messageIds;
	}
}

/** Presses "Execute step" on the trigger, and again when it has shown an event, until it is told to stop. */
class Editor {
	tests = 0;
	/** Resolves when the last test is over. */
	readonly done: Promise<void>;
	#open = true;

	constructor(private readonly workflowId: string) {
		this.done = this.#work();
		this.done.catch(() => undefined);
	}

	/** It still listens: somebody has to write until it is over. */
	async close(): Promise<void> {
		this.#open = false;
		await this.done;
	}

	async #work(): Promise<void> {
		while (this.#open) {
			const { status, output } = await stage.rest.execute(this.workflowId, TRIGGER_NAME, WITHIN_MS);
			expect(status).toBe('success');
			expect(output[TRIGGER_NAME]).toMatchObject([{ json: { event: 'message.incoming' } }]);
			this.tests++;
		}
	}
}

test(
	`a workflow published, edited and unpublished ${ROUNDS} times under traffic, with tests beside it: the other one gets every message once`,
	async () => {
		const { rest, simulator, n8n } = stage;
		const permanent = await rest.createWorkflow(
			workflow('Permanent', whatsAppTrigger(credential, ['message.incoming']), noOperation('End')),
		);
		await rest.publish(permanent);
		const edited = await rest.createWorkflow(version(0));
		const { logins } = simulator.statistics(OWNER);
		const executions = [permanent, edited].map(({ id }) => new Executions(id));
		const editor = new Editor(edited.id);
		/** Written while the edited workflow was published, or published anew. */
		const live: string[] = [];

		let { versionId } = edited;
		for (let round = 0; round < ROUNDS; round++) {
			const publishing = rest.publish({ id: edited.id, versionId });
			await write();
			await publishing;
			live.push(await write());
			({ versionId } = await rest.updateWorkflow(edited.id, version(round + 1)));
			const publishingAnew = rest.publish({ id: edited.id, versionId });
			live.push(await write());
			await publishingAnew;
			const unpublishing = rest.unpublish(edited.id);
			await write();
			await unpublishing;
			for (const each of executions) await each.look();
		}
		let isTesting = true;
		const closing = editor.close().finally(() => (isTesting = false));
		closing.catch(() => undefined);
		// Nothing tells when n8n listens, so the contact writes until the test is over; the other workflow sets the pace.
		while (isTesting) {
			const messageId = await write();
			const isIt = startedBy('message.incoming', messageId);
			await rest.executionWhere(permanent.id, `message ${messageId}`, WITHIN_MS, isIt);
		}
		await closing;

		const [ofPermanent = [], ofEdited = []] = await Promise.all(
			executions.map((each) => each.messages()),
		);
		expect(ofPermanent.toSorted()).toEqual(written.toSorted());
		expect(new Set(ofEdited).size).toBe(ofEdited.length);
		expect(live.filter((messageId) => !ofEdited.includes(messageId))).toEqual([]);
		expect(editor.tests).toBeGreaterThan(ROUNDS / 10);
		expect(simulator.statistics(OWNER)).toMatchObject({ logins, replacedConnections: 0 });
		const log = await n8n.log();
		// n8n's word for an event that came twice, and Node's for listeners that become more.
		expect(log).not.toContain('duplicate deduplication key');
		expect(log).not.toContain('MaxListenersExceededWarning');

		await n8n.kill();
		const folder = join(n8n.home, '.n8n', 'whatsapp-linked', credential.id);
		const database = new DatabaseSync(join(folder, DATABASE_FILE));
		const listeners = database.prepare('SELECT id FROM subscription ORDER BY id').all();
		const left = database.prepare('SELECT * FROM delivery WHERE subscription = ?');
		expect(listeners).toEqual(
			[permanent, edited].map(({ id }) => ({ id: `trigger:${id}:node-0` })).toSorted(byId),
		);
		expect(left.all(`trigger:${permanent.id}:node-0`)).toEqual([]);
		database.close();
	},
	TEST_MS,
);

function byId(a: { id: string }, b: { id: string }): number {
	return a.id < b.id ? -1 : 1;
}
