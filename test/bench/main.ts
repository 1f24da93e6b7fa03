import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './machine';
import { backlog } from './rows/backlog';
import { memory } from './rows/memory';
import { receipt } from './rows/receipt';
import { send } from './rows/send';
import { throughput } from './rows/throughput';
import { type Line, tableOf } from './table';

/*
 * The benchmarks as a command: `npm run bench -- [--row NAME]`. Measures the built package of the working directory beside
 * raw Baileys, and prints a table. A run of all rows writes it to `test/bench/RESULTS.md` too.
 */

const ROWS: Readonly<Record<string, () => Promise<Line[]>>> = {
	send,
	throughput,
	receipt,
	memory,
	backlog,
};
const RESULTS_FILE = resolve('test', 'bench', 'RESULTS.md');
const LIMIT_MS = 10 * 60_000;

const { values } = parseArgs({ options: { row: { type: 'string' } } });

async function main(): Promise<void> {
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
	if (values.row !== undefined) return;
	writeFileSync(RESULTS_FILE, results(facts, table));
	say(`Written to ${RESULTS_FILE}`);
}

function chosen(): typeof ROWS {
	const { row } = values;
	if (row === undefined) return ROWS;
	const measure = ROWS[row];
	if (!measure)
		throw new Error(`There is no row "${row}". There are: ${Object.keys(ROWS).join(', ')}`);
	return { [row]: measure };
}

function results(facts: readonly string[], table: string): string {
	return `# Benchmarks

Written by \`npm run bench\`. Each line stands beside raw Baileys (or n8n alone), measured in the same run, on the same
simulated WhatsApp server, which runs in a process of its own. Above 1 x we are the better one.

${facts.map((fact) => `- ${fact}`).join('\n')}

${table}

- Sends: everybody sends to the same contact, who is offline, as are the phones: nobody's messages are opened, and no
  receipts come. Raw Baileys waits for each acknowledgement before it sends the next message. Rates are medians of turns
  (lowest to highest in brackets), ratios medians of neighbouring turns.
- Receipts: from the server's handing the stanza to its socket until the listener behind the gateway is called, which is
  where the trigger emits.
- Memory: resident set of the process after all of its threads have collected their garbage and given free pages back. n8n
  alone has n8n's own schedule trigger published, n8n with the account has ours. With 10 and 100 accounts the process that
  hosts the engine is measured without n8n.
- Waiting messages: from the login until the last was handed over, written by four contacts in turns.
`;
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
