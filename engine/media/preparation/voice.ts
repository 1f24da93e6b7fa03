import { Readable } from 'node:stream';
import { canRead, FfmpegFailed, findFfmpeg, runFfmpeg, streamFfmpeg } from '../conversion/ffmpeg';
import { wrongKind } from '../file-type';
import { oggSeconds } from '../ogg';
import { createWaveformMeter } from '../waveform';
import { audio } from './audio';
import { unsupported, type Facts, type Prepare } from './preparation';

/** What WhatsApp's own apps record. */
const OPUS = 'audio/ogg; codecs=opus';
const MAX_VOICE = 16 * 1024 * 1024;
/** Silence takes next to no bytes: a small file may go on for days. */
const MAX_SECONDS = 7_200;
/** Enough of it to see that it is longer. */
const UP_TO_MAX = ['-t', String(MAX_SECONDS + 1)];
/** Enough to draw it by. */
const PCM_RATE = 8_000;

export const voice: Prepare = (candidate) => {
	const { type, details } = candidate;
	const hasFfmpeg = findFfmpeg() !== undefined;
	if (type === OPUS) {
		return {
			mimetype: OPUS,
			convert: async (pieces, signal) => ({
				file: null,
				facts: await factsOf(Buffer.concat(pieces), signal),
			}),
		};
	}
	if (!hasFfmpeg && details.forStatus) throw noFfmpeg();
	if (!hasFfmpeg) return { ...audio(candidate), instead: { kind: 'audio', note: NO_FFMPEG } };
	if (!type || type.startsWith('image/') || !canRead(type)) throw wrongKind(details, type);
	return {
		mimetype: OPUS,
		async convert(pieces, signal) {
			const opus = await toOpus(pieces, type, signal);
			return { file: opus, facts: await factsOf(opus, signal) };
		},
	};
};

const NO_FFMPEG =
	'Sent as an audio file, not as a voice message: ffmpeg is not installed on the n8n server. Install ffmpeg there, or send an OGG file with Opus sound.';

/** A status that is no voice message WhatsApp's apps have no place for. */
function noFfmpeg() {
	return unsupported(
		'The audio file has to be made into a voice message, and ffmpeg is not installed on the n8n server.',
		'Use an OGG file with Opus sound, or install ffmpeg on the server of n8n.',
	);
}

async function toOpus(
	pieces: readonly Uint8Array[],
	type: string,
	signal: AbortSignal,
): Promise<Buffer> {
	try {
		return await runFfmpeg({
			program: 'ffmpeg',
			type,
			content: Readable.from(pieces),
			output: [
				...[
					...UP_TO_MAX,
					'-map',
					'0:a:0',
					'-map_metadata',
					'-1',
					'-vn',
					'-ac',
					'1',
					'-ar',
					'48000',
				],
				...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-f', 'ogg', 'pipe:1'],
			],
			maxOutput: MAX_VOICE,
			signal,
		});
	} catch (error) {
		if (!(error instanceof FfmpegFailed)) throw error;
		throw unsupported(
			'The audio file could not be made into a voice message: it has no sound, is damaged, or is too long.',
			'Choose another file, or send it as an audio file.',
		);
	}
}

async function factsOf(opus: Buffer, signal: AbortSignal): Promise<Facts> {
	const seconds = oggSeconds(opus);
	if (seconds !== null && seconds > MAX_SECONDS) throw tooLong();
	const waveform = await waveformOf(opus, signal);
	return { ...(seconds !== null && { seconds }), ...(waveform && { waveform }) };
}

async function waveformOf(opus: Buffer, signal: AbortSignal): Promise<Uint8Array | null> {
	const meter = createWaveformMeter();
	try {
		await streamFfmpeg(
			{
				program: 'ffmpeg',
				type: OPUS,
				content: Readable.from([opus]),
				output: [
					...UP_TO_MAX,
					'-map',
					'0:a:0',
					'-ac',
					'1',
					'-ar',
					String(PCM_RATE),
					'-f',
					's16le',
					'pipe:1',
				],
				signal,
			},
			(pcm) => meter.add(pcm),
		);
		return meter.waveform();
	} catch (error) {
		// It goes without, as bars of one height.
		if (error instanceof FfmpegFailed) return null;
		throw error;
	}
}

function tooLong() {
	return unsupported(
		`The voice message is longer than ${MAX_SECONDS / 3600} hours.`,
		'Use a shorter recording, or send it as an audio file.',
	);
}
