#!/usr/bin/env node
import { EngineError } from '../../engine/gateway/contract';
import { runEngine } from './engine';
import { readerOf } from './variables';

const USAGE = `Usage: n8n-nodes-whatsapp-linked engine

  engine    holds WhatsApp numbers for n8n's queue mode, and does nothing else

It reads the environment variables of n8n. See docs/scale.md of the package.
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
	if (command === 'engine' && others.length === 0) {
		await runEngine(read, complain);
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
