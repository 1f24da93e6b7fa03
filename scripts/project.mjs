// Where things are, and which versions they have.

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_NAME = 'n8n-nodes-whatsapp-linked';

export const PROJECT_DIR = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is too big to install into every checkout: n8n, Node. Deleting it costs only the time to install it again. */
export const CACHE_DIR = join(
	process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
	PACKAGE_NAME,
);

/**
 * The Node of scripts and tests, stated in .nvmrc, where nvm and GitHub's workflows read it too. n8n 2.41 needs Node 24, and
 * Jest can require() ESM from 24.9 on.
 */
export const NODE_VERSION = readFileSync(join(PROJECT_DIR, '.nvmrc'), 'utf8').trim();

/** The oldest and the newest n8n that the package is tested with. */
export const N8N_VERSIONS = { oldest: '2.20.0', newest: '2.41.1' };
