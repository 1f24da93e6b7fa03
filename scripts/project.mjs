// Where things are, and which versions they have.

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

/** n8n 2.41 needs Node 24, and Jest can require() ESM from 24.9 on. */
export const NODE_VERSION = '24.21.0';
export const NODE_MINIMUM = { major: 24, minor: 9 };

export const N8N_VERSION = '2.41.1';
