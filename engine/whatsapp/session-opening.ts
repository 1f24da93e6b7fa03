import { ProtocolAddress, SessionCipher, SessionRecord, WhisperMessage } from './libsignal';
import type { StoredChain, StoredSession, StoredSessions } from './session-limits';
import type { Turn } from './turns';

/** A ciphertext has a version in front, and a message authentication code behind. */
const MAC_BYTES = 8;

export interface OpeningOptions {
	/** libsignal's name of the device that has encrypted it. */
	address: string;
	sessions: StoredSessions;
	/** Our own, with its version byte. */
	identityKey: Uint8Array;
	/** Waited for before each session but the first that is tried. */
	turn: Turn;
	now(): number;
}

/**
 * Decrypts a message that may be of any of the sessions with a device, and returns the sessions afterwards. libsignal's own
 * function (src/session_cipher.js, decryptWithSessions) tries one after the other, the one used last first. It moves the
 * ratchet of each on before it knows whether the message fits, and writes all of them: a session that was tried in vain could
 * neither decrypt nor encrypt a message any more. That happens whenever a message crosses with the first one of a new session.
 * And each try may take thousands of keys, of as many as 40 sessions, while all else waits.
 */
export async function openWithSessions(
	ciphertext: Uint8Array,
	{ address, sessions, identityKey, turn, now }: OpeningOptions,
): Promise<{ plaintext: Buffer; sessions: StoredSessions }> {
	const storage = { getOurIdentity: () => ({ pubKey: identityKey }) };
	const cipher = new SessionCipher(storage, ProtocolAddress.from(address));
	const message = Buffer.from(ciphertext);
	const place = placeOf(message);
	for (const [index, [name, session]] of candidates(place, sessions).entries()) {
		if (index > 0) await turn();
		const [trying] = SessionRecord.deserialize({
			...sessions,
			_sessions: { [name]: withoutOtherKeys(session, place) },
		}).getSessions();
		if (!trying) continue;
		// It throws where the message is of another session.
		const plaintext = await cipher.doDecryptWhisperMessage(message, trying).catch(() => undefined);
		if (!plaintext) continue;
		trying.indexInfo.used = now();
		const opened = withOtherKeys(trying.serialize(), session, place);
		return {
			plaintext,
			sessions: { ...sessions, _sessions: { ...sessions._sessions, [name]: opened } },
		};
	}
	throw new Error('No matching sessions found for message');
}

/** Where a message has its key: in which chain, under which number. */
interface Place {
	chain: string;
	counter: string;
}

function placeOf(message: Buffer): Place {
	const { ephemeralKey, counter } = WhisperMessage.decode(message.subarray(1, -MAC_BYTES));
	return {
		chain: Buffer.from(ephemeralKey ?? []).toString('base64'),
		counter: String(counter ?? 0),
	};
}

/** The sessions that it may be of, the one used last first. A chain belongs to one of them alone. */
function candidates(
	{ chain }: Place,
	{ _sessions }: StoredSessions,
): Array<[string, StoredSession]> {
	const newestFirst = Object.entries(_sessions).toSorted(
		([, one], [, other]) => other.indexInfo.used - one.indexInfo.used,
	);
	const known = newestFirst.filter(([, session]) => Object.hasOwn(session._chains, chain));
	return known.length > 0 ? known : newestFirst;
}

/** Of all keys that were skipped libsignal gets the one that it needs: making each ready takes longer than all else. */
function withoutOtherKeys(session: StoredSession, { chain: id, counter }: Place): StoredSession {
	return withKeys(session, (name, { messageKeys }) => {
		const key = name === id ? messageKeys[counter] : undefined;
		return key === undefined ? {} : { [counter]: key };
	});
}

/** The session afterwards, with those that it did not get. */
function withOtherKeys(
	after: StoredSession,
	before: StoredSession,
	{ chain: id, counter }: Place,
): StoredSession {
	return withKeys(after, (name, { messageKeys }) => {
		const others = { ...before._chains[name]?.messageKeys };
		if (name === id) delete others[counter];
		return { ...others, ...messageKeys };
	});
}

function withKeys(
	session: StoredSession,
	keysOf: (name: string, chain: StoredChain) => StoredChain['messageKeys'],
): StoredSession {
	const chains = Object.entries(session._chains).map(([name, chain]) => [
		name,
		{ ...chain, messageKeys: keysOf(name, chain) },
	]);
	return { ...session, _chains: Object.fromEntries(chains) as StoredSession['_chains'] };
}
