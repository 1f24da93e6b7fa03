import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import type { FaultBoard } from './faults';
import { Timeline } from './waiting';

const LOOPBACK = '127.0.0.1';
/** Where files of channels are put: not sealed. */
const OPEN = /^\/newsletter\/newsletter-(image|video|gif|audio|ptt|document)\//;
/** Of businesses: they are named by an ID. */
const COVERS = '/pps/biz-cover-photo/';

/** A request the media host was asked, with the answer it gave or, while it hangs, will give. */
export interface Transfer {
	/** `/mms/image/…`; for an upload the hash of its bytes is at the end. */
	readonly path: string;
	/** Bytes; of a download those of the whole file. */
	readonly size: number;
	/** HTTP status. */
	readonly status: number;
}

/** What a test may know of the media host. */
export interface Media {
	/** Uploads so far, in order, those that failed among them. */
	readonly uploads: readonly Transfer[];
	readonly downloads: readonly Transfer[];
	/** The first upload that matches: one that has been, or the next. */
	waitForUpload(matches?: (upload: Transfer) => boolean, timeoutMs?: number): Promise<Transfer>;
	waitForDownload(matches?: (download: Transfer) => boolean, timeoutMs?: number): Promise<Transfer>;
	/** The first download that was broken off by whoever asked for it, and matches. */
	waitForBrokenDownload(
		matches?: (download: Transfer) => boolean,
		timeoutMs?: number,
	): Promise<Transfer>;
	/** Where a path is. */
	urlOf(path: string): string;
	/** Puts a file there, as it is. */
	store(path: string, content: Buffer): void;
	/** What lies at a path. */
	load(path: string): Buffer | undefined;
}

/** WhatsApp's media host: HTTPS on loopback, everything in memory. */
export class MediaHost implements Media {
	readonly #files = new Map<string, Buffer>();
	/** Of what lies there openly. */
	readonly #handles = new Map<string, string>();
	readonly #covers = new Map<string, { token: string; url: string }>();
	readonly #uploads = new Timeline<Transfer>('such upload');
	readonly #downloads = new Timeline<Transfer>('such download');
	readonly #brokenDownloads = new Timeline<Transfer>('such broken download');

	/** What an upload must show in its query string. */
	readonly authorisation = randomBytes(16).toString('base64url');

