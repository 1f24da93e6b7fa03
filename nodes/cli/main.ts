#!/usr/bin/env node
import { EngineError } from '../../engine/gateway/contract';
import { runEngine } from './engine';
import { runExport } from './export';
import { readerOf } from './variables';

const USAGE = `Usage: n8n-nodes-whatsapp-linked <command>

  engine                           holds WhatsApp numbers for n8n's queue mode, and does nothing else
  export <credential ID> <folder>  takes a number from Postgres back into n8n's folder, for n8n's regular mode

Both read the environment variables of n8n. See docs/scale.md of the package.
`;

main(process.argv.slice(2)).then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		complain(error);
		process.exit(1);
	},
);

async function main([command, ...others]: readonly string[]): Promise<number> {
	const read = readerOf(process.env);
	const [id, folder] = others;
	if (command === 'engine' && others.length === 0) {
		await runEngine(read, complain);
		return 0;
	}
	if (command === 'export' && id && folder && others.length === 2) {
		process.stdout.write(`${await runExport(read, id, folder)}\n`);
		return 0;
	}
	process.stderr.write(USAGE);
	return 1;
}

/** A line for whoever runs the command; what should never happen is shown as Node shows it. */
function complain(error: unknown): void {
	if (!(error instanceof EngineError)) throw error;
	process.stderr.write(`${error.message} ${error.hint}\n`);
}
