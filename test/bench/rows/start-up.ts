import { tmpdir } from 'node:os';
import type { Loaded, StartUpCalls } from '../programs/start-up';
import { startProgram } from '../remote';
import { loadHome, loadInstance, loadPackage, loadPorts } from '../scripts';
import { Stage } from '../stage';
import { median } from '../statistics';
import { atMost, type Line, ratio, short } from '../table';

const REACH = { ms: 40, files: 30, bootMs: 50 };
const LOADS = 11;
const BOOTS = 8;

/** What n8n's start waits for because the package is there. */
export async function startUp(): Promise<Line[]> {
	return [await loading(), await booting()];
}

async function loading(): Promise<Line> {
	const [nodes, baileys]: [Loaded[], Loaded[]] = [[], []];
	for (let turn = 0; turn < LOADS; turn++) {
		nodes.push(await inNewProcess('nodes'));
		baileys.push(await inNewProcess('baileys'));
	}
	const ms = median(nodes.map((loaded) => loaded.ms));
	const files = Math.max(...nodes.map((loaded) => loaded.files));
	const raw = median(baileys.map((loaded) => loaded.ms));
	return {
		what: 'n8n loads the nodes and the credential',
		ours: `${short(ms)} ms, ${files} files`,
		beside: `require of Baileys: ${short(raw)} ms`,
		ratio: ratio(raw / ms),
		reach: `<= ${REACH.ms} ms, <= ${REACH.files} files`,
		verdict: `time ${atMost(ms, REACH.ms, 'ms')}, files ${atMost(files, REACH.files, 'files')}`,
	};
}

async function inNewProcess(what: keyof StartUpCalls): Promise<Loaded> {
	const program = startProgram<StartUpCalls>('start-up');
	try {
		return await program.calls[what]();
	} finally {
		await program.stop();
	}
}

async function booting(): Promise<Line> {
	return await Stage.run(async (stage) => {
		const [alone, withPackage] = [await homeOf(stage, false), await homeOf(stage, true)];
		const times: Record<'alone' | 'withPackage', number[]> = { alone: [], withPackage: [] };
		for (let turn = 0; turn < BOOTS; turn++) {
			times.alone.push(await bootMs(alone));
			times.withPackage.push(await bootMs(withPackage));
		}
		// Whatever else the machine does makes a start slower, never faster.
		const [without, ours] = [Math.min(...times.alone), Math.min(...times.withPackage)];
		const added = ours - without;
		return {
			what: 'start of n8n with the package, until it is ready',
			ours: `${short(ours)} ms: ${added < 0 ? '' : '+'}${short(added)} ms`,
			beside: `n8n alone: ${short(without)} ms`,
			ratio: ratio(without / ours),
			reach: `<= n8n alone + ${REACH.bootMs} ms`,
			verdict: atMost(added, REACH.bootMs, 'ms'),
		};
	});
}

async function homeOf(stage: Stage, withPackage: boolean): Promise<string> {
	// Not below the project, whose node_modules the package would find before n8n's.
	const home = stage.folder(tmpdir());
	await (await loadHome()).prepareHome(home);
	if (withPackage) await (await loadPackage()).installPackage(home);
	return home;
}

async function bootMs(home: string): Promise<number> {
	const { N8n } = await loadInstance();
	const n8n = new N8n({ home, port: await (await loadPorts()).freePort() });
	const startedAt = performance.now();
	await n8n.start();
	const ms = performance.now() - startedAt;
	// After a crash the next start would wait.
	await n8n.stop();
	return ms;
}
