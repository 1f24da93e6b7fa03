import { basename } from 'node:path';

import { gateway } from './gateway';

/**
 * Messages that waited when n8n went down leave when it is back, also where no published trigger opens their number.
 * n8n tells a package nothing at its start but that it is loaded; every other command of n8n (`execute`, `worker`, `export:...`)
 * loads packages too and must not connect to WhatsApp.
 */
export function resumeWithServer(argv: readonly string[] = process.argv): void {
	if (!isServer(argv)) return;
	setImmediate(() => {
		try {
			gateway()
				.resume()
				.catch(() => undefined);
		} catch {
			// Whoever uses the number next is told what is wrong.
		}
	});
}

/** `n8n` and `n8n start` (n8n/bin/n8n: the first argument names the command, `start` when there is none). */
export function isServer([, program = '', command = 'start']: readonly string[]): boolean {
	return basename(program) === 'n8n' && command === 'start';
}
