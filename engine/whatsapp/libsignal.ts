import { createRequire } from 'node:module';
import { hkdfSha256, hmacSha256 } from './key-derivation';
import type { StoredSession, StoredSessions } from './session-limits';
import { sign, verify } from './xeddsa';

// libsignal is Baileys' dependency, not ours: it is found the way Baileys finds it, and what it uses the way it does.
const baileys = createRequire(require.resolve('@whiskeysockets/baileys'));
const libsignal = createRequire(baileys.resolve('libsignal'));

/** A session as libsignal works with it (src/session_record.js, SessionEntry). */
export interface SessionEntry {
	indexInfo: { used: number };
	serialize(): StoredSession;
}

/** libsignal's own faces, as far as they are used here. */
interface Libsignal {
	ProtocolAddress: { from(address: string): unknown };
	SessionCipher: new (
		storage: { getOurIdentity(): { pubKey: Uint8Array } },
		address: unknown,
	) => {
		/** Moves the session's ratchet on, whether the message fits or not. */
		doDecryptWhisperMessage(message: Buffer, session: SessionEntry): Promise<Buffer>;
	};
	SessionRecord: { deserialize(sessions: StoredSessions): { getSessions(): SessionEntry[] } };
}

interface Protobufs {
	WhisperMessage: {
		decode(bytes: Uint8Array): { ephemeralKey?: Uint8Array; counter?: number };
	};
}

export const { ProtocolAddress, SessionCipher, SessionRecord } = libsignal(
	'./index.js',
) as Libsignal;
export const { WhisperMessage } = libsignal('./src/protobufs.js') as Protobufs;

/** libsignal's own function makes three keys unless it is told otherwise (src/crypto.js). */
export function deriveSecrets(
	input: Uint8Array,
	salt: Uint8Array,
	info: Uint8Array,
	chunks = 3,
): Buffer[] {
	return hkdfSha256(input, salt, info, chunks);
}

/**
 * Has libsignal sign and verify by `xeddsa.ts`, and derive its keys by `key-derivation.ts`. It calls all of them
 * as members of modules: the first two of `curve25519-js` (src/curve.js), which Baileys' group messages go through, too.
 */
export function useFastCryptography(): void {
	Object.assign(libsignal('curve25519-js') as object, { sign, verify });
	Object.assign(libsignal('./src/crypto.js') as object, {
		calculateMAC: hmacSha256,
		deriveSecrets,
	});
}