	private constructor(
		private readonly server: Server,
		/** PEM of the certificate a client must trust. */
		readonly ca: string,
		private readonly faults: FaultBoard,
	) {
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			this.#serve(request, response).catch(() => response.destroy());
		});
	}

	/** @param origins is told where connections come from */
	static async start(faults: FaultBoard, origins: Set<string>): Promise<MediaHost> {
		// A name of its own: among trusted certificates of one name OpenSSL tries the first, whichever key it has.
		const name = `simulator ${randomBytes(8).toString('hex')}`;
		const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
			algorithm: 'sha256',
			keyType: 'ec',
			extensions: [
				{ name: 'basicConstraints', cA: true, critical: true },
				{
					name: 'subjectAltName',
					altNames: [
						{ type: 7, ip: LOOPBACK },
						// Where rc14 looks for the history. A proxy may lead from there to here.
						{ type: 2, value: 'mmg.whatsapp.net' },
					],
				},
			],
		});
		const server = createServer({ key, cert });
		server.on('connection', ({ remoteAddress = '' }: Socket) => origins.add(remoteAddress));
		server.listen(0, LOOPBACK);
		await once(server, 'listening');
		return new MediaHost(server, cert, faults);
	}

	/** Host and port, the form `media_conn` has. */
	get host(): string {
		return `${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
	}

	urlOf(path: string): string {
		return `https://${this.host}${path}`;
	}

	get uploads(): readonly Transfer[] {
		return this.#uploads.all;
	}

	get downloads(): readonly Transfer[] {
		return this.#downloads.all;
	}

	async waitForUpload(
		matches: (upload: Transfer) => boolean = () => true,
		timeoutMs?: number,
	): Promise<Transfer> {
		return await this.#uploads.waitFor(matches, timeoutMs);
	}

	async waitForDownload(
		matches: (download: Transfer) => boolean = () => true,
		timeoutMs?: number,
	): Promise<Transfer> {
		return await this.#downloads.waitFor(matches, timeoutMs);
	}

	async waitForBrokenDownload(
		matches: (download: Transfer) => boolean = () => true,
		timeoutMs?: number,
	): Promise<Transfer> {
		return await this.#brokenDownloads.waitFor(matches, timeoutMs);
	}

	store(path: string, content: Buffer): void {
		this.#files.set(path, content);
	}

	load(path: string): Buffer | undefined {
		return this.#files.get(path);
	}

	/** What a file that lies there openly is called. */
	handleOf(path: string): string | undefined {
		return this.#handles.get(path);
	}

	async close(): Promise<void> {
		this.#uploads.close();
		this.#downloads.close();
		this.#brokenDownloads.close();
		const closed = once(this.server, 'close');
		this.server.close();
		this.server.closeAllConnections();
		await closed;
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.urlOf('/'));
		if (request.method === 'POST') await this.#upload(request, response, url);
		else await this.#download(request, response, url.pathname);
	}

	async #upload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
		const content = Buffer.concat(await request.toArray());
		const fault = this.faults.uploadFault();
		const status = fault?.status ?? this.#checkUpload(url, content);
		this.#uploads.add({ path: url.pathname, size: content.length, status: status ?? 200 });
		if (fault?.hang) await fault.hang;
		if (status !== undefined) return void response.writeHead(status).end();
		this.store(url.pathname, content);
		const body = {
			...{ url: this.urlOf(url.pathname), direct_path: url.pathname },
			...(OPEN.test(url.pathname) && { handle: this.#name(url.pathname) }),
			...(url.pathname.startsWith(COVERS) && this.#receiptOf(url.pathname)),
		};
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	}

	#name(path: string): string {
		const handle = this.#handles.get(path) ?? randomBytes(24).toString('base64');
		this.#handles.set(path, handle);
		return handle;
	}

	/** What proves that a cover lies here, by its ID. */
	coverOf(id: string | undefined, token: string | undefined): string | undefined {
		const cover = this.#covers.get(id ?? '');
		return cover && cover.token === token ? cover.url : undefined;
	}

	#receiptOf(path: string) {
		const fbid = String(this.#covers.size + 1);
		const token = randomBytes(16).toString('base64url');
		this.#covers.set(fbid, { token, url: this.urlOf(path) });
		return { fbid, meta_hmac: token, ts: 1_700_000_000 };
	}

	/** WhatsApp takes an upload only under the hash of its bytes. */
	#checkUpload({ pathname, searchParams }: URL, content: Buffer): number | undefined {
		if (searchParams.get('auth') !== this.authorisation) return 401;
		const hash = createHash('sha256').update(content).digest('base64url');
		return pathname.endsWith(`/${hash}`) ? undefined : 400;
	}

	async #download(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
		const fault = this.faults.downloadFault(path);
		const stored = this.#files.get(path);
		const status = fault?.status ?? (stored ? undefined : 404);
		const download = { path, size: stored?.length ?? 0, status: status ?? 200 };
		this.#downloads.add(download);
		response.once('close', () => {
			if (!response.writableFinished) this.#brokenDownloads.add(download);
		});
		if (fault?.hang && !fault.isHalfway) await fault.hang;
		if (status !== undefined || !stored) return void response.writeHead(status ?? 404).end();
		const content = fault?.altered ? altered(stored) : stored;
		const range = readRange(request.headers.range, content.length);
		if (!range) {
			const half = fault?.isHalfway ? content.length >> 1 : 0;
			response.writeHead(200, { 'content-length': content.length });
			if (half > 0) {
				response.write(content.subarray(0, half));
				await fault?.hang;
			}
			response.end(content.subarray(half));
			return;
		}
		const { first, last } = range;
		const part = content.subarray(first, last + 1);
		response
			.writeHead(206, {
				'content-length': part.length,
				'content-range': `bytes ${first}-${last}/${content.length}`,
			})
			.end(part);
	}
}

/** One bit is another. */
function altered(content: Buffer): Buffer {
	const copy = Buffer.from(content);
	const middle = copy.length >> 1;
	copy[middle] = (copy[middle] ?? 0) ^ 1;
	return copy;
}

/** The part of a file that is wanted: rc14 asks for one where it is told to (startByte, endByte). */
function readRange(
	header: string | undefined,
	length: number,
): { first: number; last: number } | undefined {
	const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
	if (first === undefined) return undefined;
	return { first: Number(first), last: last ? Math.min(Number(last), length - 1) : length - 1 };
}
