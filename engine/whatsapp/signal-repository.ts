import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
	DEFAULT_CONNECTION_CONFIG,
	generateSignalPubKey,
	isHostedPnUser,
	isJidBroadcast,
	isJidGroup,
	isPnUser,
	type SignalDataSet,
	type SignalKeyStoreWithTransaction,
	type SignalRepositoryWithLIDStore,
	type SocketConfig,
} from '@whiskeysockets/baileys';
import type { LidMapping } from './lid-mapping';
import { JOURNALED_PLAINTEXT, type Auth, type SignalKeys } from './auth';
import type { PlaintextJournal } from './journal';
import { createLocks } from './locks';
import { isSenderKey, decryptFromGroup, encryptForGroup } from './sender-keys';
import { withinLimits, type StoredSessions } from './session-limits';
import { openWithSessions } from './session-opening';
import { isSignatureValid } from './signatures';
import { turn } from './turns';

/** A message without content, padded as WhatsApp pads (one byte, which says one): stands for words that are gone. */
const EMPTY_MESSAGE = Buffer.from([1]);

export interface SignalRepositoryOptions {
	/** The store itself, without Baileys' transactions over it. */
	storedKeys: SignalKeys;
	hasOpenSession: Auth['hasOpenSession'];
	journal: Pick<PlaintextJournal, 'plaintext'>;
	lidMapping: LidMapping;
}

/**
 * Baileys' Signal repository, with what it leaves out:
 * - To decrypt a message uses its key up for ever, so the plaintext is journaled in the same transaction. A message that
 *   WhatsApp hands over again is answered from the journal.
 * - To encrypt a message moves the ratchet on. Baileys writes that after the frame has left, and a crash in between would use
 *   a key twice: the recipient could not decrypt the second message. Here the new ratchet is written at once, and the frame
 *   waits for it (`write-ahead.ts`).
 * - Encryption runs in a transaction of the whole send, decryption in one of the sender; neither knows the other's changes
 *   to the same session (lib/Utils/auth-utils.js: a nested transaction takes no lock). Here one lock for each person
 *   keeps them apart, and encryption reads what was written last.
 * - A message that may be of any of a person's sessions leaves those alone that it does not fit (`session-opening.ts`).
 * - A group's messages are encrypted and decrypted here, with the next key each (`sender-keys.ts`).
 * - What others may leave behind in a session is limited (`session-limits.ts`), and work for many devices leaves room for all
 *   else (`turns.ts`).
 * - A contact's signed pre-key must be signed by its identity: libsignal 6 (src/session_builder.js) asks and drops the
 *   answer.
 */
