import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * Moves the files of another folder into this one and removes what that had not. A folder cannot be exchanged at once, but
 * a file can: who reads the folder meanwhile, or replaces it too, misses none.
 *
 * @param {string} folder need not be there yet
 * @param {string} next on the same file system
 */
export async function replaceFolder(folder, next) {
	await mkdir(folder, { recursive: true });
	const files = await filesIn(next);
	for (const file of files) {
		const place = join(folder, file);
		await mkdir(dirname(place), { recursive: true });
		await rename(join(next, file), place);
	}
	for (const file of await filesIn(folder)) {
		if (!files.includes(file)) await rm(join(folder, file), { force: true });
	}
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>} their paths in it
 */
async function filesIn(folder) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory())
		.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}
