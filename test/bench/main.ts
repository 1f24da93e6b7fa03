import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, type Comparison } from './compare';
import { machine } from './machine';
import { type Part, resultsWith } from './results';
import { backlog } from './rows/backlog';
import { contacts } from './rows/contacts';
import { fleetWorker } from './rows/fleet-worker';
import { fleetFiles } from './rows/fleet-files';
import { fleetNumbers } from './rows/fleet-numbers';
import { fleetTakeover } from './rows/fleet-takeover';
import { groups } from './rows/groups';
import { media } from './rows/media';
import { memory } from './rows/memory';
import { numbers } from './rows/numbers';
import { receipt } from './rows/receipt';
import { send } from './rows/send';
import { soak } from './rows/soak';
import { startUp } from './rows/start-up';
import { strangers } from './rows/strangers';
import { textsBesideFiles } from './rows/texts-beside-files';
import { throughput } from './rows/throughput';
import { type Line, tableOf } from './table';

/*
 * The benchmarks as a command: `npm run bench -- [soak | numbers | fleet | --row NAME] [--compare FILE]`. Measures the built package of
 * the working directory beside raw Baileys, and prints a table. A run of a part writes it to `test/bench/RESULTS.md` too. "soak",
 * "numbers" and "fleet" are parts of their own, because they take longer than all the rest. With --compare its ratios are set beside those of
 * an older RESULTS.md.
 */

type Rows = Readonly<Record<string, () => Promise<Line[]>>>;

const PARTS: Readonly<Record<Part, Rows>> = {
	all: {
		...{ send, throughput, contacts, groups, receipt, media, memory, backlog, strangers },
		'start-up': startUp,
		'texts-beside-files': textsBesideFiles,
	},
	soak: { soak },
	numbers: { numbers },
	fleet: {
		'fleet-worker': fleetWorker,
		'fleet-files': fleetFiles,
		'fleet-numbers': fleetNumbers,
		'fleet-takeover': fleetTakeover,
	},
};
const RESULTS_FILE = resolve('test', 'bench', 'RESULTS.md');
/** For a machine that has much else to do. */
const LIMIT_MS = 30 * 60_000;

const { values, positionals } = parseArgs({
	options: { row: { type: 'string' }, compare: { type: 'string' } },
	allowPositionals: true,
});

async function main(): Promise<void> {
	// Read before this run takes its place.
	const older = values.compare === undefined ? undefined : readFileSync(values.compare, 'utf8');
	const facts = await machine();
	const lines: Line[] = [];
	for (const [name, measure] of Object.entries(chosen())) {
		say(`> ${name}`);
		const startedAt = performance.now();
		lines.push(...(await measure()));
		say(`  done in ${Math.round((performance.now() - startedAt) / 1000)} s`);
	}
	const table = tableOf(lines);
	say(`\n${facts.join('\n')}\n\n${table}\n`);
	if (older !== undefined) sayCompared(compare(older, lines));
	if (values.row !== undefined) return;
	const measured = `${facts.map((fact) => `- ${fact}`).join('\n')}\n\n${table}\n`;
	writeFileSync(RESULTS_FILE, resultsWith(readFileSync(RESULTS_FILE, 'utf8'), part(), measured));
	say(`Written to ${RESULTS_FILE}`);
}

function sayCompared({ table, worse }: Comparison): void {
	say(`Beside ${values.compare}:\n\n${table}\n`);
	say(worse.length === 0 ? 'Nothing got worse.' : `Got worse:\n- ${worse.join('\n- ')}`);
}

function part(): Part {
	const [name = 'all'] = positionals;
	if (name in PARTS) return name as Part;
	throw new Error(`There is no part "${name}". There are: ${Object.keys(PARTS).join(', ')}`);
}

function chosen(): Rows {
	const { row } = values;
	if (row === undefined) return PARTS[part()];
	const rows = Object.assign({}, ...Object.values(PARTS)) as Rows;
	const measure = rows[row];
	if (!measure)
		throw new Error(`There is no row "${row}". There are: ${Object.keys(rows).join(', ')}`);
	return { [row]: measure };
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
}

// All that it has started ends with it.
setTimeout(() => fail(new Error('The benchmarks take too long')), LIMIT_MS).unref();
main().then(() => process.exit(), fail);
