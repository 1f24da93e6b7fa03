import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator, VirtualContact } from '../index';
import { API, FileAnswer } from './api';
import type { Cast } from './cast';
import { DOCUMENT } from './document';

const LOOPBACK = '127.0.0.1';

/** More than any picture of a QR code. */
const MAX_BODY_BYTES = 5_000_000;

export interface PageOptions {
	/** A free port by default. */
	readonly port?: number;
	/** Whose phone the page plays. */
	readonly owner: { readonly number: string };
	readonly contact: VirtualContact;
}

export interface Page {
	readonly url: string;
	close(): Promise<void>;
}

/** Serves a page that plays the owner's phone, contacts, and their groups. On loopback only, for this machine's user only. */
export async function startPage(
	simulator: Simulator,
	{ port = 0, owner, contact }: PageOptions,
): Promise<Page> {
	const cast = {
		owner: simulator.phone(owner.number),
		contacts: new Map([[contact.number, contact]]),
	};
	const server = createServer((request, response) => {
		answer({ simulator, cast }, request, response).catch((error: unknown) => {
			const message = error instanceof Error ? error.message : String(error);
			sendJson(response, 400, { error: message });
		});
	});
	server.listen(port, LOOPBACK);
	await once(server, 'listening');
	return {
		url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

async function answer(
	scene: { simulator: Simulator; cast: Cast },
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const host = request.headers.host ?? '';
	// A name that resolves to this machine (DNS rebinding) must not get a stranger's page in here.
	if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) {
		return sendJson(response, 403, { error: 'This page is for this machine only' });
	}
	// Browsers say where a POST comes from; scripts need not.
	const { origin } = request.headers;
	if (request.method !== 'GET' && origin !== undefined && origin !== `http://${host}`) {
		return sendJson(response, 403, { error: 'Requests from other sites are refused' });
	}
	const url = new URL(request.url ?? '/', `http://${host}`);
	if (request.method === 'GET' && url.pathname === '/') return sendDocument(response);
	const handler = API[`${request.method} ${url.pathname}`];
	if (!handler) return sendJson(response, 404, { error: 'Not found' });
	const body = await readBody(request);
	const result = await handler({ ...scene, body, query: url.searchParams });
	if (result instanceof FileAnswer) sendFile(response, result);
	else sendJson(response, 200, result ?? {});
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) throw new Error('The request is too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function sendDocument(response: ServerResponse): void {
	response
		.writeHead(200, {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; " +
				"connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
			'x-content-type-options': 'nosniff',
		})
		.end(DOCUMENT);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
	response
		.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
		.end(JSON.stringify(body));
}

function sendFile(response: ServerResponse, { content, type }: FileAnswer): void {
	response
		.writeHead(200, {
			'content-type': type,
			'content-disposition': 'attachment',
			'x-content-type-options': 'nosniff',
		})
		.end(content);
}