export function signalRepositoryFactory({
	storedKeys,
	hasOpenSession,
	journal,
	lidMapping,
}: SignalRepositoryOptions): SocketConfig['makeSignalRepository'] {
	return (auth, logger, pnToLid) => {
		const make = (over: SignalKeyStoreWithTransaction) =>
			DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ ...auth, keys: over }, logger, pnToLid);
		// The type allows a plain store; the socket always hands over one with transactions (lib/Socket/socket.js).
		const keys = withLimits(auth.keys as SignalKeyStoreWithTransaction);
		const decryption = make(keys);
		const ratchets = writeThrough(keys, withLimits(storedKeys));
		const encryption = make(ratchets);
		const locks = createLocks();
		let closed = false;
		storeInSlices(encryption);
		const person = (jid: string) => lidMapping.lookUp(jid).lid ?? jid;

		/** Decrypts a ciphertext once. After the close the next connection does: what both decrypt neither can be sure of. */
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

		/** libsignal's name of a device, under which Baileys keeps its session (lib/Signal/libsignal.js, signalStorage). */
		const addressOf = async (jid: string) => {
			const isPhone = isPnUser(jid) || isHostedPnUser(jid);
			const lid = isPhone ? await decryption.lidMapping.getLIDForPN(jid) : null;
			return decryption.jidToSignalProtocolAddress(lid ?? jid);
		};

		const openMessage = async (jid: string, ciphertext: Uint8Array) => {
			const address = await addressOf(jid);
			const { [address]: sessions } = await keys.get('session', [address]);
			if (!sessions) throw new Error('No session record');
			const opened = await openWithSessions(ciphertext, {
				address,
				sessions: sessionsIn(sessions),
				identityKey: generateSignalPubKey(auth.creds.signedIdentityKey.public),
				turn,
				now: Date.now,
			});
			await keys.set({ session: { [address]: opened.sessions } } as unknown as SignalDataSet);
			return opened.plaintext;
		};

		/** Baileys' name of a sender key (lib/Signal/Group/sender-key-name.js). */
		const senderKeyOf = (group: string, author: string) =>
			[group, ...decryption.jidToSignalProtocolAddress(author).split('.')].join('::');

		const openGroupMessage = async (group: string, author: string, message: Uint8Array) => {
			const name = senderKeyOf(group, author);
			const { [name]: before } = await keys.get('sender-key', [name]);
			const { record, plaintext } = decryptFromGroup(before, message);
			await keys.set({ 'sender-key': { [name]: record } });
			return plaintext;
		};

		return {
			...encryption,
			decryptMessage: (request) =>
				locks.run(person(request.jid), () =>
					once(request.ciphertext, request.jid, async () => {
						await turn();
						if (request.type === 'msg') return await openMessage(request.jid, request.ciphertext);
						return await decryption.decryptMessage(request);
					}),
				),
			decryptGroupMessage: ({ group, authorJid, msg }) =>
				locks.run(group, () =>
					once(msg, group, async () => {
						await turn();
						return await openGroupMessage(group, authorJid, msg);
					}),
				),
			async processSenderKeyDistributionMessage(request) {
				const { groupId, axolotlSenderKeyDistributionMessage: distribution } = request.item;
				if (!isAudience(groupId) || !isSenderKey(distribution)) throw new Error('No sender key');
				await locks.run(groupId, () => encryption.processSenderKeyDistributionMessage(request));
			},
			encryptMessage: (request) =>
				locks.run(person(request.jid), async () => {
					await turn();
					return await encryption.encryptMessage(request);
				}),
			encryptGroupMessage: ({ group, meId, data }) =>
				locks.run(group, async () => {
					await turn();
					const senderKeyDistributionMessage = await encryption.getSenderKeyDistributionMessage({
						group,
						meId,
					});
					const name = senderKeyOf(group, meId);
					const { [name]: before } = await ratchets.get('sender-key', [name]);
					if (!before) throw new Error('No sender key to encrypt with');
					const { record, ciphertext } = encryptForGroup(before, data);
					await ratchets.set({ 'sender-key': { [name]: record } });
					return { ciphertext, senderKeyDistributionMessage };
				}),
			async validateSession(jid) {
				await turn();
				return { exists: hasOpenSession(await addressOf(jid)) };
			},
			injectE2ESession: (request) =>
				locks.run(person(request.jid), async () => {
					await turn();
					const { identityKey, signedPreKey } = request.session;
					if (!isSignatureValid(identityKey, signedPreKey.publicKey, signedPreKey.signature)) {
						throw new Error(`The signed pre-key of ${request.jid} is not signed by its identity`);
					}
					await encryption.injectE2ESession(request);
				}),
			close() {
				closed = true;
				decryption.close?.();
				encryption.close?.();
			},
		};
	};
}

export function hashOf(ciphertext: Uint8Array): string {
	return createHash('sha256').update(ciphertext).digest('hex');
}

/** They are written in one transaction, which takes some milliseconds. */
const MAPPINGS_AT_ONCE = 100;

/** WhatsApp tells the LIDs of all members of a group at once, and Baileys writes two rows for each. */
function storeInSlices({ lidMapping }: SignalRepositoryWithLIDStore): void {
	const store = lidMapping.storeLIDPNMappings.bind(lidMapping);
	lidMapping.storeLIDPNMappings = async (pairs) => {
		for (let from = 0; from < pairs.length; from += MAPPINGS_AT_ONCE) {
			// To read the answer has taken as long as a slice already.
			if (pairs.length > MAPPINGS_AT_ONCE) await nextTurn();
			await store(pairs.slice(from, from + MAPPINGS_AT_ONCE));
		}
	};
}

/** No address is longer: it becomes part of what the key is kept under. */
const MAX_JID_LENGTH = 100;

/** Whether somebody may hand out a sender key for it. */
function isAudience(jid: string | null | undefined): jid is string {
	return !!jid && jid.length <= MAX_JID_LENGTH && !!(isJidGroup(jid) || isJidBroadcast(jid));
}

/** Kinds of keys that move on with every message that is encrypted. */
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

/** Whatever is written of a person's sessions stays within the limits. */
function withLimits<K extends SignalKeys>(keys: K): K {
	return {
		...keys,
		async set({ session, ...others }) {
			if (!session) return await keys.set(others);
			const sessions = Object.entries(session).map(([id, written]) => [
				id,
				written && withinLimits(sessionsIn(written)),
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
