/** A person's sessions as libsignal writes them (src/session_record.js): by their base key. */
export interface StoredSessions {
	_sessions: Record<string, { indexInfo: { used: number } }>;
}

/**
 * The sessions after a message was opened with one of them, the others as they were. libsignal tries one after the other,
 * the one used last first, and moves the ratchet of each on before it knows whether the message fits; then it writes all
 * of them (src/session_cipher.js, decryptWithSessions). What was tried in vain could neither open nor seal a message any
 * more. That happens whenever a message crosses with the first one of a new session.
 */
export function withoutFailedTries(before: StoredSessions, after: StoredSessions): StoredSessions {
	const names = Object.keys(after._sessions);
	const usedAt = ({ _sessions }: StoredSessions, name: string) => _sessions[name]?.indexInfo.used;
	const opened = names.find((name) => usedAt(after, name) !== usedAt(before, name));
	// In the same millisecond as the last time: then it is the first one that was tried, and the only one.
	if (opened === undefined) return after;
	const sessions = names.map((name) => [
		name,
		(name === opened ? undefined : before._sessions[name]) ?? after._sessions[name],
	]);
	return { ...after, _sessions: Object.fromEntries(sessions) as StoredSessions['_sessions'] };
}
