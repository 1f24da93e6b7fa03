import type { Readable } from 'node:stream';
import { canRead, FfmpegFailed, runFfmpeg } from '../conversion/ffmpeg';
import { wrongKind } from '../file-type';
import { unsupported, type Prepare } from './preparation';

/** What WhatsApp plays, and the name that it has there. M4A files without a brand of their own look like MP4. */
const PLAYED: Readonly<Record<string, string>> = {
	'audio/mpeg': 'audio/mpeg',
	'audio/mp4': 'audio/mp4',
	'audio/x-m4a': 'audio/mp4',
	'video/mp4': 'audio/mp4',
	'audio/aac': 'audio/aac',
	'audio/ogg': 'audio/ogg',
	'audio/ogg; codecs=opus': 'audio/ogg; codecs=opus',
	'audio/amr': 'audio/amr',
	'audio/wav': 'audio/wav',
	'audio/flac': 'audio/flac',
};

const MAX_PROGRESS = 1024 * 1024;

export const audio: Prepare = ({ type, details }) => {
	const mimetype = type && PLAYED[type];
	if (!mimetype) {
		const isSound = type?.startsWith('audio/') || type === 'video/webm';
		throw isSound ? notPlayed() : wrongKind(details, type);
	}
	return {
		mimetype,
		inspect: async (open, _size, signal) => {
			const seconds = canRead(type) ? await lengthOf(type, open(), signal) : undefined;
			return { ...(seconds !== undefined && { seconds }) };
		},
	};
};

/** By going through the file without decoding it: what the headers of a stream say is not enough for MP3. */
async function lengthOf(
	type: string,
	content: Readable,
	signal: AbortSignal,
): Promise<number | undefined> {
	try {
		const progress = await runFfmpeg({
			program: 'ffmpeg',
			type,
			content,
			output: ['-map', '0:a:0', '-c', 'copy', '-progress', 'pipe:1', '-f', 'null', '-'],
			maxOutput: MAX_PROGRESS,
			signal,
		});
		const times = [...progress.toString().matchAll(/^out_time_us=(\d+)$/gm)];
		const last = times.at(-1)?.[1];
		return last === undefined ? undefined : Math.round(Number(last) / 1e6);
	} catch (error) {
		// It plays without.
		if (error instanceof FfmpegFailed) return undefined;
		throw error;
	}
}

function notPlayed() {
	return unsupported(
		'WhatsApp does not play this kind of audio file.',
		'Convert it to MP3, M4A or OGG before, send it as a voice message, or use Send Document.',
	);
}
