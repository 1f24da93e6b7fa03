import {
	closeSync,
	fsyncSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	writeSync,
} from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { now } from './now';
import { loadVersion } from './scripts';
import { median } from './statistics';
import { short } from './table';

const FLUSHES = 50;

/** Everything that has to be known to compare two runs. */
export async function machine(): Promise<string[]> {
	const { N8N_VERSION } = await loadVersion();
	const { name, version } = manifest('package.json');
	const baileys = manifest('node_modules/@whiskeysockets/baileys/package.json');
	return [
		`Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		`Machine: ${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()}`,
		`Load before the run: ${short(Number(process.env['LOAD_BEFORE'] ?? loadavg()[0]))} (of others; above 0.5 the times are not to be compared, only the ratios)`,
		`Disk: a flushed write takes ${short(flushMs())} ms`,
		`Versions: Node ${process.versions.node}, ${name} ${version}, Baileys ${baileys.version}, n8n ${N8N_VERSION}`,
	];
}

function manifest(path: string): { name: string; version: string } {
	return JSON.parse(readFileSync(resolve(path), 'utf8')) as { name: string; version: string };
}

/** What it costs at least to have something on disk before going on. */
function flushMs(): number {
	const folder = mkdtempSync(join(resolve('.build'), 'flush-'));
	const file = openSync(join(folder, 'file'), 'w');
	const page = Buffer.alloc(4096);
	const times = Array.from({ length: FLUSHES }, () => {
		const startedAt = now();
		writeSync(file, page);
		fsyncSync(file);
		return now() - startedAt;
	});
	closeSync(file);
	rmSync(folder, { recursive: true });
	return median(times);
}
