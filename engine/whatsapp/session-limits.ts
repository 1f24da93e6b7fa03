/** As many keys of messages that were overtaken are kept, as in libsignal. */
export const MAX_SKIPPED_KEYS = 2_000;
/** As many chains a session keeps to receive with, as Signal's own libraries: one begins with each turn of the talk. */
const MAX_RECEIVING_CHAINS = 5;

/** libsignal's ChainType.RECEIVING (src/chain_type.js). */
const RECEIVING = 2;

/** The sessions with one device as libsignal writes them (src/session_record.js), by their base keys. */
export interface StoredSessions {
	_sessions: Record<string, StoredSession>;
	version?: string;
}

export interface StoredSession {
	indexInfo: { used: number };
	/** By their ratchet keys, the oldest first. */
	_chains: Record<string, StoredChain>;
}

export interface StoredChain {
	chainType: number;
	/** Keys of messages that were overtaken, by their counters. */
	messageKeys: Record<string, string>;
}

/**
 * The sessions with no more than may be kept of them: libsignal 6 keeps each chain there has been, each with up to 2,000
 * keys, and reads and writes all with every message. The oldest go first, of all sessions with the device together.
 */
export function withinLimits(sessions: StoredSessions): StoredSessions {
	if (isWithin(Object.values(sessions._sessions))) return sessions;
	const newestFirst = Object.entries(sessions._sessions).toSorted(
		([, one], [, other]) => other.indexInfo.used - one.indexInfo.used,
	);
	let left = MAX_SKIPPED_KEYS;
	const limited = new Map<string, StoredSession>();
	for (const [name, session] of newestFirst) {
		const chains = newestChains(session);
		for (const [id, chain] of chains.entries()) {
			const keys = Object.entries(chain.messageKeys);
			// Whole numbers stand in their order in an object, whatever order they were written in.
			const kept = left > 0 ? keys.slice(-left) : [];
			left -= kept.length;
			if (kept.length < keys.length) {
				chains.set(id, { ...chain, messageKeys: Object.fromEntries(kept) });
			}
		}
		limited.set(name, { ...session, _chains: Object.fromEntries([...chains].toReversed()) });
	}
	// In their order: libsignal takes the first that fits.
	const names = Object.keys(sessions._sessions);
	return {
		...sessions,
		_sessions: Object.fromEntries(names.map((name) => [name, limited.get(name)!])),
	};
}

/** As nearly all are, and each message writes one. */
function isWithin(sessions: readonly StoredSession[]): boolean {
	const chains = sessions.map(({ _chains }) => Object.values(_chains));
	const keys = chains
		.flat()
		.reduce((count, { messageKeys }) => count + Object.keys(messageKeys).length, 0);
	return (
		keys <= MAX_SKIPPED_KEYS &&
		chains.every((all) => all.filter(isReceiving).length <= MAX_RECEIVING_CHAINS)
	);
}

/** The chains that stay, the newest first. */
function newestChains({ _chains }: StoredSession): Map<string, StoredChain> {
	let left = MAX_RECEIVING_CHAINS;
	const stays = (chain: StoredChain) => !isReceiving(chain) || left-- > 0;
	return new Map(
		Object.entries(_chains)
			.toReversed()
			.filter(([, chain]) => stays(chain)),
	);
}

function isReceiving({ chainType }: StoredChain): boolean {
	return chainType === RECEIVING;
}
