/**
 * Accounts in n8n's Postgres: who holds which one, and what they are restored from. It loads the driver, so whoever needs it
 * loads it when it is needed.
 */
export { createAccountRegister, type AccountFacts, type AccountRegister } from './account-register';
export { createBodies, type Bodies } from './bodies';
export { openPostgres, type Postgres } from './connections';
export { createLeases, LEASE_MS, type Claim, type Leases, type Member } from './leases';
export { createMailbox, type Letter, type Mailbox } from './mailbox';
export { ensureSchema } from './schema';
