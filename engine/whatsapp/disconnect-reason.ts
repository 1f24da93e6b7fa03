import { EngineError } from '../gateway/contract';

/** Why a connection ended. */
export interface DisconnectReason {
	/** Baileys' or WhatsApp's close code. */
	code: number;
	/** When a temporary ban (402) ends (ms), where WhatsApp says so. */
	bannedUntil?: number | undefined;
	/** What kept it from being made, where that has words: the proxy. */
	error?: EngineError | undefined;
}

/** Close code for errors that carry none. */
const UNKNOWN = 500;
const LOGGED_OUT = 401;

const SECOND = 1_000;
/** No ban lasts so long: what is more is no span of time, but a time since 1970. */
const TEN_YEARS = 10 * 365 * 24 * 60 * 60 * SECOND;

/**
 * Boom errors carry the code in `output.statusCode`. In `data` is for a `<failure>` of WhatsApp what its attributes are
 * (lib/Socket/socket.js, CB:failure): `<failure reason="402" code="101" expire="3600"/>`; for a stream error its first
 * child; for what the WebSocket could not do, that error. `<conflict type="device_removed">` comes without a code at times, and Baileys then takes it for 440, another
 * login with the same keys (lib/Utils/generics.js, CODE_MAP).
 */
export function disconnectReasonOf(error: Error | undefined, now: number): DisconnectReason {
	const { output, data } = (error ?? {}) as {
		output?: { statusCode?: number };
		data?: { expire?: unknown; tag?: string; attrs?: { type?: string } } | null;
	};
	const isRemoved = data?.tag === 'conflict' && data.attrs?.type === 'device_removed';
	const code = isRemoved ? LOGGED_OUT : (output?.statusCode ?? UNKNOWN);
	if (data instanceof EngineError) return { code, error: data };
	return { code, bannedUntil: endOfBan(data?.expire, now) };
}

/** `expire` is in seconds from now; whatsmeow takes it so, too (connectionevents.go, handleConnectFailure). */
function endOfBan(expire: unknown, now: number): number | undefined {
	const ms = typeof expire === 'string' ? Number(expire) * SECOND : NaN;
	const left = ms < TEN_YEARS ? ms : ms - now;
	return left > 0 && left < TEN_YEARS ? now + left : undefined;
}
