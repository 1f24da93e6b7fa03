import type { proto } from '@whiskeysockets/baileys';
import type { Read } from './reader';
import { amount } from './values';

/** Order of `proto.Message.CallLogMessage.CallOutcome`. */
const CALL_OUTCOMES = [
	'CONNECTED',
	'MISSED',
	'FAILED',
	'REJECTED',
	'ACCEPTED_ELSEWHERE',
	'ONGOING',
	'SILENCED_BY_DND',
	'SILENCED_UNKNOWN_CALLER',
];

export function call(body: proto.Message.ICallLogMessage): Read {
	return {
		type: 'call',
		text: null,
		call: {
			video: body.isVideo === true,
			outcome: CALL_OUTCOMES[body.callOutcome ?? -1] ?? null,
			seconds: amount(body.durationSecs),
		},
	};
}

/** WhatsApp shows it on the phone only, and says so to linked devices. */
export function unavailable(): Read {
	return { type: 'unavailable', text: null };
}

export function unknown(kind: string, problem: string | null = null): Read {
	return { type: 'unknown', text: null, unknown: { kind, problem } };
}
