import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_DIR } from '../project.mjs';

const MARKER = '.complete';

/** What `rename` says then; it depends on the system. */
const FOLDER_IS_THERE = ['ENOTEMPTY', 'EEXIST'];

/**
 * A folder of the cache that is either complete or not there: it is filled under another name, its marker is written
 * last, and only then it gets its name. So a run that was broken off, or two runs at once, leave nothing half done.
 *
 * @param {string} name of the folder
 * @param {string} key what it was made from; the folder is made anew when this has changed
 * @param {(folder: string) => Promise<unknown>} fill
 * @returns {Promise<string>} the folder
 */
export async function cached(name, key, fill) {
	const folder = join(CACHE_DIR, name);
	if (isComplete(folder, key)) return folder;

	await mkdir(CACHE_DIR, { recursive: true });
	await removeAbandoned(name);
	const unfinished = await mkdtemp(`${folder}.unfinished-${process.pid}-`);
	try {
		await fill(unfinished);
		await writeFile(join(unfinished, MARKER), key);
	} catch (error) {
		await rm(unfinished, { recursive: true });
		throw error;
	}
	await moveTo(folder, unfinished, key);
	return folder;
}

/**
 * @param {string} folder
 * @param {string} finished
 * @param {string} key
 */
async function moveTo(folder, finished, key) {
	try {
		await rename(finished, folder);
	} catch (error) {
		if (!FOLDER_IS_THERE.includes(String(/** @type {NodeJS.ErrnoException} */ (error).code))) {
			throw error;
		}
		if (isComplete(folder, key)) {
			// Another run was quicker, and may be using its own already.
			await rm(finished, { recursive: true });
		} else {
			await rm(folder, { recursive: true });
			await rename(finished, folder);
		}
	}
}

/**
 * @param {string} folder
 * @param {string} key
 */
function isComplete(folder, key) {
	try {
		return readFileSync(join(folder, MARKER), 'utf8') === key;
	} catch {
		return false;
	}
}

/**
 * What earlier runs left unfinished because they were killed.
 *
 * @param {string} name
 */
async function removeAbandoned(name) {
	const start = `${name}.unfinished-`;
	for (const entry of await readdir(CACHE_DIR)) {
		if (entry.startsWith(start) && !isAlive(parseInt(entry.slice(start.length)))) {
			await rm(join(CACHE_DIR, entry), { recursive: true });
		}
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
