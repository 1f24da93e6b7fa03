import { createBoundedMap } from '../../bounded-map';
import { EngineError } from '../../gateway/contract';
import { createSealing, deriveKey, type Sealing } from '../../sealing';

/** What is sealed in the database can be opened with n8n's encryption key alone, and of the same account. */
export type Bodies = (account: string) => Sealing;

/** Keys that are remembered: deriving one takes longer than sealing with it. */
const MAX_KEYS = 2_000;
const NO_SALT = new Uint8Array();

export function createBodies(encryptionKey: string): Bodies {
	const known = createBoundedMap<Sealing>(MAX_KEYS);
	return (account) => {
		let sealing = known.get(account);
		if (!sealing) {
			const key = deriveKey(encryptionKey, NO_SALT, `postgres/v1/${account}`);
			known.set(account, (sealing = explained(createSealing(key))));
		}
		return sealing;
	};
}

function explained({ seal, open }: Sealing): Sealing {
	return {
		seal,
		open(sealed, place) {
			try {
				return open(sealed, place);
			} catch {
				throw wrongKey();
			}
		},
	};
}

function wrongKey(): EngineError {
	return new EngineError(
		'WRONG_KEY',
		"What Postgres has of this number was sealed with another encryption key than this n8n's.",
		'Start all processes of n8n with the N8N_ENCRYPTION_KEY they had when the number was linked.',
	);
}

/** Something that was stored is missing. */
export function incomplete(): EngineError {
	return new EngineError(
		'DAMAGED',
		'The stored session is damaged: Postgres has only a part of it.',
		'Link the number again: open the credential and press Retry. Do not restore an older backup of it: contacts could not read what is sent from it.',
	);
}
