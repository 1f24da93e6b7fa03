import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './machine';
import { backlog } from './rows/backlog';
import { media } from './rows/media';
import { memory } from './rows/memory';
import { receipt } from './rows/receipt';
import { send } from './rows/send';
import { soak } from './rows/soak';
import { strangers } from './rows/strangers';
import { throughput } from './rows/throughput';
import { type Line, tableOf } from './table';

/*
 * The benchmarks as a command: `npm run bench -- [soak | --row NAME]`. Measures the built package of the working directory
 * beside raw Baileys, and prints a table. A run of all rows writes it to `test/bench/RESULTS.md` too. "soak" is not among
 * them, because it takes longer than they do; it has a section of its own there.
 */

const ROWS: Readonly<Record<string, () => Promise<Line[]>>> = {
	send,
	throughput,
	receipt,
	media,
	memory,
	backlog,
	strangers,
};
const SOAK = 'soak';
const RESULTS_FILE = resolve('test', 'bench', 'RESULTS.md');
/** For a machine that has much else to do. */
const LIMIT_MS = 30 * 60_000;

const { values, positionals } = parseArgs({
	options: { row: { type: 'string' } },
	allowPositionals: true,
});

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

function chosen(): Readonly<Record<string, () => Promise<Line[]>>> {
	const { row } = values;
	if (isSoak()) return { soak };
	if (row === undefined) return ROWS;
	const measure = ROWS[row];
	if (!measure)
		throw new Error(`There is no row "${row}". There are: ${Object.keys(ROWS).join(', ')}`);
	return { [row]: measure };
}

function isSoak(): boolean {
	const [part] = positionals;
	if (part !== undefined && part !== SOAK) throw new Error(`There is no part "${part}", only soak`);
	return part === SOAK;
}

/** The file with the part that was measured now; the other part stays as it is. */
function results(facts: readonly string[], table: string): string {
	const [benchmarks = '', soaked = ''] = readFileSync(RESULTS_FILE, 'utf8').split(SOAK_HEADING);
	const measured = `${facts.map((fact) => `- ${fact}`).join('\n')}\n\n${table}\n`;
	return isSoak()
		? `${benchmarks}${SOAK_HEADING}${soakSection(measured)}`
		: `${benchmarkSection(measured)}${soaked && `${SOAK_HEADING}${soaked}`}`;
}

const SOAK_HEADING = '\n## Soak\n';

function benchmarkSection(measured: string): string {
	return `# Benchmarks

Written by \`npm run bench\`. Each line stands beside raw Baileys (or n8n alone), measured in the same run, on the same
simulated WhatsApp server, which runs in a process of its own. Above 1 x we are the better one.

${measured}
- Sends: everybody sends to the same contact, who is offline, as are the phones: nobody's messages are opened, and no
  receipts come. Raw Baileys waits for each acknowledgement before it sends the next message. Rates are medians of turns
  (lowest to highest in brackets), ratios medians of neighbouring turns. While the queue leaves, an enqueue waits for the
  message that the thread is about to seal: it takes as long as one or two of raw Baileys' sends, whatever the machine.
- Receipts: from the server's handing the stanza to its socket until the listener behind the gateway is called, which is
  where the trigger emits.
- Memory: resident set of the process after all of its threads have collected their garbage and given free pages back. n8n
  alone has n8n's own schedule trigger published, n8n with the account has ours. With 10 and 100 accounts the process that
  hosts the engine is measured without n8n.
- Files: read from the disk one after another, sealed, uploaded to the simulated media host over HTTPS. Images get a
  preview, both with sharp. The memory is that of the process and the programs that it has started, above what it had before.
- Waiting messages: from the login until the last was handed over, written by four contacts in turns.
- Strangers: from the server's handing the message to its socket until the trigger would put it out, which downloads files.
  The media host takes the requests for the stranger's files and never answers them.
`;
}

function soakSection(measured: string): string {
	return `
Written by \`npm run bench -- soak\`: does what the engine has in use grow with the connections and messages it has had?

${measured}
- One linked number in the engine's thread, four contacts who are online, open what they get and send receipts. In each
  round 20 messages leave and 20 come in, and the server tears the TCP connection down: while messages come in, in every
  tenth round also while messages leave, each time at another one. A round ends when every message was acknowledged,
  delivered and handed over and the number is connected again. A connection that ends again and again is tried again after
  growing pauses, so whoever watches runs Session > Reconnect when it is lost.
- Measured is the process after all of its threads have collected their garbage and given free pages back. The first
  measurement comes after a warm-up of as many reconnects and messages as the table says, which compiles code and fills
  caches.
- Lost and doubled: events at the trigger (sent, received, incoming) and messages that the contacts were shown. Every
  drop was one login more.
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
