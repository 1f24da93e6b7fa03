import { fromIso, HOW_TO_SAY_A_TIME, whyNoTime } from '../content/iso-time';
import { EngineError, type SendMessage } from '../gateway/contract';

const SEND_AT = 'Send At';
/** A year, and the day that some have more. */
const FURTHEST_MS = 366 * 24 * 60 * 60_000;

/** When a message is to leave, as somebody has written it (ms). Error: INVALID_SETTING. */
export function readSendAt(written: string, now: number): number {
	const at = fromIso(written);
	if (Number.isNaN(at)) {
		throw new EngineError('INVALID_SETTING', whyNoTime(SEND_AT, written), HOW_TO_SAY_A_TIME);
	}
	if (at - now <= FURTHEST_MS) return at;
	throw new EngineError(
		'INVALID_SETTING',
		`${SEND_AT} is ${written}, which is more than a year away.`,
		'Choose a time within a year from now. Let a Schedule Trigger start the workflow for what comes later.',
	);
}

export interface LeaveTimes {
	/** It does not leave before (ms); null: at once. */
	sendAt: number | null;
	/** It has failed when it has not left by then (ms); null: it waits for as long as it takes. */
	expiresAt: number | null;
}

/** A time that has passed is none to wait for; what comes too late is told by it all the same. */
export function leaveTimes(
	{ sendAt, expireAfterMs }: Pick<SendMessage, 'sendAt' | 'expireAfterMs'>,
	now: number,
): LeaveTimes {
	const at = sendAt === undefined ? now : fromIso(sendAt);
	return {
		sendAt: at > now ? at : null,
		expiresAt: expireAfterMs === undefined ? null : at + expireAfterMs,
	};
}
