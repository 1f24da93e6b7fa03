import { randomUUID } from 'node:crypto';
import {
	createWriteStream,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../clock';
import { EngineError, type PostgresOptions } from '../gateway/contract';
import { SAFE_ID } from '../host/accounts';
import { createLogs, silentLog } from '../log';
import { SPOOL } from '../media/index';
import { DATABASE_FILE, openAccountStore } from '../store/account-store';
import { restoreFile, type Claim } from '../store/postgres/index';
import { NEWER } from './holdings';
import { openKept, type Kept } from './kept';
import { createMembership } from './membership';
import { SCHEMA } from './working-copy';

/*
 * An account leaves Postgres for a folder, as it is kept where n8n runs in its regular mode. Whatever ends on the way, one copy
 * of it can be used: first the one in Postgres, and what lies beside the folder's place is none; then Postgres has nothing but
 * the name of that copy, which gets its place by being renamed, now or when it is asked for again.
 */

export interface MovingOutOptions {
	postgres: PostgresOptions;
	encryptionKey: string;
	/** Where the folder is to be. */
	dataDir: string;
	id: string;
}

/** In the folder: the name of the copy, which is whole. */
const NAME = 'copy-from-postgres';

/** Resolves with the account's folder. Errors: INVALID_SETTING, IN_USE, STORE_FAILED, WRONG_KEY, DAMAGED. */
export async function moveOut({ id, dataDir, ...options }: MovingOutOptions): Promise<string> {
	if (!SAFE_ID.test(id)) throw unknown([]);
	const folder = join(dataDir, id);
	const copy = `${folder}.from-postgres`;
	const clock = systemClock;
	const logs = createLogs(
		() => undefined,
		() => clock.elapsed(),
	);
	const kept = openKept({ ...options, clock, logs });
	try {
		await kept.ready();
		const found = await kept.register.whereabouts(id);
		if (!found) throw unknown((await kept.register.all()).map((fact) => fact.id));
		const hasLeft = found.movedOut !== null && found.movedOut === nameOf(copy);
		if (!hasLeft && !found.isStored) throw found.movedOut === null ? NOTHING : MOVED_OUT;
		if (existsSync(folder)) throw TAKEN;
		if (!hasLeft) {
			await claiming(kept, id, async (claim) => {
				const name = await makeCopy(kept, claim, copy, options.encryptionKey);
				await kept.register.moveOut(claim, name);
			});
		}
		renameSync(copy, folder);
		await sync(dataDir);
		return folder;
	} finally {
		await kept.close();
	}
}

/** Holds the account, as a process of n8n that takes none. */
async function claiming(
	{ leases, mailbox }: Kept,
	id: string,
	work: (claim: Claim) => Promise<void>,
): Promise<void> {
	const membership = createMembership({
		clock: systemClock,
		log: silentLog,
		beat: async (owner) => await leases.beat({ id: owner, kind: 'webhook', capacity: 0 }),
		// Whoever has it by then is found out by what is written last.
		onEnd: () => undefined,
		isReturning: false,
	});
	try {
		await membership.join();
		const claim = await leases.claimOne(membership.id, id, SCHEMA);
		if (claim === 'newer') throw NEWER;
		if (!('epoch' in claim)) throw HELD;
		if ((await mailbox.list(id)).length > 0) throw WAITING;
		await work(claim);
	} finally {
		membership.close();
		// Where it cannot be told that it is free, nobody hears of this process in a moment.
		await leases.leave(membership.id).catch(() => undefined);
	}
}

/** Returns the name that it has, in a folder that is on the disk with all that is in it. */
async function makeCopy(
	{ snapshots, filesOf }: Kept,
	claim: Claim,
	folder: string,
	encryptionKey: string,
): Promise<string> {
	const spool = join(folder, SPOOL);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(spool, { recursive: true, mode: 0o700 });
	await restoreFile(snapshots, claim, join(folder, DATABASE_FILE));
	const files = filesOf(claim);
	for (const id of await files.ids()) {
		await pipeline(files.read(id), createWriteStream(join(spool, id), { mode: 0o600 }));
		await sync(join(spool, id));
	}
	// Whether it can be used: it is whole, and sealed with this key.
	openAccountStore(folder, claim.account, encryptionKey, Date.now).close();
	const name = randomUUID();
	writeFileSync(join(folder, NAME), name, { mode: 0o600, flush: true });
	for (const path of [join(folder, DATABASE_FILE), spool, folder, dirname(folder)])
		await sync(path);
	return name;
}

function nameOf(folder: string): string | undefined {
	const file = join(folder, NAME);
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** A file, or the names in a folder. */
async function sync(path: string): Promise<void> {
	await using handle = await open(path);
	await handle.sync();
}

function unknown(known: readonly string[]): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		'Postgres has no WhatsApp number of a credential with this ID.',
		known.length > 0
			? `It has those of ${known.join(', ')}. The ID of a credential is in its address in n8n.`
			: 'It has none at all: check DB_POSTGRESDB_DATABASE, DB_POSTGRESDB_SCHEMA and DB_TABLE_PREFIX.',
	);
}

const NOTHING = new EngineError(
	'INVALID_SETTING',
	'Nothing is stored of the WhatsApp number of this credential.',
	'Link it where it is to be used.',
);

const MOVED_OUT = new EngineError(
	'INVALID_SETTING',
	'The WhatsApp number of this credential was exported already.',
	'It is in the folder that it was exported into then.',
);

const TAKEN = new EngineError(
	'INVALID_SETTING',
	'There is a folder for this credential already where the number is to be.',
	'Move it elsewhere if you do not need it, and export again.',
);

const HELD = new EngineError(
	'IN_USE',
	'A process of n8n holds this WhatsApp number.',
	'Stop n8n first, all processes of it. Ten seconds after a crash they count as stopped.',
);

const WAITING = new EngineError(
	'IN_USE',
	'Messages wait for this WhatsApp number that were sent while no process of n8n held it.',
	'Start n8n as it was, so that it takes them, then stop it and export again.',
);
