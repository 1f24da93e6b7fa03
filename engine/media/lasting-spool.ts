import { createReadStream, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import type { FileStore } from '../store/file-store';
import { createSpool, type Spool } from './spool';

/**
 * The spool of an account that may be in an empty folder tomorrow: what waits to be uploaded lies in its file store, too, and
 * comes from there when it is needed.
 */
export function createLastingSpool(
	folder: string,
	files: FileStore,
	{ db, log }: Pick<AccountStore, 'db'> & { log: Log },
): Spool {
	const local = createSpool(folder);
	const coming = new Map<string, Promise<string | undefined>>();

	/** That it is not needed is in the log first: whoever takes the account over may look for it otherwise. */
	async function removeKept(id: string): Promise<void> {
		await db.saving();
		await files.remove(id);
	}

	/** Is tried again by the next process, as nobody knows the file then. */
	function inBackground(work: Promise<void>): void {
		work.catch((error: unknown) =>
			log.debug('A file that nobody needs any more is still in the database', {
				error: kindOf(error),
			}),
		);
	}

	async function bring(id: string): Promise<string | undefined> {
		const path = local.pathOf(id);
		const part = `${path}.part`;
		try {
			// Opened before: a stream that is ended while it opens its file would still make it, after it was removed.
			const target = await open(part, 'w', 0o600);
			await pipeline(files.read(id), target.createWriteStream());
			await rename(part, path);
			return path;
		} catch (error) {
			rmSync(part, { force: true });
			if (error instanceof EngineError && error.code === 'DAMAGED') return undefined;
			throw error;
		}
	}

	return {
		...local,
		keep: async (id) => await files.write(id, createReadStream(local.pathOf(id))),
		async find(id) {
			const here = await local.find(id);
			if (here) return here;
			const known = coming.get(id);
			if (known) return await known;
			const brought = bring(id).finally(() => coming.delete(id));
			coming.set(id, brought);
			return await brought;
		},
		remove(id) {
			local.remove(id);
			inBackground(removeKept(id));
		},
		removeOrphans(isKnown) {
			local.removeOrphans(isKnown);
			const removeOthers = async () => {
				for (const id of await files.ids()) {
					// What is being taken in lies here before it is known.
					if (!isKnown(id) && !(await local.find(id))) await files.remove(id);
				}
			};
			inBackground(removeOthers());
		},
	};
}
