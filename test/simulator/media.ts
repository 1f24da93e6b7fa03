import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import type { FaultBoard } from './faults';

const LOOPBACK = '127.0.0.1';

/** WhatsApp's media host: HTTPS on loopback, everything in memory. */
export class MediaHost {
	readonly #files = new Map<string, Buffer>();

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

	static async start(faults: FaultBoard): Promise<MediaHost> {
		// A name of its own: among trusted certificates of one name OpenSSL tries the first, whichever key it has.
		const name = `simulator ${randomBytes(8).toString('hex')}`;
		const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
			algorithm: 'sha256',
			keyType: 'ec',
			extensions: [
				{ name: 'basicConstraints', cA: true, critical: true },
				{ name: 'subjectAltName', altNames: [{ type: 7, ip: LOOPBACK }] },
			],
		});
		const server = createServer({ key, cert });
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

	store(path: string, content: Buffer): void {
		this.#files.set(path, content);
	}

	load(path: string): Buffer | undefined {
		return this.#files.get(path);
	}

	async close(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		this.server.closeAllConnections();
		await closed;
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.urlOf('/'));
		if (request.method === 'POST') await this.#upload(request, response, url);
		else this.#download(response, url.pathname);
	}

	async #upload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
		const content = Buffer.concat(await request.toArray());
		const status = this.faults.uploadFailure() ?? this.#checkUpload(url, content);
		if (status !== undefined) return void response.writeHead(status).end();
		this.store(url.pathname, content);
		const body = { url: this.urlOf(url.pathname), direct_path: url.pathname };
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	}

	/** WhatsApp takes an upload only under the hash of its bytes. */
	#checkUpload({ pathname, searchParams }: URL, content: Buffer): number | undefined {
		if (searchParams.get('auth') !== this.authorisation) return 401;
		const hash = createHash('sha256').update(content).digest('base64url');
		return pathname.endsWith(`/${hash}`) ? undefined : 400;
	}

	#download(response: ServerResponse, path: string): void {
		const failure = this.faults.downloadFailure();
		const content = this.#files.get(path);
		if (failure !== undefined || !content) response.writeHead(failure ?? 404).end();
		else response.writeHead(200, { 'content-length': content.length }).end(content);
	}
}
