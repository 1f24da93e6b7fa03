import { CALL_AUDIO_PREFIX, CALL_VIDEO_PREFIX, type WASocket } from '@whiskeysockets/baileys';
import { detectTimeout } from './query-errors';

const PREFIXES = { audio: CALL_AUDIO_PREFIX, video: CALL_VIDEO_PREFIX } as const;

export interface CallLinks {
	/** A link to a call that starts at a time (ms), or whenever somebody opens it. */
	create(kind: keyof typeof PREFIXES, startsAt?: number): Promise<string>;
}

export function createCallLinks(
	sock: Pick<WASocket, 'createCallLink'>,
	now: () => number,
): CallLinks {
	return {
		create: (kind, startsAt) => detectTimeout(now, () => createCallLink(sock, kind, startsAt)),
	};
}

export async function createCallLink(
	sock: Pick<WASocket, 'createCallLink'>,
	kind: keyof typeof PREFIXES,
	startsAt?: number,
): Promise<string> {
	const event = startsAt === undefined ? undefined : { startTime: Math.floor(startsAt / 1000) };
	const token = await sock.createCallLink(kind, event);
	if (!token) throw new Error('WhatsApp made no link for the call');
	return PREFIXES[kind] + token;
}
