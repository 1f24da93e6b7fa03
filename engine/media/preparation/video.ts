import { Readable } from 'node:stream';
import type { StoreMedia } from '../../gateway/contract';
import { canRead, FfmpegFailed, findFfmpeg, runFfmpeg } from '../conversion/ffmpeg';
import { wrongKind } from '../file-type';
import { orDocument, unsupported, type Facts, type Preparation, type Prepare } from './preparation';

/** What WhatsApp Web lets one choose as a video. */
const PLAYED: Readonly<Record<string, string>> = {
	'video/mp4': 'video/mp4',
	'video/x-m4v': 'video/mp4',
	'video/3gpp': 'video/3gpp',
	'video/quicktime': 'video/quicktime',
};

const MAX_THUMBNAIL = 256 * 1024;
const MAX_PROBE = 64 * 1024;

export const video: Prepare = ({ type, details }) => {
	if (!type?.startsWith('video/')) throw wrongKind(details, type);
	if (!PLAYED[type]) throw notPlayed(details);
	return { mimetype: PLAYED[type], inspect: inspector(type) };
};

/** Plays by itself, without sound. A GIF file becomes a video, which is what WhatsApp calls a GIF. */
export const gif: Prepare = (candidate) => {
	if (candidate.type !== 'image/gif') return video(candidate);
	if (!findFfmpeg()) throw noFfmpeg();
	return {
		mimetype: 'video/mp4',
		async convert(pieces, signal) {
			const mp4 = await fromGif(Readable.from(pieces), signal);
			const open = () => Readable.from([mp4]);
			return { file: mp4, facts: await inspector('video/mp4')(open, mp4.length, signal) };
		},
	};
};

type Inspect = NonNullable<Preparation['inspect']>;

/** Without ffmpeg, or of a file that it cannot read, nothing is known: WhatsApp plays it all the same. */
function inspector(type: string): Inspect {
	return async (open, _size, signal) => {
		if (!canRead(type)) return {};
		const probed = await known(probe(type, open(), signal));
		const thumbnail = await known(thumbnailOf(type, open(), signal));
		return { ...probed, ...(thumbnail?.length && { thumbnail }) };
	};
}

async function known<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof FfmpegFailed) return undefined;
		throw error;
	}
}

async function thumbnailOf(type: string, content: Readable, signal: AbortSignal): Promise<Buffer> {
	return await runFfmpeg({
		program: 'ffmpeg',
		type,
		content,
		output: [
			...['-map', '0:v:0', '-frames:v', '1', '-an'],
			...['-vf', "scale=w='min(100,iw)':h=-2"],
			...['-f', 'mjpeg', '-q:v', '6', 'pipe:1'],
		],
		maxOutput: MAX_THUMBNAIL,
		signal,
	});
}

interface Probed {
	format?: { duration?: string };
	streams?: {
		width?: number;
		height?: number;
		side_data_list?: { rotation?: number }[];
	}[];
}

async function probe(type: string, content: Readable, signal: AbortSignal): Promise<Facts> {
	const json = await runFfmpeg({
		program: 'ffprobe',
		type,
		content,
		output: [
			...['-select_streams', 'v:0', '-of', 'json'],
			...['-show_entries', 'stream=width,height:stream_side_data=rotation:format=duration'],
		],
		maxOutput: MAX_PROBE,
		signal,
	});
	const { format, streams: [stream] = [] } = JSON.parse(json.toString()) as Probed;
	const seconds = Math.round(Number(format?.duration));
	const { width, height, side_data_list: [side] = [] } = stream ?? {};
	// Phones film upright by saying how far the picture is to be turned.
	const isTurned = Math.abs(side?.rotation ?? 0) % 180 === 90;
	return {
		...(seconds >= 0 && { seconds }),
		...(width && height && (isTurned ? { width: height, height: width } : { width, height })),
	};
}

const MAX_GIF_SECONDS = '60';
/** More is not seen on a phone, and x264 holds dozens of pictures. */
const MAX_GIF_SIDE = 1_280;
const GIF_SCALE = [
	`scale=w='min(${MAX_GIF_SIDE},iw)':h='min(${MAX_GIF_SIDE},ih)'`,
	'force_original_aspect_ratio=decrease',
	// H.264 has even sides.
	'force_divisible_by=2',
].join(':');
const MAX_GIF_VIDEO = 32 * 1024 * 1024;

async function fromGif(content: Readable, signal: AbortSignal): Promise<Buffer> {
	try {
		return await runFfmpeg({
			program: 'ffmpeg',
			type: 'image/gif',
			content,
			output: [
				...[
					'-t',
					MAX_GIF_SECONDS,
					'-an',
					'-c:v',
					'libx264',
					'-preset',
					'veryfast',
					'-threads',
					'2',
				],
				// Players know this one way to store colors.
				...['-vf', GIF_SCALE, '-pix_fmt', 'yuv420p'],
				// An MP4 that is written without going back.
				...['-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1'],
			],
			maxOutput: MAX_GIF_VIDEO,
			signal,
		});
	} catch (error) {
		if (!(error instanceof FfmpegFailed)) throw error;
		throw unsupported(
			'The GIF could not be made into a video: it is damaged, too long, or too large.',
			'Use a smaller GIF, or an MP4 video.',
		);
	}
}

function notPlayed(details: StoreMedia) {
	return unsupported(
		'WhatsApp does not play this kind of video.',
		`Convert it to MP4 (H.264 and AAC) before${orDocument(details)}.`,
	);
}

function noFfmpeg() {
	return unsupported(
		'A GIF file has to be made into a video, and ffmpeg is not installed on the n8n server.',
		'Use an MP4 video, or install ffmpeg on the server of n8n.',
	);
}
