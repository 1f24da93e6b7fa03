/** Why a connection ended. */
export interface Close {
	/** Baileys' or WhatsApp's close code. */
	code: number;
	/** When a temporary ban (402) ends (ms), where WhatsApp says so. */
	bannedUntil?: number | undefined;
}

/** Close code for errors that carry none. */
const UNKNOWN = 500;

const SECOND = 1_000;
/** No ban lasts so long: what is more is no span of time, but a time since 1970. */
const TEN_YEARS = 10 * 365 * 24 * 60 * 60 * SECOND;

/**
 * Boom errors carry the code in `output.statusCode`, and for a `<failure>` of WhatsApp its attributes in `data`
 * (lib/Socket/socket.js, CB:failure): `<failure reason="402" code="101" expire="3600"/>`.
 */
export function closeOf(error: Error | undefined, now: number): Close {
	const { output, data } = (error ?? {}) as {
		output?: { statusCode?: number };
		data?: { expire?: unknown } | null;
	};
	return { code: output?.statusCode ?? UNKNOWN, bannedUntil: endOfBan(data?.expire, now) };
}

/** `expire` is in seconds from now; whatsmeow takes it so, too (connectionevents.go, handleConnectFailure). */
function endOfBan(expire: unknown, now: number): number | undefined {
	const ms = typeof expire === 'string' ? Number(expire) * SECOND : NaN;
	const left = ms < TEN_YEARS ? ms : ms - now;
	return left > 0 && left < TEN_YEARS ? now + left : undefined;
}
