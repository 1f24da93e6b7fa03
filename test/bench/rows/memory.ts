import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { MEASURABLE, memoryOf } from '../memory';
import {
	loadHome,
	loadInstance,
	loadPackage,
	loadPorts,
	loadRest,
	loadWorkflows,
} from '../scripts';
import { type Entry, Stage } from '../stage';
import { atMost, type Line, ratio, short } from '../table';

const REACH = { firstMb: 110, furtherMb: 8 };
const ACCOUNTS = [1, 10, 100];
/** What a start leaves to be done, and first-time work after it. */
const SETTLED_MS = 10_000;
const LINKED_WITHIN_MS = 30_000;
const N8N_NUMBER = '5511940000001';

/** What n8n's main process has in use without the package, and with one linked number and a published trigger. */
export async function memory(): Promise<Line[]> {
	const alone = await n8nMemory(false);
	const linked = await n8nMemory(true);
	const added = linked - alone;
	const ours = await Stage.run(async (stage) => await perAccount(stage, await stage.engine()));
	const raw = await Stage.run(async (stage) => await perAccount(stage, await stage.raw('memory')));
	return [
		{
			what: 'memory of n8n with one linked account',
			ours: `${short(linked)} MB`,
			beside: `n8n alone: ${short(alone)} MB`,
			ratio: ratio(linked / alone),
			reach: `<= n8n alone + ${REACH.firstMb} MB`,
			verdict: verdict(added),
		},
		...ours.map((mb, index) => further(index, ours, raw, mb)),
	];
}

function verdict(added: number): string {
	if (added <= 0) return 'not measured: n8n alone took more, which cannot be';
	return `+${short(added)} MB: ${atMost(added, REACH.firstMb, 'MB')}`;
}

/** The engine's process without n8n: with 100 numbers n8n would be measured as much as we. */
function further(index: number, ours: readonly number[], raw: readonly number[], mb: number): Line {
	const each = (all: readonly number[]) =>
		((all[index] ?? NaN) - (all[0] ?? NaN)) / ((ACCOUNTS[index] ?? NaN) - 1);
	const rawMb = raw[index] ?? NaN;
	const isFirst = index === 0;
	return {
		what: `engine process without n8n, ${ACCOUNTS[index]} linked account${isFirst ? '' : 's'}`,
		ours: isFirst ? `${short(mb)} MB` : `${short(mb)} MB: ${short(each(ours))} MB each further`,
		beside: isFirst
			? `${short(rawMb)} MB`
			: `${short(rawMb)} MB: ${short(each(raw))} MB each further`,
		ratio: ratio(rawMb / mb),
		reach: isFirst ? '' : `<= ${REACH.furtherMb} MB each further`,
		verdict: isFirst ? '' : atMost(each(ours), REACH.furtherMb, 'MB'),
	};
}

async function perAccount(
	stage: Stage,
	{ program, calls }: Pick<Entry, 'calls' | 'program'>,
): Promise<number[]> {
	const measured: number[] = [];
	// The stage has linked the first.
	let linked = 1;
	for (const accounts of ACCOUNTS) {
		linked += (await stage.linkMany({ calls }, accounts - linked)).length;
		measured.push(await memoryOf(program.pid));
	}
	return measured;
}

async function n8nMemory(withPackage: boolean): Promise<number> {
	const { prepareHome } = await loadHome();
	const { N8n } = await loadInstance();
	const { freePort } = await loadPorts();
	return await Stage.run(async (stage) => {
		// Not below the project, whose node_modules the package would find before n8n's.
		const home = stage.folder(tmpdir());
		await prepareHome(home);
		if (withPackage) await (await loadPackage()).installPackage(home);
		const n8n = new N8n({
			home,
			port: await freePort(),
			env: {
				NODE_OPTIONS: MEASURABLE.join(' '),
				WHATSAPP_LINKED_ENDPOINT: stage.endpointSetting,
			},
		});
		try {
			await n8n.start();
			await use(stage, n8n.url, withPackage);
			await pause(SETTLED_MS);
			return await memoryOf(n8n.pid ?? 0);
		} finally {
			await n8n.kill();
		}
	});
}

/** The same in both: somebody logs in and publishes a workflow. */
async function use({ simulator }: Stage, url: string, withPackage: boolean): Promise<void> {
	const { OWNER } = await loadHome();
	const { N8nRest } = await loadRest();
	const { noOperation, STORY_EVENTS, whatsAppTrigger, workflow } = await loadWorkflows();
	const rest = new N8nRest(url);
	await rest.logIn(OWNER);
	if (!withPackage) {
		await rest.publish(await rest.createWorkflow(workflow('Bench', SCHEDULE, noOperation('End'))));
		return;
	}
	const credential = await rest.createCredential({
		name: 'Bench',
		type: 'whatsAppLinkedApi',
		data: { phone: N8N_NUMBER, minPause: 0, maxPause: 0, keepContentHours: 24 },
	});
	const { message } = await rest.testCredential(credential);
	const code = /Enter ([0-9A-Z]{4}-[0-9A-Z]{4}) on your phone/.exec(message)?.[1];
	if (code === undefined) throw new Error(`The credential shows no code: ${message}`);
	await simulator.typeCode(N8N_NUMBER, code);
	await rest.credentialIsGood(credential, LINKED_WITHIN_MS);
	const trigger = whatsAppTrigger(credential, STORY_EVENTS);
	await rest.publish(await rest.createWorkflow(workflow('Bench', trigger, noOperation('End'))));
}

/** A trigger of n8n's own that does not fire while this runs. */
const SCHEDULE = {
	name: 'Once a day',
	type: 'n8n-nodes-base.scheduleTrigger',
	typeVersion: 1.2,
	parameters: {},
};
