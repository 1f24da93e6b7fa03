/**
 * Accounts in n8n's Postgres: who holds which one, and what they are restored from. It loads the driver, so whoever needs it
 * loads it when it is needed.
 */
export { createAccountRegister, type AccountFacts, type AccountRegister } from './account-register';
export { createBodies, type Bodies } from './bodies';
export { openPostgres, type Postgres } from './connections';
export { createFiles, type Files } from './files';
export {
	createLeases,
	LEASE_MS,
	type Claim,
	type Leases,
	type Member,
	type Survey,
} from './leases';
export { createPatchsetLog, type PatchsetLog } from './log';
export type { LogWriter, Loss } from './log-writer';
export { createMailbox, type Letter, type Mailbox } from './mailbox';
export { compact, restoreFile } from './restoring';
export { ensureSchema } from './schema';
export { createSnapshots, type Snapshots, type Stored } from './snapshots';
