import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { EngineError } from '../../engine/gateway/contract';
import { postgresOptions } from '../shared/fleet-options';
import { readEnvironment } from './environment';
import { invalid, type Reader } from './variables';

/**
 * Takes a number back from Postgres into n8n's folder, where n8n's regular mode has its numbers. Resolves with what was done.
 * Errors: those of `moveOut`.
 */
export async function runExport(read: Reader, id: string, n8nFolder: string): Promise<string> {
	const { config, encryptionKey } = readEnvironment(read);
	if (config.database.type !== 'postgresdb') throw NO_POSTGRES;
	if (!existsSync(n8nFolder)) throw NO_FOLDER;
	const { moveOut } = await import('../../engine/fleet/moving-out.js');
	const folder = await moveOut({
		postgres: postgresOptions(config.database),
		encryptionKey,
		dataDir: join(n8nFolder, 'whatsapp-linked'),
		id,
	});
	return `The number is in ${folder}, and not in Postgres any more. Start n8n in its regular mode.`;
}

const NO_POSTGRES = invalid(
	'DB_TYPE is not postgresdb',
	'Give this command the environment of your n8n, whose Postgres has the number.',
);

const NO_FOLDER = new EngineError(
	'INVALID_SETTING',
	'The folder that the number is to come into does not exist.',
	"Name n8n's own folder, which is .n8n in N8N_USER_FOLDER or in the home of n8n's user.",
);
