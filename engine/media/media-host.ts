import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { pipeline, Transform, Writable, type Readable } from 'node:stream';
import type { Clock, Timer } from '../clock';
import { EngineError } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { MediaConnection } from '../whatsapp/index';
import { giveBack } from './give-back';
import { sizeOf } from './intake';
import type { WireType } from './kinds';

/**
 * WhatsApp's media hosts. Baileys' own transfers follow redirects to anywhere, know no time limits, and keep a refused
 * authorisation for ever (see its lib/Utils/messages-media.js and refreshMediaConn in lib/Socket/messages-send.js).
 */

/** The longest time without a byte in either direction. */
const IDLE_MS = 30_000;
/** Until the host says whether it has a file. */
const ANSWER_MS = 15_000;
/** So slow may a file be at worst. */
const SLOWEST_BYTES_PER_MS = 50;
const MAX_ANSWER = 64 * 1024;
const ORIGIN = 'https://web.whatsapp.com';

export interface MediaHostOptions {
	clock: Pick<Clock, 'after'>;
	log: Log;
	/** Whether a host is one of WhatsApp's: others may stand in a message as well. */
	isMediaHost(hostname: string): boolean;
	/** Where files are downloaded from, with its port; by default, where their messages say, if that is a media host. */
	downloadHost?: string;
	/** What makes the connections; undefined: they are direct. */
	agent(): Agent | undefined;
}

/** Where a file lies. */
export interface Uploaded {
	url: string;
	directPath: string;
	/** What the host calls it, where it lies there openly. */
	handle?: string;
	/** Of a cover. */
	receipt?: UploadReceipt;
}

/** As what the host knows a file, and what proves to WhatsApp that it has it. */
export interface UploadReceipt {
	id: string;
	token: string;
	timestamp: string;
}

/** A file as WhatsApp is to have it: sealed, or where everybody is to see it, plain. */
export interface FileUpload {
	/** Where it is put. */
	folder: string;
	/** SHA-256 of its bytes. */
	hash: Buffer;
	size: number;
	read(): Readable;
}

/** A file as a message tells of it: every word of it is the sender's. */
export interface RemoteFile {
	type: WireType;
	url: string | null;
	directPath: string | null;
	/** Null: it is not sealed. */
	mediaKey: Uint8Array | null;
	sha256: Uint8Array | null;
	encSha256: Uint8Array | null;
}

export interface Fetched {
	content: Readable;
	/** Bytes, where the host says how many there are. */
	size: number | undefined;
}

export interface MediaHosts {
	/** Errors: MEDIA_UNREACHABLE, PROXY_FAILED. */
	upload(
		file: FileUpload,
		connection: (refresh: boolean) => Promise<MediaConnection>,
		signal: AbortSignal,
	): Promise<Uploaded>;
	/** Where a file lies. Error: MEDIA_UNREACHABLE where that is not with WhatsApp. */
	locate(file: Pick<RemoteFile, 'url' | 'directPath'>): URL;
	/** What lies there. Errors: MEDIA_UNREACHABLE, MEDIA_TOO_LARGE, PROXY_FAILED. */
	fetch(address: URL, maxSize: number, signal: AbortSignal): Promise<Fetched>;
	/** What is not sealed: the images of catalogs. Errors: MEDIA_UNREACHABLE, MEDIA_TOO_LARGE, PROXY_FAILED. */
	open(url: string, maxSize: number, signal: AbortSignal): Promise<Readable>;
}

