import { parseArgs } from 'node:util';
import { startSimulator } from './index';
import { startPage } from './page/server';

/*
 * The simulator as a command. Prints one line of JSON when it is ready, and runs until it is told to stop:
 *
 *   node .build/simulator/main.js [--port N] [--page-port N --owner NUMBER --contact NUMBER [--name NAME]]
 */

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		'page-port': { type: 'string' },
		owner: { type: 'string', default: '5511900000001' },
		contact: { type: 'string', default: '5511900000002' },
		name: { type: 'string', default: 'Bob' },
	},
});

async function main(): Promise<void> {
	// libsignal prints whole sessions; standard output is for whoever started us.
	const ignore = () => undefined;
	Object.assign(console, { info: ignore, warn: ignore, error: ignore });
	const simulator = await startSimulator({ port: Number(values.port) });
	const contact = await simulator.contact(values.contact, { name: values.name });
	const page =
		values['page-port'] === undefined
			? undefined
			: await startPage(simulator, {
					port: Number(values['page-port']),
					owner: simulator.phone(values.owner),
					contact,
				});
	process.stdout.write(`${JSON.stringify({ endpoint: simulator.endpoint, page: page?.url })}\n`);

	const stop = () => {
		Promise.all([page?.close(), simulator.close()]).then(() => process.exit(0), fail);
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
}

main().catch(fail);
