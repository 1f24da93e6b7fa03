import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { deprioritize, limitMemory } from './resource-limits';

/** Where it is looked for first; it need not be installed at all. */
const SETTING = 'WHATSAPP_LINKED_FFMPEG';
const TIME_LIMIT_MS = 120_000;
const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/**
 * What ffmpeg may open: the pipe that we feed, and what it keeps of it to go back, where it must (a nameless temporary
 * file). A playlist in the clothes of a video would otherwise make it read files and call addresses.
 */
const INPUT_GUARDS = ['-protocol_whitelist', 'pipe,cache'];
/** Each thread that decodes holds pictures of its own; by default there are as many threads as processors. */
const THREADS = ['-threads', '2'];
const MAX_PIXELS = 40_000_000;
/** It holds its pictures in full color, several at a time. */
const MAX_GIF_PIXELS = 16_777_216;
const SILENT = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

/** ffmpeg's reader for what the bytes of a file say that it is: it is never left to guess. */
const FORMATS: Readonly<Record<string, string>> = {
	'video/mp4': 'mov',
	'video/x-m4v': 'mov',
	'video/quicktime': 'mov',
	'video/3gpp': 'mov',
	'video/3gpp2': 'mov',
	'audio/mp4': 'mov',
	'audio/x-m4a': 'mov',
	'video/webm': 'matroska',
	'video/matroska': 'matroska',
	'audio/mpeg': 'mp3',
	'audio/ogg': 'ogg',
	'audio/ogg; codecs=opus': 'ogg',
	'audio/wav': 'wav',
	'audio/flac': 'flac',
	'audio/amr': 'amr',
	'audio/aac': 'aac',
	'audio/aiff': 'aiff',
	'audio/x-caf': 'caf',
	'audio/x-ms-asf': 'asf',
	'video/x-ms-asf': 'asf',
	'application/vnd.ms-asf': 'asf',
	'video/vnd.avi': 'avi',
	'video/x-flv': 'flv',
	'video/mp2t': 'mpegts',
	'video/mpeg': 'mpeg',
	'video/MP1S': 'mpeg',
	'video/MP2P': 'mpeg',
	'video/ogg': 'ogg',
	'application/ogg': 'ogg',
	'audio/wavpack': 'wv',
	'audio/ape': 'ape',
	'audio/vnd.dolby.dd-raw': 'ac3',
	'audio/x-voc': 'voc',
	'image/gif': 'gif',
};

/** What cannot be read from front to back: an MP4 may have its index at its end, and GIFs are gone through twice. */
const SEEKING = new Set(['mov', 'caf', 'avi', 'gif']);
/** What is not there yet is read up to where it looks, however far that is: by default 64 KB, after which it reads nonsense. */
const SEEKING_INPUT = ['-read_ahead_limit', '-1', '-i', 'cache:pipe:0'];
const INPUT = ['-i', 'pipe:0'];

/** Why ffmpeg did not do it. The file is the reason, mostly. */
export class FfmpegFailed extends Error {}

export interface FfmpegRun {
	program: 'ffmpeg' | 'ffprobe';
	/** The type that the bytes have: one that `canRead` knows. */
	type: string;
	content: Readable;
	/** Options of the output. */
	output: readonly string[];
	maxOutput: number;
	signal: AbortSignal;
}

export function canRead(type: string): boolean {
	return type in FORMATS;
}

/** The program, as the setting says or on the PATH; undefined where there is none. */
export function findFfmpeg(program: FfmpegRun['program'] = 'ffmpeg'): string | undefined {
	const set = process.env[SETTING];
	const folders = set
		? [dirname(set)]
		: (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
	const candidates =
		set && program === 'ffmpeg' ? [set] : folders.map((folder) => join(folder, program + SUFFIX));
	return candidates.find(isExecutable);
}

/** What it writes. Rejects with FfmpegFailed. */
export async function runFfmpeg(run: FfmpegRun): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	await streamFfmpeg(run, (chunk) => {
		size += chunk.length;
		if (size > run.maxOutput) throw new FfmpegFailed('Too much output');
		chunks.push(chunk);
	});
	return Buffer.concat(chunks);
}

/** Hands out what it writes as it comes. Rejects with FfmpegFailed. */
export async function streamFfmpeg(
	{ program, type, content, output, signal }: Omit<FfmpegRun, 'maxOutput'>,
	onOutput: (chunk: Buffer) => void,
): Promise<void> {
	const path = findFfmpeg(program);
	const format = FORMATS[type];
	if (!path || !format) {
		content.destroy();
		throw new FfmpegFailed('It cannot be done here');
	}
	const silent = program === 'ffmpeg' ? SILENT : SILENT.slice(0, -1);
	const args = [
		...[...silent, ...INPUT_GUARDS, ...THREADS],
		...['-max_pixels', String(format === 'gif' ? MAX_GIF_PIXELS : MAX_PIXELS)],
		...['-f', format, ...(SEEKING.has(format) ? SEEKING_INPUT : INPUT), ...output],
	];
	const child = spawn(path, args, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
	deprioritize(child);
	const stopLimiting = limitMemory(child);
	let failure: Error | undefined;
	const stop = (error?: unknown) => {
		failure ??= error instanceof Error ? error : new FfmpegFailed('It was stopped');
		child.kill('SIGKILL');
	};
	const timer = setTimeout(stop, TIME_LIMIT_MS);
	signal.addEventListener('abort', stop, { once: true });
	child.stdout.on('data', (chunk: Buffer) => {
		try {
			if (!failure) onOutput(chunk);
		} catch (error) {
			stop(error);
		}
	});
	// It may have seen enough before the end.
	child.stdin.on('error', () => undefined);
	content.on('error', stop);
	content.pipe(child.stdin);
	try {
		await new Promise<void>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code) =>
				code === 0 && !failure ? resolve() : reject(failure ?? new FfmpegFailed('It failed')),
			);
		});
	} catch (error) {
		throw error instanceof FfmpegFailed ? error : new FfmpegFailed('It could not run');
	} finally {
		clearTimeout(timer);
		stopLimiting();
		signal.removeEventListener('abort', stop);
		content.destroy();
	}
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		// That is the answer.
		return false;
	}
}