export function createMediaHosts(options: MediaHostOptions): MediaHosts {
	const { clock, log, isMediaHost, downloadHost, agent } = options;

	function open(url: URL, request: RequestOptions): ClientRequest {
		const headers = { ...request.headers, origin: ORIGIN };
		return httpsRequest(url, { ...request, headers, agent: agent() });
	}

	/** Ends the request when nothing moves any more: to be called whenever something does. */
	function watch(request: ClientRequest, signal: AbortSignal, firstMs = IDLE_MS): () => void {
		const stop = () => request.destroy(unreachable());
		let timer: Timer = clock.after(firstMs, stop);
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		request.once('close', () => {
			timer.cancel();
			signal.removeEventListener('abort', stop);
		});
		return () => {
			timer.cancel();
			if (!request.closed) timer = clock.after(IDLE_MS, stop);
		};
	}

	async function get(url: URL, maxSize: number, signal: AbortSignal): Promise<Fetched> {
		const request = open(url, { method: 'GET' });
		const moved = watch(request, signal, ANSWER_MS);
		request.end();
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			request.once('response', resolve).once('error', reject);
		}).catch((error: unknown) => {
			log.debug('A media host could not be asked for a file', { error: kindOf(error) });
			throw isOfProxy(error) ? error : unreachable();
		});
		if (response.statusCode !== 200) {
			log.debug('A media host does not give a file', { status: response.statusCode });
			// To its end, so that the connection serves the next one; where that fails, it does not.
			response.on('error', () => undefined).resume();
			throw isGone(response.statusCode) ? gone() : unreachable();
		}
		const size = Number(response.headers['content-length'] ?? NaN);
		const longest = IDLE_MS + Math.min(size || maxSize, maxSize) / SLOWEST_BYTES_PER_MS;
		const limit = clock.after(longest, () => request.destroy(unreachable()));
		moved();
		const content = upTo(maxSize, moved);
		// It may fail before anybody reads.
		content.on('error', () => undefined);
		pipeline([response, content], (error) => {
			limit.cancel();
			if (error) request.destroy();
		});
		return { content, size: Number.isNaN(size) ? undefined : size };
	}

	async function post(url: URL, { size, read }: FileUpload, signal: AbortSignal): Promise<Answer> {
		const tooLong = new AbortController();
		const limit = clock.after(IDLE_MS + size / SLOWEST_BYTES_PER_MS, () => tooLong.abort());
		try {
			return await new Promise<Answer>((resolve, reject) => {
				const request = open(url, {
					method: 'POST',
					headers: { 'content-type': 'application/octet-stream', 'content-length': size },
				});
				const moved = watch(request, AbortSignal.any([signal, tooLong.signal]));
				request.once('response', (response) => readAnswer(response).then(resolve, reject));
				request.on('error', reject);
				pipeline(read(), bodyOf(request, moved), (error) => {
					if (error) reject(error);
				});
			});
		} finally {
			limit.cancel();
		}
	}

	async function uploadTo(
		{ auth, hosts }: MediaConnection,
		file: FileUpload,
		signal: AbortSignal,
	): Promise<Uploaded | undefined> {
		const name = file.hash.toString('base64url');
		for (const host of hosts) {
			const url = addressOf(`https://${host}`, `${file.folder}/${name}`);
			url.search = new URLSearchParams({ auth, token: name }).toString();
			if (!isMediaHost(url.hostname)) continue;
			const answer = await post(url, file, signal).catch((error: unknown) => {
				log.info('A media host could not be given a file', { error: kindOf(error) });
				if (isOfProxy(error)) throw error;
				return undefined;
			});
			const uploaded = answer?.status === 200 ? parseUploaded(answer.body) : undefined;
			if (uploaded) return uploaded;
			if (answer) log.info('A media host did not take a file', { status: answer.status });
		}
		return undefined;
	}

	/** A port that somebody names is none of WhatsApp's. */
	function portless(address: URL): URL {
		if (downloadHost && address.host !== downloadHost) address.port = '';
		return address;
	}

	return {
		async upload(file, connection, signal) {
			const uploaded =
				(await uploadTo(await connection(false), file, signal)) ??
				// The authorisation may have run out.
				(await uploadTo(await connection(true), file, signal));
			if (!uploaded) throw unreachable();
			return uploaded;
		},

		locate({ url, directPath }) {
			const named = url && URL.canParse(url) ? new URL(url) : undefined;
			const known = named && isMediaHost(named.hostname) ? named : undefined;
			const host = downloadHost ?? known?.host;
			const path = directPath ?? (known && known.pathname + known.search);
			if (!host || !path) throw gone();
			return addressOf(`https://${host}`, path);
		},

		fetch: get,

		async open(url, maxSize, signal) {
			const address = URL.canParse(url) ? new URL(url) : undefined;
			if (address?.protocol !== 'https:' || !isMediaHost(address.hostname)) throw foreign();
			return (await get(portless(address), maxSize, signal)).content;
		},
	};
}

