import { createHash } from 'node:crypto';
import {
	DEFAULT_CONNECTION_CONFIG,
	type SignalDataSet,
	type SignalKeyStoreWithTransaction,
	type SocketConfig,
} from '@whiskeysockets/baileys';
import type { Journal } from '../inbox/journal';
import type { AddressBook } from './address-book';
import { JOURNALED_PLAINTEXT, type SignalKeys } from './auth';
import { createLocks } from './locks';
import { withoutFailedTries, type StoredSessions } from './session-tries';
import { isSignatureValid } from './signatures';

/** A message without content, padded as WhatsApp pads (one byte, which says one): stands for words that are gone. */
const EMPTY_MESSAGE = Buffer.from([1]);

export interface SignalRepositoryOptions {
	/** The store itself, without Baileys' transactions over it: `Auth.sealingKeys`. */
	sealingKeys: SignalKeys;
	journal: Pick<Journal, 'plaintext'>;
	addressBook: AddressBook;
}

/**
 * Baileys' Signal repository, with what it leaves out:
 * - Opening a message uses its key up for ever, so the plaintext is journaled in the same transaction. A message that
 *   WhatsApp hands over again is answered from the journal.
 * - Sealing a message moves the ratchet on; Baileys writes that after the frame has left, and a crash in between would use
 *   a key twice, which the recipient cannot open. Here the new ratchet is written at once, and the frame waits for it
 *   (`outgoing-frames.ts`).
 * - Sealing runs in a transaction of the whole send and opening in one of the sender; neither knows the other's changes
 *   to the same session (lib/Utils/auth-utils.js: a nested transaction takes no lock). Here one lock for each person
 *   keeps them apart, and sealing reads what was written last.
 * - A message that may be of any of a person's sessions leaves those alone that it does not fit (`session-tries.ts`).
 * - A contact's signed pre-key must be signed by its identity: libsignal 6 (src/session_builder.js) asks and drops the
 *   answer.
 */
export function signalRepositoryFactory({
	sealingKeys,
	journal,
	addressBook,
}: SignalRepositoryOptions): SocketConfig['makeSignalRepository'] {
	return (auth, logger, pnToLid) => {
		const make = (over: SignalKeyStoreWithTransaction) =>
			DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ ...auth, keys: over }, logger, pnToLid);
		// The type allows a plain store; the socket always hands over one with transactions (lib/Socket/socket.js).
		const keys = auth.keys as SignalKeyStoreWithTransaction;
		const opening = make(keys);
		const trying = make(withTriesUndone(keys, sealingKeys));
		const sealing = make(writeThrough(keys, sealingKeys));
		const locks = createLocks();
		let closed = false;
		const person = (jid: string) => addressBook.lookUp(jid).lid ?? jid;

		/** Opens a ciphertext once. After the close the next connection does: what both open neither can be sure of. */
		const once = async (ciphertext: Uint8Array, scope: string, open: () => Promise<Uint8Array>) => {
			if (closed) throw new Error('The connection has ended');
			const hash = hashOf(ciphertext);
			const known = journal.plaintext(hash);
			if (known !== undefined) return known === null ? EMPTY_MESSAGE : Buffer.from(known, 'base64');
			return await keys.transaction(async () => {
				const plaintext = await open();
				const record = { [hash]: Buffer.from(plaintext).toString('base64') };
				await keys.set({ [JOURNALED_PLAINTEXT]: record } as SignalDataSet);
				return plaintext;
			}, scope);
		};

		return {
			...sealing,
			decryptMessage: (request) =>
				locks.run(person(request.jid), () =>
					once(request.ciphertext, request.jid, () =>
						(request.type === 'msg' ? trying : opening).decryptMessage(request),
					),
				),
			decryptGroupMessage: (request) =>
				locks.run(request.group, () =>
					once(request.msg, request.group, () => opening.decryptGroupMessage(request)),
				),
			encryptMessage: (request) =>
				locks.run(person(request.jid), () => sealing.encryptMessage(request)),
			encryptGroupMessage: (request) =>
				locks.run(request.group, () => sealing.encryptGroupMessage(request)),
			injectE2ESession: (request) =>
				locks.run(person(request.jid), async () => {
					const { identityKey, signedPreKey } = request.session;
					if (!isSignatureValid(identityKey, signedPreKey.publicKey, signedPreKey.signature)) {
						throw new Error(`The signed pre-key of ${request.jid} is not signed by its identity`);
					}
					await sealing.injectE2ESession(request);
				}),
			close() {
				closed = true;
				opening.close?.();
				trying.close?.();
				sealing.close?.();
			},
		};
	};
}

export function hashOf(ciphertext: Uint8Array): string {
	return createHash('sha256').update(ciphertext).digest('hex');
}

/** Kinds of keys that move on with every sealed message. */
const RATCHETS = ['session', 'sender-key'] as const;

/** Ratchets are read from and written to the store at once, whatever transaction is under way; all else is left to it. */
function writeThrough(
	keys: SignalKeyStoreWithTransaction,
	store: SignalKeys,
): SignalKeyStoreWithTransaction {
	const isRatchet = (type: string) => (RATCHETS as readonly string[]).includes(type);
	return {
		...keys,
		get: (type, ids) => (isRatchet(type) ? store : keys).get(type, ids),
		async set(data) {
			const entries = Object.entries(data);
			const ratchets = entries.filter(([type]) => isRatchet(type));
			const others = entries.filter(([type]) => !isRatchet(type));
			if (ratchets.length > 0) await store.set(Object.fromEntries(ratchets) as SignalDataSet);
			if (others.length > 0) await keys.set(Object.fromEntries(others) as SignalDataSet);
		},
	};
}

/** What is written of a person's sessions is what became of the one that a message was opened with. */
function withTriesUndone(
	keys: SignalKeyStoreWithTransaction,
	store: SignalKeys,
): SignalKeyStoreWithTransaction {
	return {
		...keys,
		async set({ session, ...others }) {
			if (!session) return await keys.set(others);
			const before = await store.get('session', Object.keys(session));
			const sessions = Object.entries(session).map(([id, after]) => [
				id,
				after && before[id] ? withoutFailedTries(sessionsIn(before[id]), sessionsIn(after)) : after,
			]);
			await keys.set({
				...others,
				session: Object.fromEntries(sessions) as SignalDataSet['session'],
			});
		},
	};
}

/** Baileys calls them bytes; libsignal hands over an object. */
function sessionsIn(value: unknown): StoredSessions {
	return value as StoredSessions;
}
