import { CALL_AUDIO_PREFIX, CALL_VIDEO_PREFIX, type WASocket } from '@whiskeysockets/baileys';
import { detectTimeout } from './query-errors';

const PREFIXES = { audio: CALL_AUDIO_PREFIX, video: CALL_VIDEO_PREFIX } as const;

export interface CallLinks {
	/** A link to a call that starts at a time (ms). */
	create(kind: keyof typeof PREFIXES, startsAt: number): Promise<string>;
}

export function createCallLinks(
	sock: Pick<WASocket, 'createCallLink'>,
	now: () => number,
): CallLinks {
	return {
		create: (kind, startsAt) => detectTimeout(now, () => createCallLink(sock, kind, startsAt)),
	};
}

/** `startsAt`: when the event of the call begins (ms). */
export async function createCallLink(
	sock: Pick<WASocket, 'createCallLink'>,
	kind: keyof typeof PREFIXES,
	startsAt: number,
): Promise<string> {
	const token = await sock.createCallLink(kind, { startTime: Math.floor(startsAt / 1000) });
	if (!token) throw new Error('WhatsApp made no link for the call');
	return PREFIXES[kind] + token;
}