interface Answer {
	status: number | undefined;
	body: string;
}

/** The path may say anything: it does not leave the host. */
function addressOf(origin: string, path: string): URL {
	return new URL(`${origin}/${path.replace(/^\/+/, '')}`);
}

/** What a request sends: memory of what has left is given back. `onLeft`: some of it has. */
function bodyOf(request: ClientRequest, onLeft: () => void): Writable {
	const body = new Writable({
		write(chunk: Buffer, _encoding, done) {
			request.write(chunk, (error) => {
				onLeft();
				if (!error) giveBack(chunk);
				done(error);
			});
		},
		final: (done) => void request.end(done),
		destroy(error, done) {
			if (error) request.destroy(error);
			done(error);
		},
	});
	request.on('error', (error) => body.destroy(error));
	return body;
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
	let body = '';
	for await (const chunk of response) {
		body += String(chunk);
		if (body.length > MAX_ANSWER) throw unreachable();
	}
	return { status: response.statusCode, body };
}

function parseUploaded(body: string): Uploaded | undefined {
	try {
		const answer = JSON.parse(body) as Record<string, unknown>;
		const { url, direct_path: directPath, handle } = answer;
		if (typeof url !== 'string' || typeof directPath !== 'string') return undefined;
		const receipt = receiptIn(answer);
		return {
			...{ url, directPath },
			...(typeof handle === 'string' && { handle }),
			...(receipt && { receipt }),
		};
	} catch {
		// It is not what the host says when it has taken a file.
		return undefined;
	}
}

/** By Baileys' updateCoverPhoto (lib/Socket/business.js). */
function receiptIn({
	fbid,
	meta_hmac: token,
	ts,
}: Record<string, unknown>): UploadReceipt | undefined {
	const isThere = (value: unknown) => typeof value === 'string' || typeof value === 'number';
	return isThere(fbid) && typeof token === 'string' && isThere(ts)
		? { id: String(fbid), token, timestamp: String(ts) }
		: undefined;
}

/** Lets so many bytes through; the sender may have lied about the size. */
export function upTo(maxSize: number, onBytes: (chunk: Buffer) => void): Transform {
	let size = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			size += chunk.length;
			onBytes(chunk);
			if (size > maxSize) done(largerThan(maxSize));
			else done(null, chunk);
		},
	});
}

/** No other host is reached, either. */
function isOfProxy(error: unknown): boolean {
	return error instanceof EngineError && error.code === 'PROXY_FAILED';
}

function isGone(status: number | undefined): boolean {
	return status === 404 || status === 410 || status === 403;
}

export function largerThan(maxSize: number): EngineError {
	return new EngineError(
		'MEDIA_TOO_LARGE',
		`The file is larger than ${sizeOf(maxSize)}.`,
		'Raise the size limit of the node, or let it pass without its file.',
	);
}

function unreachable(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		"WhatsApp's media server could not be reached, or did not do its work.",
		'Try again later. If it stays, check that the network of n8n lets it reach *.whatsapp.net.',
		true,
	);
}

function gone(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		'WhatsApp does not have the file any more.',
		'Ask whoever sent it to send it again. Download files soon after they came: WhatsApp deletes them after some weeks.',
	);
}

function foreign(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		'The image does not lie on a server of WhatsApp, so it is not opened.',
		'Give the product another image in WhatsApp Business.',
	);
}
