// node process-group.mjs <command> [args]: runs the command in a process group of its own, and ends the whole group when the
// command ends or when the parent is gone. The parent can send signals through it.

import { spawn } from 'node:child_process';

const GRACE_MS = 10_000;

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

child.on('spawn', () => process.send?.(child.pid));
child.on('error', () => process.exit(1));
child.on('exit', () => {
	killGroup();
	process.exit();
});
process.on('message', (signal) => child.kill(/** @type {NodeJS.Signals} */ (signal)));
process.on('disconnect', () => {
	child.kill('SIGTERM');
	setTimeout(killGroup, GRACE_MS);
});
// Ctrl-C reaches this process too: what happens then is for the parent to decide.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

function killGroup() {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// ESRCH: nobody was left.
	}
}
