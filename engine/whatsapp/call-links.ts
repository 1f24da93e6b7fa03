import { CALL_AUDIO_PREFIX, CALL_VIDEO_PREFIX, type WASocket } from '@whiskeysockets/baileys';

const PREFIXES = { audio: CALL_AUDIO_PREFIX, video: CALL_VIDEO_PREFIX } as const;

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
