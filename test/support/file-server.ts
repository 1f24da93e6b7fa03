import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server with files, on loopback. */
export interface FileServer {
	/** The address of a file under this name. */
	serve(name: string, content: Buffer, headers?: Record<string, string>): string;
	/** An address that leads to another one. */
	redirect(to: string): string;
	/** An address that is never answered. */
	silent(): string;
	/** An address with nothing behind it. */
	missing(): string;
	close(): Promise<void>;
}

export async function startFileServer(): Promise<FileServer> {
	const answers = new Map<string, (response: ServerResponse) => void>();
	const server = createServer((request, response) => {
		const answer = answers.get(request.url ?? '');
		if (answer) answer(response);
		else response.writeHead(404).end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = (path: string) =>
		`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
	const at = (path: string, answer: (response: ServerResponse) => void) => {
		answers.set(path, answer);
		return address(path);
	};

	return {
		serve: (name, content, headers = {}) =>
			at(`/${name}`, (response) =>
				response.writeHead(200, { 'content-length': content.length, ...headers }).end(content),
			),
		redirect: (to) => at('/moved', (response) => response.writeHead(302, { location: to }).end()),
		silent: () => at('/silent', () => undefined),
		missing: () => address('/missing'),
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
