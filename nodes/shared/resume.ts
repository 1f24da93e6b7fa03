import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { CredentialList, Gateway } from '../../engine/gateway/contract';
import { credentialList, NoDatabase } from './credential-list';
import { isEngineError } from './errors';
import { gateway } from './gateway';
import { log } from './log';

const DAY_MS = 24 * 60 * 60_000;
/** n8n loads packages before its database is there. */
const LOOK_EVERY_MS = 1_000;
/** So long messages that wait are held back, as their credential may be gone. */
const PATIENCE_MS = 60_000;

/**
 * Linked numbers connect when n8n is back, and messages that waited when it went down leave, also where no published trigger
 * opens their number; and numbers whose credential was deleted are unlinked, now and once a day. n8n tells a package nothing at its start but that it
 * is loaded; every other command of n8n (`execute`, `export:...`) loads packages too and must not connect to WhatsApp. A worker
 * does where no other process holds the numbers: it listens from its start, and so does a webhook process, which resumes
 * executions that wait.
 */
export function resumeWithServer(argv: readonly string[] = process.argv): void {
	const command = commandOf(argv);
	if (command === 'start') setImmediate(() => void unlessFailing(resume(gateway)));
	if (command === 'worker' || command === 'webhook')
		setImmediate(() => void unlessFailing(listen()));
}

async function listen(): Promise<void> {
	gateway();
}

/** `pause` and `list` are for tests. */
export async function resume(
	open: () => Gateway,
	list: () => Promise<CredentialList | undefined> = credentialList,
	pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms, undefined, { ref: false }),
): Promise<void> {
	let isResumed = false;
	for (let waited = 0; ; waited += LOOK_EVERY_MS) {
		const credentials = await look(list);
		const isLast = credentials === 'never';
		if (credentials && !isLast) await unlessFailing(open().compareCredentials(credentials));
		if (!isResumed && (credentials || waited >= PATIENCE_MS)) {
			isResumed = true;
			await unlessFailing(open().resume());
		}
		if (isLast) return;
		await pause(credentials ? DAY_MS : LOOK_EVERY_MS);
	}
}

/** The engine stopped, say: the next look comes tomorrow, and whoever uses a number is told. */
async function unlessFailing(done: Promise<void>): Promise<void> {
	await done.catch((error: unknown) => {
		const code = isEngineError(error) ? error.code : 'INTERNAL';
		log({ level: 'warn', sentence: 'Numbers are not looked after for now', facts: { code } });
	});
}

/** A database that fails is asked again. */
async function look(
	list: () => Promise<CredentialList | undefined>,
): Promise<CredentialList | 'never' | undefined> {
	try {
		return await list();
	} catch (error) {
		return error instanceof NoDatabase ? 'never' : undefined;
	}
}

/** The command of n8n that runs (n8n/bin/n8n: the first argument names it, `start` when there is none); undefined: none does. */
export function commandOf([, program = '', command = 'start']: readonly string[]):
	| string
	| undefined {
	return basename(program) === 'n8n' ? command : undefined;
}
